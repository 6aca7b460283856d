package dev.ibintents.backtest;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.backtest.BacktestResult.Day;
import dev.ibintents.backtest.BacktestResult.StrategyDay;
import dev.ibintents.bench.Weights;
import dev.ibintents.simulator.market.PricedBar;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The backtest agrees with a second, naive backtest, and with arithmetic. */
final class BacktestProofTest {
  private static final LocalDate FROM = LocalDate.of(2024, 1, 2);
  private static final LocalDate TO = LocalDate.of(2024, 3, 15);
  private static final int SEEDS = 20;

  @ParameterizedTest
  @CsvSource({"monthly, 0", "monthly, 0.08", "daily, 0", "daily, 0.08"})
  void equityIsThatOfTheNaiveBacktestToTheCent(String schedule, double gap) {
    boolean monthly = schedule.equals("monthly");
    LocalDate to = monthly ? TO : FROM.plusDays(9);
    for (int seed = 1; seed <= SEEDS; seed++) {
      Map<String, List<PricedBar>> bars = new TreeMap<>();
      bars.put("SPY", RandomBars.walk(2L * seed, FROM, to, gap));
      bars.put("GLD", RandomBars.walk(2L * seed + 1, FROM, to, gap));
      Map<String, BigDecimal> weights =
          Map.of("SPY", new BigDecimal("0.55"), "GLD", new BigDecimal("0.35"));

      BacktestResult result =
          Backtest.of("weights")
              .document("weights", Weights.document(weights))
              .bars(BarData.of(bars))
              .schedule(Schedule.named(schedule))
              .run();

      assertWithMessage("seed %s", seed).that(result.troubles()).isEmpty();
      assertWithMessage("seed %s", seed)
          .that(result.days().stream().map(Day::equity).toList())
          .isEqualTo(new NaiveBacktest(bars, weights, monthly, true).equity());
      assertIdentity(result);
    }
  }

  /** Cash at the start plus the profits of all strategies is the equity, apart from rounding. */
  private static void assertIdentity(BacktestResult result) {
    for (Day day : result.days()) {
      BigDecimal sum =
          day.strategies().values().stream()
              .map(StrategyDay::profit)
              .reduce(result.cash(), BigDecimal::add);
      assertWithMessage("%s", day)
          .that(day.equity().subtract(sum).abs())
          .isAtMost(new BigDecimal("0.02"));
    }
  }

  private static Backtest spy(List<PricedBar> bars, String weight) {
    return Backtest.of("weights")
        .document("weights", Weights.document(Map.of("SPY", weight)))
        .bars(BarData.of(Map.of("SPY", bars)))
        .schedule((session, previous) -> false);
  }

  @Test
  void buyAndHoldWithoutCostsIsThePriceRatio() {
    List<PricedBar> bars = RandomBars.walk(3, FROM, TO, 0.01);

    BacktestResult result = spy(bars, "0.9").commission(Commission.NONE).run();

    BigDecimal shares = result.fills().get(0).quantity();
    BigDecimal paid = shares.multiply(bars.get(1).open());
    BigDecimal ratio =
        bars.get(bars.size() - 1).close().divide(bars.get(1).open(), 30, RoundingMode.HALF_EVEN);
    assertThat(result.fills()).hasSize(1);
    assertThat(result.equity().subtract(result.cash()))
        .isEqualTo(
            paid.multiply(ratio.subtract(BigDecimal.ONE)).setScale(2, RoundingMode.HALF_EVEN));
  }

  @Test
  void costsReduceBuyAndHoldByExactlyTheirSum() {
    List<PricedBar> bars = RandomBars.walk(3, FROM, TO, 0.01);
    BacktestResult free = spy(bars, "0.9").commission(Commission.NONE).run();

    BacktestResult charged = spy(bars, "0.9").slippageBps("5").run();

    assertThat(charged.commissions()).isGreaterThan(BigDecimal.ONE);
    assertThat(charged.slippage()).isGreaterThan(BigDecimal.ONE);
    assertThat(free.equity().subtract(charged.equity()))
        .isEqualTo(
            charged.commissions().add(charged.slippage()).setScale(2, RoundingMode.HALF_EVEN));
  }

  @Test
  void oppositeStrategiesCrossWithoutAnOrder() {
    List<PricedBar> bars = RandomBars.walk(4, FROM, TO, 0.01);

    BacktestResult result =
        Backtest.of("up", "down")
            .document("up", Weights.document(Map.of("SPY", "0.5")))
            .document("down", Weights.document(Map.of("SPY", "-0.5")))
            .bars(BarData.of(Map.of("SPY", bars)))
            .schedule(Schedule.MONTHLY)
            .run();

    assertThat(result.orders()).isEmpty();
    assertThat(result.equity()).isEqualToIgnoringScale("100000");
    Map<String, StrategyDay> last = result.days().get(result.days().size() - 1).strategies();
    assertThat(last.get("up").value()).isGreaterThan(BigDecimal.ZERO);
    assertThat(last.get("up").value()).isEqualTo(last.get("down").value().negate());
    assertThat(last.get("up").profit()).isEqualTo(last.get("down").profit().negate());
    assertThat(result.troubles()).isEmpty();
  }

  @Test
  void twoRunsHaveEqualResults() {
    Backtest backtest = spy(RandomBars.walk(5, FROM, TO, 0.02), "0.7").schedule(Schedule.DAILY);

    assertThat(backtest.run()).isEqualTo(backtest.run());
  }
}
