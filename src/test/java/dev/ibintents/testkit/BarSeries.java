package dev.ibintents.testkit;

import dev.ibintents.backtest.BarData;
import dev.ibintents.simulator.market.MarketCalendar;
import dev.ibintents.simulator.market.PricedBar;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Daily bars of one instrument, for tests. A series of closes has no dates until {@link #from} or
 * {@link #before} gives it sessions of the United States; its opens, highs and lows equal its
 * closes.
 */
public final class BarSeries {
  /** So much is traded in a session; no order of a test is larger. */
  private static final BigDecimal VOLUME = new BigDecimal("1000000");

  private final List<BigDecimal> closes;
  private final List<PricedBar> dated;

  private BarSeries(List<BigDecimal> closes, List<PricedBar> dated) {
    this.closes = List.copyOf(closes);
    this.dated = List.copyOf(dated);
  }

  /**
   * Returns a series with these closes.
   *
   * @param closes the prices in the order of time, such as {@code "100.5"}
   * @throws IllegalArgumentException if a price is no number above 0
   */
  public static BarSeries closes(String... closes) {
    return ofCloses(Arrays.stream(closes).map(close -> decimal("a close", close)).toList());
  }

  /**
   * Returns a series whose close changes by the same amount in each session.
   *
   * @param sessions the number of bars
   * @param first the first close, such as {@code "100"}
   * @param change the change from a close to the next one, such as {@code "-0.5"}
   * @throws IllegalArgumentException if there is no bar, or if a price would be 0 or below
   */
  public static BarSeries linear(int sessions, String first, String change) {
    BigDecimal step = decimal("the change", change);
    return ofCloses(
        Stream.iterate(decimal("the first close", first), close -> close.add(step))
            .limit(sessions)
            .toList());
  }

  private static BarSeries ofCloses(List<BigDecimal> closes) {
    if (closes.isEmpty()) {
      throw new IllegalArgumentException("a series needs at least one bar");
    }
    for (int i = 0; i < closes.size(); i++) {
      if (closes.get(i).signum() <= 0) {
        throw new IllegalArgumentException(
            "close %d of the series is %s; a price is above 0"
                .formatted(i + 1, closes.get(i).toPlainString()));
      }
    }
    return new BarSeries(closes, List.of());
  }

  /** Returns a series of bars that have dates already, the oldest first. */
  public static BarSeries of(List<PricedBar> bars) {
    if (bars.isEmpty()) {
      throw new IllegalArgumentException("a series needs at least one bar");
    }
    return new BarSeries(List.of(), bars);
  }

  /**
   * Reads a series from a CSV file. Its first line names the columns date, open, high, low, close,
   * and perhaps volume and adjusted close, in any order.
   *
   * @throws dev.ibintents.backtest.BacktestException if the file cannot be read; it names the line
   */
  public static BarSeries csv(Path file) {
    return of(
        BarData.file(file).load(LocalDate.MAX).bars().values().stream()
            .flatMap(List::stream)
            .toList());
  }

  /**
   * Returns the bars, with the first one on a day. The others follow on the next days on which the
   * exchanges of the United States are open. Bars that have dates already stay as they are.
   *
   * @param first the day of the first bar, such as {@code 2026-01-02}
   * @throws IllegalArgumentException if the exchanges are closed on that day
   */
  public List<PricedBar> from(String first) {
    LocalDate day = LocalDate.parse(first);
    if (dated.isEmpty() && !isSession(day)) {
      throw new IllegalArgumentException(
          first + " is no session of the exchanges in the United States; name a day of trading");
    }
    return dated.isEmpty() ? onDays(sessions(day, 1)) : dated;
  }

  /**
   * Returns the bars, with the last one on the last session before a day. Bars that have dates
   * already stay as they are.
   */
  List<PricedBar> before(LocalDate day) {
    if (!dated.isEmpty()) {
      return dated;
    }
    List<LocalDate> days = new ArrayList<>(sessions(day.minusDays(1), -1));
    Collections.reverse(days);
    return onDays(days);
  }

  private List<LocalDate> sessions(LocalDate start, int step) {
    Predicate<LocalDate> isSession = BarSeries::isSession;
    return Stream.iterate(start, day -> day.plusDays(step))
        .filter(isSession)
        .limit(closes.size())
        .toList();
  }

  private static boolean isSession(LocalDate day) {
    return MarketCalendar.UNITED_STATES.isOpen(day);
  }

  private List<PricedBar> onDays(List<LocalDate> days) {
    List<PricedBar> bars = new ArrayList<>();
    for (int i = 0; i < days.size(); i++) {
      BigDecimal close = closes.get(i);
      bars.add(new PricedBar(days.get(i), close, close, close, close, VOLUME));
    }
    return bars;
  }

  static BigDecimal decimal(String name, String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          name + " is \"" + text + "\"; it must be a number such as 100.5", e);
    }
  }
}
