package dev.ibintents.backtest;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.Weights;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cron expressions as schedules of a backtest. */
final class CronScheduleTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final LocalTime UNUSED = LocalTime.MIDNIGHT;

  private static List<LocalTime> times(String expression, String day) {
    return Schedule.named(expression).times(LocalDate.parse(day), Optional.empty(), UNUSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // 2024-07-01 is a Monday, 2024-07-05 a Friday, 2024-09-02 a Monday.
        "45 15 * * *         | 2024-07-01 | 15:45",
        "45 15 * * 1-5       | 2024-07-06 |",
        "45 15 * * MON,wed   | 2024-07-03 | 15:45",
        "45 15 * * 2         | 2024-07-01 |",
        "45 15 * * 0         | 2024-07-07 | 15:45",
        "45 15 * * 7         | 2024-07-07 | 15:45",
        "45 15 * * 5-7       | 2024-07-07 | 15:45",
        "0 10 1 * *          | 2024-07-01 | 10:00",
        "0 10 1 * *          | 2024-07-02 |",
        "0 10 1 * FRI        | 2024-07-05 | 10:00",
        "0 10 1 * FRI        | 2024-07-01 | 10:00",
        "0 10 1 * FRI        | 2024-07-03 |",
        "0 10 * JUL *        | 2024-07-03 | 10:00",
        "0 10 * 1-6 *        | 2024-07-03 |",
        "*/30 10-11 * * *    | 2024-07-03 | 10:00 10:30 11:00 11:30",
        "5/20 10 * * *       | 2024-07-03 | 10:05 10:25 10:45",
        "10-20/5,50 9 * * *  | 2024-07-03 | 09:10 09:15 09:20 09:50",
        "'  0   9  * * *  '  | 2024-07-03 | 09:00",
      })
  void expressionGivesTheTimesOfADay(String expression, String day, String times) {
    List<LocalTime> expected =
        times == null
            ? List.of()
            : List.of(times.split(" ")).stream().map(LocalTime::parse).toList();

    assertThat(times(expression, day)).containsExactlyElementsIn(expected).inOrder();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "60 15 * * *     | minute is '60'; it must be *, or numbers from 0 to 59",
        "45 24 * * *     | hour is '24'",
        "45 15 0 * *     | day of the month is '0'",
        "45 15 * 13 *    | month is '13'; it must be *, or numbers from 1 to 12 (or JAN to DEC)",
        "45 15 * * 8     | day of the week is '8'; it must be *, or numbers from 0 to 7 (or SUN to",
        "45 15 L * *     | day of the month is 'L'",
        "5-1 15 * * *    | minute is '5-1'",
        "*/0 15 * * *    | minute is '*/0'",
        "1,,2 15 * * *   | minute is '1,,2'",
        "? 15 * * *      | minute is '?'",
        "45 15 * *       | has 4 fields; a cron expression has 5: minute, hour",
        "0 45 15 * * *   | has 6 fields",
        "45 15 * JANUARY * | month is 'JANUARY'",
      })
  void wrongExpressionIsRefusedWithItsField(String expression, String words) {
    BacktestException refusal =
        assertThrows(BacktestException.class, () -> Schedule.named(expression));

    assertThat(refusal).hasMessageThat().contains(words.replace('\'', '"'));
  }

  private static BacktestResult run(String expression) {
    LocalDate from = LocalDate.of(2024, 6, 3);
    return Backtest.of("weights")
        .document("weights", Weights.document(Map.of("SPY", "0.5")))
        .bars(BarData.of(Map.of("SPY", RandomBars.walk(1, from, from.plusDays(40), 0.01))))
        .schedule(Schedule.named(expression))
        .run();
  }

  @Test
  void strategiesTradeAtTheTimesOfTheExpression() {
    BacktestResult result = run("0 8,17 * * TUE");

    assertThat(result.troubles()).isEmpty();
    assertThat(
            result.orders().stream()
                .map(order -> order.time().atZone(NEW_YORK).toLocalDateTime().toString())
                .toList())
        .containsAtLeast("2024-06-04T08:00", "2024-06-11T08:00", "2024-06-11T17:00");
    assertThat(
            result.orders().stream()
                .map(order -> order.time().atZone(NEW_YORK).getDayOfWeek())
                .distinct())
        .containsExactly(DayOfWeek.TUESDAY);
  }

  @Test
  void timesWithoutASessionAreNotedAndLeftOut() {
    BacktestResult result = run("45 15 15 * *"); // 2024-06-15 is a Saturday

    assertThat(result.orders()).isEmpty();
    assertThat(result.notes().toString()).contains("has 1 days without a session");
    assertThat(result.notes().toString()).contains("the first is 2024-06-15");
    assertThat(result.notes().toString()).contains("nothing trades: the schedule");
  }
}
