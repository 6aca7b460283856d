package dev.ibintents.backtest.grid;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.backtest.BacktestException;
import dev.ibintents.backtest.grid.WalkForward.Window;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalkForwardTest {
  private static SortedSet<LocalDate> days(LocalDate from, LocalDate to) {
    return from.datesUntil(to.plusDays(1)).collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> windows(String lengths, String from, String to) {
    LocalDate first = LocalDate.parse(from);
    return WalkForward.of(lengths).windows(first, days(first, LocalDate.parse(to))).stream()
        .map(
            window ->
                "%s %s, %s %s"
                    .formatted(
                        window.trainFrom(), window.trainTo(), window.testFrom(), window.testTo()))
        .toList();
  }

  @Test
  void windowsMoveByATestWindow() {
    assertThat(windows("3Y/1Y", "2015-01-01", "2019-06-30"))
        .containsExactly(
            "2015-01-01 2017-12-31, 2018-01-01 2018-12-31",
            "2016-01-01 2018-12-31, 2019-01-01 2019-06-30")
        .inOrder();
  }

  @Test
  void monthsThatAreShorterDoNotShiftLaterWindows() {
    assertThat(windows("1M/1M", "2024-01-31", "2024-05-15"))
        .containsExactly(
            "2024-01-31 2024-02-28, 2024-02-29 2024-03-28",
            "2024-02-29 2024-03-28, 2024-03-29 2024-04-29",
            "2024-03-31 2024-04-29, 2024-04-30 2024-05-15")
        .inOrder();
  }

  @Test
  void tooFewDaysAreRefused() {
    BacktestException e =
        assertThrows(BacktestException.class, () -> windows("3y/1y", "2020-01-01", "2022-12-31"));

    assertThat(e)
        .hasMessageThat()
        .isEqualTo(
            "walk-forward is 3Y/1Y, and the days from 2020-01-01 to 2022-12-31 leave no day to test"
                + " after the training; use shorter windows, or more days");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3Y", "3Y/", "0Y/1Y", "3Q/1Q", "-1Y/1Y", "3Y/1Y/1Y", "3 Y/1Y"})
  void otherFormsAreRefused(String text) {
    assertThat(assertThrows(BacktestException.class, () -> WalkForward.of(text)))
        .hasMessageThat()
        .contains("such as 3Y/1Y or 6M/1M");
  }

  /** Every day after the first training is tested once, after its own training. */
  @Property(tries = 200)
  void testWindowsFollowTheirTrainingWithoutAGap(
      @ForAll @IntRange(min = 1, max = 90) int train,
      @ForAll @IntRange(min = 1, max = 90) int test,
      @ForAll @IntRange(min = 100, max = 900) int length) {
    LocalDate first = LocalDate.of(2020, 1, 1);
    LocalDate last = first.plusDays(length - 1);

    List<Window> windows =
        WalkForward.of(train + "D/" + test + "D").windows(first, days(first, last));

    LocalDate next = first.plusDays(train);
    for (Window window : windows) {
      assertThat(window.trainTo()).isEqualTo(window.testFrom().minusDays(1));
      assertThat(window.trainTo()).isEqualTo(window.trainFrom().plusDays(train - 1));
      assertThat(window.testFrom()).isEqualTo(next);
      next = window.testTo().plusDays(1);
    }
    assertThat(next).isEqualTo(last.plusDays(1));
  }
}
