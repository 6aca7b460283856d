package dev.ibintents.trading.performance;

import static com.google.common.truth.Truth.assertThat;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Relations that statistics keep, whatever the returns are. */
class StatisticsPropertyTest {
  private static final double CLOSE = 1e-7;
  private static final RiskFreeRate NOTHING = new RiskFreeRate(0);

  @Provide
  Arbitrary<List<Double>> returns() {
    return Arbitraries.doubles()
        .between(-0.3, 0.3)
        .list()
        .ofMinSize(DailyReturns.FEWEST_DAYS)
        .ofMaxSize(120);
  }

  private static DailyReturns daily(List<Double> values) {
    return StatisticsTest.daily(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void requireClose(double found, double wanted) {
    assertThat(found).isWithin(CLOSE * Math.max(1, Math.abs(wanted))).of(wanted);
  }

  @Property(tries = 200)
  void returnsOfTwoPartsMultiply(
      @ForAll("returns") List<Double> values, @ForAll @IntRange(min = 1, max = 27) int at) {
    double first = daily(values.subList(0, at)).timeWeighted().value().orElseThrow();
    double second = daily(values.subList(at, values.size())).timeWeighted().value().orElseThrow();
    double whole = daily(values).timeWeighted().value().orElseThrow();
    requireClose((1 + first) * (1 + second) - 1, whole);
  }

  @Property(tries = 200)
  void theOrderOfDaysChangesNoSpread(@ForAll("returns") List<Double> values) {
    List<Double> reversed = new ArrayList<>(values);
    Collections.reverse(reversed);
    daily(values)
        .volatility()
        .value()
        .ifPresent(
            volatility ->
                requireClose(daily(reversed).volatility().value().orElseThrow(), volatility));
  }

  @Property(tries = 200)
  void aLeverageScalesTheSpreadAndLeavesTheRatios(
      @ForAll("returns") List<Double> values, @ForAll @DoubleRange(min = 0.1, max = 3) double by) {
    DailyReturns plain = daily(values);
    DailyReturns scaled = daily(values.stream().map(value -> value * by).toList());
    requireClose(
        scaled.volatility().value().orElseThrow(), plain.volatility().value().orElseThrow() * by);
    plain
        .sharpe(NOTHING)
        .value()
        .ifPresent(sharpe -> requireClose(scaled.sharpe(NOTHING).value().orElseThrow(), sharpe));
    plain
        .sortino(NOTHING)
        .value()
        .ifPresent(sortino -> requireClose(scaled.sortino(NOTHING).value().orElseThrow(), sortino));
    scaled.beta(plain).value().ifPresent(beta -> requireClose(beta, by));
    scaled.correlation(plain).value().ifPresent(correlation -> requireClose(correlation, 1));
  }

  @Property(tries = 200)
  void theLargestFallIsAtLeastTheWorstDayAndAtMostEverything(
      @ForAll("returns") List<Double> values) {
    Drawdown fall = daily(values).maxDrawdown().value().orElseThrow();
    double worst = daily(values).worstDay().value().orElseThrow().value();
    assertThat(fall.depth()).isAtLeast(-1.0);
    assertThat(fall.depth()).isAtMost(Math.min(0, worst) + CLOSE);
    if (fall.depth() < 0) {
      assertThat(fall.peak()).isLessThan(fall.trough());
      fall.recovered().ifPresent(day -> assertThat(day).isGreaterThan(fall.trough()));
    }
  }

  @Property(tries = 200)
  void withoutFlowsTheMoneyWeightedRateIsTheYearlyGrowth(@ForAll("returns") List<Double> values) {
    DailyReturns daily = daily(values);
    double growth = 1 + daily.timeWeighted().value().orElseThrow();
    LocalDate last = daily.returns().get(daily.returns().size() - 1).day();
    double rate =
        InternalRate.of(
                List.of(new DatedFlow(daily.since(), -1000), new DatedFlow(last, 1000 * growth)))
            .value()
            .orElseThrow();
    double yearly = daily.growthPerYear().value().orElseThrow();
    if (yearly == -1) {
      // Less is left than a double can tell from nothing.
      assertThat(rate).isWithin(1e-15).of(-1);
    } else {
      assertThat(Math.log1p(rate)).isWithin(1e-6).of(Math.log1p(yearly));
    }
  }

  @Example
  void aLossOfNearlyEverythingWithinAMonthIsALossOfEverythingInAYear() {
    List<Double> values = new ArrayList<>(Collections.nCopies(19, 0.0));
    values.add(-0.02);
    values.addAll(Collections.nCopies(8, -0.3));
    withoutFlowsTheMoneyWeightedRateIsTheYearlyGrowth(values);
    assertThat(daily(values).growthPerYear().value().orElseThrow()).isEqualTo(-1.0);
  }

  @Property(tries = 200)
  void atTheMoneyWeightedRatePaymentsAreWorthNothing(
      @ForAll("amounts") List<Double> amounts,
      @ForAll @DoubleRange(min = 0.2, max = 4) double end) {
    LocalDate first = LocalDate.parse("2025-01-01");
    List<DatedFlow> flows = new ArrayList<>();
    for (int i = 0; i < amounts.size(); i++) {
      flows.add(new DatedFlow(first.plusDays(11L * i), -amounts.get(i)));
    }
    double paid = amounts.stream().mapToDouble(Double::doubleValue).sum();
    flows.add(new DatedFlow(first.plusDays(11L * amounts.size() + 30), paid * end));
    double rate = InternalRate.of(flows).value().orElseThrow();
    double worth =
        flows.stream()
            .mapToDouble(
                flow ->
                    flow.amount()
                        * Math.pow(1 + rate, -ChronoUnit.DAYS.between(first, flow.day()) / 365.0))
            .sum();
    assertThat(worth).isWithin(1e-6 * paid).of(0);
  }

  @Provide
  Arbitrary<List<Double>> amounts() {
    return Arbitraries.doubles().between(1, 10_000).list().ofMinSize(1).ofMaxSize(20);
  }
}
