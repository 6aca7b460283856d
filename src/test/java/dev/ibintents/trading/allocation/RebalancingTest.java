package dev.ibintents.trading.allocation;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.environment.Rebalance;
import dev.ibintents.environment.Rebalance.Toward;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.QuantitySteps;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Decisions about a position of 500 units of 100 in a capital of 100,000, unless it says more. */
final class RebalancingTest {
  private static final BigDecimal CAPITAL = new BigDecimal("100000");

  private static Rebalancing.Decision decide(Rebalance settings, String signal, String toTarget) {
    return decide(settings, signal, toTarget, QuantitySteps.ONE);
  }

  private static Rebalancing.Decision decide(
      Rebalance settings, String signal, String toTarget, QuantityStep step) {
    return new Rebalancing(settings, Map.of())
        .decide(
            new Rebalancing.Difference(
                1,
                CAPITAL,
                new BigDecimal(signal),
                new BigDecimal("100"),
                new BigDecimal("500"),
                new BigDecimal(toTarget)),
            step);
  }

  private static Rebalance band(String absolute, String relative) {
    return Rebalances.band(Rebalances.width(absolute, relative), Toward.TARGET);
  }

  private static Rebalance toEdge(String absolute) {
    return Rebalances.band(Rebalances.width(absolute, null), Toward.EDGE);
  }

  @Test
  void aDifferenceOfExactlyTheBandIsLeftAlone() {
    assertThat(decide(band("0.02", null), "0.52", "20").reason())
        .hasValue("it differs from its target by 2 % of the capital, within the band of 2 %");
    assertThat(decide(band("0.0199", null), "0.52", "20").quantity())
        .isEqualTo(new BigDecimal("20"));
  }

  @Test
  void theNarrowerWidthCounts() {
    assertThat(decide(band("0.05", "0.02"), "0.52", "20").quantity())
        .isEqualTo(new BigDecimal("20"));
    assertThat(decide(band("0.05", "0.2"), "0.52", "20").quantity().signum()).isEqualTo(0);
    assertThat(decide(band(null, "0.2"), "0.52", "20").reason())
        .hasValue("it differs from its target by 2 % of the capital, within the band of 10.4 %");
  }

  @Test
  void towardTheEdgeTradesUpToTheStepInsideTheBand() {
    assertThat(decide(toEdge("0.02"), "0.55", "50").quantity()).isEqualTo(new BigDecimal("30"));
    assertThat(decide(toEdge("0.0205"), "0.55", "50").quantity()).isEqualTo(new BigDecimal("30"));
    assertThat(decide(toEdge("0.02"), "0.45", "-50").quantity()).isEqualTo(new BigDecimal("-30"));
    assertThat(decide(toEdge("0.02"), "-0.1", "-600").quantity()).isEqualTo(new BigDecimal("-580"));
  }

  @Test
  void towardTheEdgeNeverGoesBeyondTheTarget() {
    QuantityStep lots = new QuantityStep(new BigDecimal("100"), BigDecimal.ZERO);
    assertThat(decide(toEdge("0.001"), "0.61", "100", lots).quantity())
        .isEqualTo(new BigDecimal("100"));
  }

  @Test
  void aTradeBelowTheSmallestValueIsLeftAlone() {
    assertThat(decide(Rebalances.smallest("2000.01"), "0.52", "20").reason())
        .hasValue(
            "the trade is worth 2000.00 in the base currency, less than minimumOrderValue 2000.01");
    assertThat(decide(Rebalances.smallest("2000"), "0.52", "20").quantity())
        .isEqualTo(new BigDecimal("20"));
  }
}
