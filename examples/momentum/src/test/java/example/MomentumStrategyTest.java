package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BacktestResult;
import dev.ibintents.backtest.BarData;
import dev.ibintents.simulator.market.PricedBar;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MomentumStrategyTest {
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 2);
  private static final LocalDate LAST = LocalDate.of(2024, 4, 30);

  /** Bars whose close changes by the same amount on each weekday. */
  private static List<PricedBar> bars(String daily) {
    BigDecimal[] price = {new BigDecimal("100")};
    return FIRST
        .datesUntil(LAST.plusDays(1))
        .filter(day -> day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0)
        .map(
            day -> {
              price[0] = price[0].add(new BigDecimal(daily));
              return new PricedBar(
                  day, price[0], price[0], price[0], price[0], new BigDecimal("1000000"));
            })
        .toList();
  }

  private static BacktestResult play(BarData bars) {
    return Backtest.of("momentum")
        .document("momentum", Map.of("sessions", 20, "rebalance", Map.of("dates", "month-start")))
        .bars(bars)
        .from(LocalDate.of(2024, 2, 1))
        .to(LAST)
        .run();
  }

  @Test
  void theFundThatHasRisenMostIsHeld() {
    BacktestResult result =
        play(BarData.of(Map.of("SPY", bars("0.10"), "TLT", bars("0.50"), "GLD", bars("-0.10"))));

    assertEquals(List.of(), result.troubles());
    assertEquals(
        Set.of("TLT"),
        result.fills().stream().map(BacktestResult.Execution::symbol).collect(Collectors.toSet()));
    assertTrue(result.equity().compareTo(new BigDecimal("100000")) > 0);
  }

  @Test
  void ordersArePlacedInTheFirstSessionOfAMonthOnly() {
    BacktestResult result = play(BarData.simulated(7, FIRST, List.of("SPY", "TLT", "GLD")));

    assertEquals(List.of(), result.troubles());
    Set<LocalDate> firsts =
        Set.of(LocalDate.of(2024, 2, 1), LocalDate.of(2024, 3, 1), LocalDate.of(2024, 4, 1));
    for (BacktestResult.PlacedOrder order : result.orders()) {
      assertTrue(
          firsts.contains(LocalDate.ofInstant(order.time(), ZoneOffset.UTC)), order.toString());
    }
  }
}
