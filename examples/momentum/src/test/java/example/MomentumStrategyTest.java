package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BacktestResult;
import dev.ibintents.backtest.BarData;
import dev.ibintents.strategy.NoSignalsException;
import dev.ibintents.testkit.BarSeries;
import dev.ibintents.testkit.StrategyBench;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MomentumStrategyTest {
  private static StrategyBench bench() {
    return StrategyBench.of(new Momentum())
        .at("2026-11-23")
        .document(Map.of("sessions", 20))
        .bars("SPY", BarSeries.linear(60, "500", "0.5"))
        .bars("TLT", BarSeries.linear(60, "90", "0.5"))
        .bars("GLD", BarSeries.linear(60, "300", "-0.5"));
  }

  @Test
  void theFundThatHasRisenMostIsHeld() {
    assertEquals(Map.of("TLT", BigDecimal.ONE), bench().signals());
  }

  @Test
  void aRiseWithinTheMonthDoesNotCount() {
    StrategyBench bench = bench().bars("GLD", BarSeries.linear(10, "300", "9"));

    NoSignalsException e = assertThrows(NoSignalsException.class, bench::signals);

    assertTrue(e.reason().contains("GLD"), e.reason());
  }

  @Test
  void ordersArePlacedInTheFirstSessionOfAMonthOnly() {
    BacktestResult result =
        Backtest.of("momentum")
            .document(
                "momentum", Map.of("sessions", 20, "rebalance", Map.of("dates", "month-start")))
            .bars(
                BarData.of(
                    Map.of(
                        "SPY", BarSeries.linear(83, "500", "0.5").from("2024-01-02"),
                        "TLT", BarSeries.linear(83, "90", "0.5").from("2024-01-02"),
                        "GLD", BarSeries.linear(83, "200", "0.5").from("2024-01-02"))))
            .from(LocalDate.of(2024, 2, 1))
            .run();

    assertEquals(0, result.troubles().size(), result.troubles().toString());
    assertEquals(
        Set.of("TLT"),
        result.fills().stream().map(BacktestResult.Execution::symbol).collect(Collectors.toSet()));
    Set<LocalDate> firsts =
        Set.of(LocalDate.of(2024, 2, 1), LocalDate.of(2024, 3, 1), LocalDate.of(2024, 4, 1));
    for (BacktestResult.PlacedOrder order : result.orders()) {
      assertTrue(
          firsts.contains(LocalDate.ofInstant(order.time(), ZoneOffset.UTC)), order.toString());
    }
  }
}
