package dev.ibintents.backtest;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.backtest.BacktestResult.PlacedOrder;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.strategy.DailyBar;
import dev.ibintents.strategy.HoldingsValue;
import dev.ibintents.strategy.LastRun;
import dev.ibintents.strategy.NoSignalsException;
import dev.ibintents.strategy.Signals;
import dev.ibintents.strategy.Strategy;
import dev.ibintents.strategy.StrategyContext;
import dev.ibintents.strategy.TrailingStopStrategy;
import dev.ibintents.trading.BrokerDay;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A backtest plays rules with a past: it runs the code that trades. */
final class BacktestStateTest {
  private static final LocalDate FROM = LocalDate.of(2024, 1, 2);
  private static final LocalDate TO = LocalDate.of(2024, 2, 15);
  private static final List<LocalDate> SESSIONS = RandomBars.sessions(FROM, TO);

  private final List<LocalDate> asked = new ArrayList<>();
  private final List<Optional<LastRun>> lastRuns = new ArrayList<>();
  private final List<HoldingsValue> values = new ArrayList<>();
  private final List<BigDecimal> capital = new ArrayList<>();
  private final List<BigDecimal> runs = new ArrayList<>();
  private final List<List<DailyBar>> sinceFirst = new ArrayList<>();

  private Signals facts(StrategyContext context) {
    ResolvedContract spy = context.resolve(ContractSpec.stock("SPY"));
    LocalDate session = context.session(spy);
    asked.add(session);
    lastRuns.add(context.lastRun());
    values.add(context.value());
    capital.add(context.capital());
    runs.add(context.state().number("runs").orElse(BigDecimal.ZERO));
    context.state().put("runs", runs.size());
    LocalDate from = FROM.plusDays(3);
    sinceFirst.add(context.dailyBars(spy, session.isBefore(from) ? session : from, session));
    if (session.getDayOfMonth() == 11) {
      throw new NoSignalsException("no opinion on the 11th");
    }
    return Signals.of(spy, new BigDecimal("0.5"));
  }

  @Test
  void theFactsAndTheMemoryAreThoseOfTheDay() {
    List<PricedBar> bars = RandomBars.walk(1, FROM, TO, 0.01);
    Strategy strategy = this::facts;

    BacktestResult result =
        Backtest.of("facts")
            .strategy("facts", () -> strategy)
            .bars(BarData.of(Map.of("SPY", bars)))
            .run();

    assertThat(result.troubles()).hasSize(2); // the 11th
    assertThat(asked).isEqualTo(SESSIONS);
    int eleventh = SESSIONS.indexOf(LocalDate.of(2024, 1, 11));
    for (int i = 0; i < asked.size(); i++) {
      int before = i - 1 == eleventh ? i - 2 : i - 1; // the session of the run before
      assertThat(runs.get(i)).isEqualToIgnoringScale(BigDecimal.valueOf(before + 1));
      assertThat(lastRuns.get(i).map(run -> BrokerDay.of(run.time())))
          .isEqualTo(before < 0 ? Optional.empty() : Optional.of(SESSIONS.get(before)));
      LocalDate session = SESSIONS.get(i);
      assertThat(sinceFirst.get(i).stream().map(DailyBar::date).toList())
          .isEqualTo(
              SESSIONS.stream()
                  .filter(day -> day.isBefore(session) && !day.isBefore(FROM.plusDays(3)))
                  .toList());
    }
    assertThat(values.get(0).total()).isEqualTo(BigDecimal.ZERO);
    assertThat(values.get(0).currency()).isEqualTo("USD");
    int last = asked.size() - 1;
    assertThat(values.get(last).byContract().values().iterator().next().price())
        .isEqualToIgnoringScale(bars.get(last - 1).close());
    BigDecimal yesterday = result.days().get(last - 1).equity();
    assertThat(capital.get(last).doubleValue() / yesterday.doubleValue()).isWithin(0.02).of(1);
    assertThat(values.get(last).total().doubleValue() / capital.get(last).doubleValue())
        .isWithin(0.05)
        .of(0.5);
  }

  /** The example in {@code docs/strategies.md}. */
  @Test
  void aTrailingStopSellsAfterTheFallAndReturnsAfterFiveSessions() {
    double[] closes = {100, 105, 110, 120, 119, 107, 95, 94, 96, 97, 98, 99, 100, 101, 102};
    List<PricedBar> bars = new ArrayList<>();
    for (int i = 0; i < closes.length; i++) {
      bars.add(RandomBars.bar(SESSIONS.get(i), closes[i], closes[i], 1_000_000));
    }
    Backtest backtest =
        Backtest.of("stop")
            .strategy("stop", TrailingStopStrategy::new)
            .bars(BarData.of(Map.of("QQQ", bars)));

    BacktestResult result = backtest.run();

    assertThat(result.troubles()).isEmpty();
    SortedMap<LocalDate, BigDecimal> held = new TreeMap<>();
    BigDecimal sum = BigDecimal.ZERO;
    for (PlacedOrder order : result.orders()) {
      sum = sum.add(order.quantity());
      held.put(BrokerDay.of(order.time()), sum);
    }
    // 107 is 10.8 % below 120: the close of the sixth session, so the seventh sells.
    assertThat(held.headMap(SESSIONS.get(6)).values().stream().allMatch(all -> all.signum() > 0))
        .isTrue();
    assertThat(held.get(SESSIONS.get(6))).isEqualToIgnoringScale(BigDecimal.ZERO);
    assertThat(held.subMap(SESSIONS.get(7), SESSIONS.get(11))).isEmpty();
    assertThat(held.get(SESSIONS.get(11))).isGreaterThan(BigDecimal.ZERO);
    assertThat(backtest.checkLookahead()).isEmpty();
  }
}
