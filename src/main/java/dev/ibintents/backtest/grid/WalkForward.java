package dev.ibintents.backtest.grid;

import dev.ibintents.backtest.BacktestException;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lengths of the windows of a walk-forward. In each training window the best point is chosen.
 * The test window after it is played with this point. The next windows begin a test window later.
 *
 * @param train the length of a training window
 * @param test the length of a test window
 */
public record WalkForward(Period train, Period test) {
  private static final Pattern FORM =
      Pattern.compile("([1-9]\\d{0,3}[DWMY])/([1-9]\\d{0,3}[DWMY])");

  /**
   * A training window and the test window after it. All days are part of their windows.
   *
   * @param testTo the last day of the test window, or of the data if that is earlier
   */
  record Window(LocalDate trainFrom, LocalDate trainTo, LocalDate testFrom, LocalDate testTo) {}

  /**
   * Reads lengths such as {@code 3Y/1Y} or {@code 6M/1M}, in days, weeks, months or years.
   *
   * @throws BacktestException if the form is wrong
   */
  public static WalkForward of(String text) {
    Matcher matcher = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new BacktestException(
          "walk-forward is \"%s\"; it must be the length of the training and of the test, such as"
                  .formatted(text)
              + " 3Y/1Y or 6M/1M");
    }
    return new WalkForward(
        Period.parse("P" + matcher.group(1)), Period.parse("P" + matcher.group(2)));
  }

  /** The lengths as they are read, such as {@code 3Y/1Y}. */
  @Override
  public String toString() {
    return (train + "/" + test).replace("P", "");
  }

  /**
   * The windows over some sessions. A test window without a session is left out.
   *
   * @param first the first day of the first training window
   * @throws BacktestException if there is no test window
   */
  List<Window> windows(LocalDate first, SortedSet<LocalDate> sessions) {
    LocalDate last = sessions.last();
    List<Window> windows = new ArrayList<>();
    for (int number = 0; ; number++) {
      LocalDate trainFrom = first.plus(test.multipliedBy(number));
      LocalDate testFrom = trainFrom.plus(train);
      if (testFrom.isAfter(last)) {
        break;
      }
      LocalDate next = first.plus(test.multipliedBy(number + 1)).plus(train);
      LocalDate testTo = next.isAfter(last) ? last : next.minusDays(1);
      if (!sessions.subSet(testFrom, testTo.plusDays(1)).isEmpty()) {
        windows.add(new Window(trainFrom, testFrom.minusDays(1), testFrom, testTo));
      }
    }
    if (windows.isEmpty()) {
      throw new BacktestException(
          "walk-forward is %s, and the days from %s to %s leave no day to test after the"
                  .formatted(this, first, last)
              + " training; use shorter windows, or more days");
    }
    return windows;
  }
}
