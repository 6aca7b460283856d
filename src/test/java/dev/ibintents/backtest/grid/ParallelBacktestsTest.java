package dev.ibintents.backtest.grid;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BacktestException;
import dev.ibintents.backtest.BacktestResult;
import dev.ibintents.backtest.BarData;
import dev.ibintents.bench.Weights;
import dev.ibintents.ibapi.Deadline;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ParallelBacktestsTest {
  private static final LocalDate FROM = LocalDate.of(2024, 1, 2);
  private static final List<Integer> WEIGHTS = IntStream.rangeClosed(1, 9).boxed().toList();

  private static Backtest backtest(int tenths) {
    return Backtest.of("weights")
        .document("weights", Weights.document(Map.of("SPY", "0." + tenths)))
        .bars(BarData.simulated(1, FROM, List.of("SPY")))
        .from(FROM)
        .to(FROM.plusDays(20));
  }

  private static ParallelBacktests onFourThreads(Duration deadline) {
    return new ParallelBacktests(4, Deadline.in(deadline), (done, all) -> {});
  }

  @Test
  void resultsAreThoseOfSingleRuns() {
    Map<Integer, BacktestResult> results = new ConcurrentHashMap<>();

    onFourThreads(Duration.ofMinutes(2))
        .play(WEIGHTS, ParallelBacktestsTest::backtest, results::put);

    assertThat(results.keySet()).containsExactlyElementsIn(WEIGHTS);
    results.forEach((tenths, result) -> assertThat(result).isEqualTo(backtest(tenths).run()));
  }

  @Test
  void stopEndsTheBacktestsThatArePlayed() {
    ParallelBacktests backtests = onFourThreads(Duration.ofMinutes(2));

    BacktestsStoppedException e =
        assertThrows(
            BacktestsStoppedException.class,
            () ->
                backtests.play(
                    WEIGHTS,
                    ParallelBacktestsTest::backtest,
                    (tenths, result) -> backtests.stop()));

    assertThat(e).hasMessageThat().contains("of 9 backtests, because the process was told to end");
  }

  @Test
  void deadlineEndsTheBacktests() {
    BacktestsStoppedException e =
        assertThrows(
            BacktestsStoppedException.class,
            () ->
                onFourThreads(Duration.ofMillis(1))
                    .play(WEIGHTS, ParallelBacktestsTest::backtest, (tenths, result) -> {}));

    assertThat(e)
        .hasMessageThat()
        .isEqualTo("stopped after 0 of 9 backtests, because the deadline of 0.001s has passed");
  }

  @Test
  void failureOfABacktestIsTheFailureOfAll() {
    BacktestException e =
        assertThrows(
            BacktestException.class,
            () ->
                onFourThreads(Duration.ofMinutes(2))
                    .play(
                        WEIGHTS,
                        tenths -> backtest(tenths).from(FROM.plusDays(tenths == 5 ? 30 : 0)),
                        (tenths, result) -> {}));

    assertThat(e).hasMessageThat().contains("from is 2024-02-01");
  }
}
