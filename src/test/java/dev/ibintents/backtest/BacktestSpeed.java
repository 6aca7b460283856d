package dev.ibintents.backtest;

import dev.ibintents.bench.Weights;
import dev.ibintents.simulator.market.PricedBar;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Measures a backtest: contracts, years and schedule are its arguments. */
public final class BacktestSpeed {
  private BacktestSpeed() {}

  /** Prints the time of each run, and of the whole process so far. */
  public static void main(String[] arguments) {
    int contracts = Integer.parseInt(arguments[0]);
    int years = Integer.parseInt(arguments[1]);
    int runs = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
    Logger.getLogger("").setLevel(Level.SEVERE);
    LocalDate to = LocalDate.of(2025, 12, 31);
    LocalDate from = to.minusYears(years).plusDays(1);
    Map<String, List<PricedBar>> bars = new TreeMap<>();
    Map<String, BigDecimal> weights = new TreeMap<>();
    for (int i = 0; i < contracts; i++) {
      bars.put("S" + i, RandomBars.walk(i, from, to, 0.01));
      weights.put(
          "S" + i,
          new BigDecimal("0.9").divide(BigDecimal.valueOf(contracts), MathContext.DECIMAL32));
    }
    for (int run = 0; run < runs; run++) {
      long begun = System.nanoTime();
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      BacktestResult result =
          Backtest.of("weights")
              .document("weights", Weights.document(weights))
              .bars(BarData.of(bars))
              .schedule(Schedule.named(arguments[2]))
              .run();
      long sessions = result.days().size();
      System.out.printf(
          "%d contracts, %d years, %s: %.2f s, %.2f s of CPU; %d sessions, %d orders, %d troubles;"
              + " process %.2f s, %.2f s of CPU%n",
          contracts,
          years,
          arguments[2],
          (System.nanoTime() - begun) / 1e9,
          (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9,
          sessions,
          result.orders().size(),
          result.troubles().size(),
          ProcessHandle.current()
                  .info()
                  .startInstant()
                  .map(
                      start ->
                          java.time.Duration.between(start, java.time.Instant.now()).toMillis())
                  .orElse(0L)
              / 1e3,
          ProcessHandle.current()
                  .info()
                  .totalCpuDuration()
                  .map(java.time.Duration::toMillis)
                  .orElse(0L)
              / 1e3);
      result.troubles().stream().limit(3).forEach(System.out::println);
    }
  }
}
