package dev.ibintents.strategy;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.testkit.BarSeries;
import dev.ibintents.testkit.StrategyBench;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The test kit for strategies of other projects. */
@Timeout(60)
final class StrategyBenchTest {
  private static final String MONDAY = "2026-11-23";
  private static final BarSeries RISING = BarSeries.linear(30, "100", "0.5");

  @TempDir Path folder;

  private static ResolvedContract spy(StrategyContext context) {
    return context.resolve(ContractSpec.stock("SPY"));
  }

  /** A strategy whose signal is a figure of its context. */
  private static Strategy showing(java.util.function.Function<StrategyContext, BigDecimal> figure) {
    return context -> Signals.of(spy(context), figure.apply(context));
  }

  private static StrategyBench bench(Strategy strategy) {
    return StrategyBench.of(strategy).at(MONDAY).bars("SPY", RISING);
  }

  @Test
  void strategySeesTheGivenBarsUpToTheSessionBefore() {
    StrategyBench bench =
        bench(
            context -> {
              List<DailyBar> bars = context.dailyBars(spy(context), 30);
              assertThat(bars).hasSize(30);
              assertThat(bars.get(0).close()).isEqualToIgnoringScale("100");
              assertThat(bars.get(29).date()).isEqualTo(LocalDate.of(2026, 11, 20));
              return Signals.of(spy(context), bars.get(29).close().movePointLeft(3));
            });

    assertThat(bench.signals()).containsExactly("SPY", new BigDecimal("0.1145"));
  }

  @Test
  void aRunTakesMilliseconds() {
    StrategyBench bench = bench(context -> Signals.of(spy(context), BigDecimal.ONE));
    bench.signals();

    long start = System.nanoTime();
    for (int i = 0; i < 50; i++) {
      bench.signals();
    }
    Duration each = Duration.ofNanos((System.nanoTime() - start) / 50);

    System.out.println("BENCH RUN " + each);
    assertThat(each).isLessThan(Duration.ofMillis(100));
  }
}
