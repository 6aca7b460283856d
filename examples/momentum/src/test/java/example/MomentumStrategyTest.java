package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BacktestResult;
import dev.ibintents.backtest.BarData;
import dev.ibintents.strategy.NoSignalsException;
import dev.ibintents.testkit.BarSeries;
import dev.ibintents.testkit.StrategyBench;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MomentumStrategyTest {
  private static StrategyBench bench() {
    return StrategyBench.of(new Momentum())
        .at("2026-11-23")
        .document(Map.of("months", 2))
        .bars("SPY", BarSeries.linear(80, "500", "0.5"))
        .bars("TLT", BarSeries.linear(80, "90", "0.5"))
        .bars("GLD", BarSeries.linear(80, "300", "-0.5"));
  }

  @Test
  void theFundThatHasRisenMostIsHeld() {
    assertEquals(Map.of("TLT", BigDecimal.ONE), bench().signals());
  }

  @Test
  void aFundWithTooFewBarsMeansNoSignals() {
    StrategyBench bench = bench().bars("GLD", BarSeries.linear(20, "300", "9"));

    NoSignalsException e = assertThrows(NoSignalsException.class, bench::signals);

    assertEquals("GLD (conId 51529211) has no bars since 2026-09-01", e.reason());
  }

  @Test
  void ordersArePlacedInTheFirstSessionOfAMonthOnly() {
    BacktestResult result =
        Backtest.of("momentum")
            .document("momentum", Map.of("months", 1, "rebalance", Map.of("dates", "month-start")))
            .bars(
                BarData.of(
                    Map.of(
                        "SPY", BarSeries.linear(83, "500", "0.5").from("2024-01-02"),
                        "TLT", BarSeries.linear(83, "90", "0.5").from("2024-01-02"),
                        "GLD", BarSeries.linear(83, "200", "0.5").from("2024-01-02"))))
            .from(LocalDate.of(2024, 2, 1))
            .run();

    assertEquals(List.of(), result.troubles());
    assertEquals("TLT", result.orders().get(0).symbol());
    Set<LocalDate> days =
        result.orders().stream()
            .map(order -> LocalDate.ofInstant(order.time(), ZoneOffset.UTC))
            .collect(Collectors.toSet());
    assertEquals(Set.of(LocalDate.of(2024, 2, 1), LocalDate.of(2024, 3, 1)), days);
  }
}
