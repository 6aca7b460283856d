package dev.ibintents.testkit;

import dev.ibintents.strategy.LastRun;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The past of a strategy on a bench.
 *
 * @param capital its capital in US dollars
 * @param holdings its quantities by local symbol
 * @param lastRun its last run, if there was one
 * @param state its memory
 */
record BenchPast(
    BigDecimal capital,
    Map<String, BigDecimal> holdings,
    Optional<PastRun> lastRun,
    Map<String, Object> state) {

  /**
   * A run of the strategy.
   *
   * @param time its beginning
   * @param signals its signals by local symbol
   */
  record PastRun(Instant time, Map<String, BigDecimal> signals) {}

  /**
   * Returns the last run as a strategy sees it.
   *
   * @param conId the number of the instrument with a symbol
   */
  Optional<LastRun> lastRun(ToIntFunction<String> conId) {
    return lastRun.map(
        run -> {
          Map<Integer, BigDecimal> signals = new TreeMap<>();
          run.signals().forEach((symbol, signal) -> signals.put(conId.applyAsInt(symbol), signal));
          return LastRun.of(run.time(), signals);
        });
  }
}
