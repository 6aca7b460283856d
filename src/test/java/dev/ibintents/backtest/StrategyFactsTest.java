package dev.ibintents.backtest;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.strategy.Signals;
import dev.ibintents.strategy.Strategy;
import dev.ibintents.strategy.StrategyContext;
import dev.ibintents.strategy.StrategyContext.Period;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A strategy in a backtest sees its own holdings and the sessions of the exchange. */
final class StrategyFactsTest {
  private static final LocalDate FROM = LocalDate.of(2024, 1, 2);
  private static final LocalDate TO = LocalDate.of(2024, 4, 30);

  private final SortedMap<LocalDate, BigDecimal> held = new TreeMap<>();
  private final List<LocalDate> firsts = new ArrayList<>();
  private final List<LocalDate> lasts = new ArrayList<>();

  private Signals facts(StrategyContext context) {
    ResolvedContract spy = context.resolve(ContractSpec.stock("SPY"));
    LocalDate session = context.session(spy);
    held.putIfAbsent(session, context.holdings().of(spy.conId()));
    if (context.isFirstSessionOf(Period.MONTH, spy) && !firsts.contains(session)) {
      firsts.add(session);
    }
    if (context.isLastSessionOf(Period.MONTH, spy) && !lasts.contains(session)) {
      lasts.add(session);
    }
    return Signals.of(spy, BigDecimal.ONE);
  }

  @Test
  void holdingsAndSessionsAreThoseOfTheDay() {
    List<PricedBar> bars = RandomBars.walk(1, FROM, TO, 0.01);
    Strategy strategy = this::facts;

    BacktestResult result =
        Backtest.of("facts")
            .strategy("facts", () -> strategy)
            .bars(BarData.of(Map.of("SPY", bars)))
            .from(LocalDate.of(2024, 2, 1))
            .run();

    assertThat(result.troubles()).isEmpty();
    assertThat(held.get(held.firstKey())).isEqualTo(BigDecimal.ZERO);
    assertThat(held.get(held.lastKey())).isGreaterThan(BigDecimal.ZERO);
    assertThat(firsts)
        .containsExactly(
            LocalDate.of(2024, 2, 1), LocalDate.of(2024, 3, 1), LocalDate.of(2024, 4, 1))
        .inOrder();
    assertThat(lasts)
        .containsExactly(
            LocalDate.of(2024, 2, 29), LocalDate.of(2024, 3, 28), LocalDate.of(2024, 4, 30))
        .inOrder();
  }
}
