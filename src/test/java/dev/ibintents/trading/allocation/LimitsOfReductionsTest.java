package dev.ibintents.trading.allocation;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.trading.AccountPosition;
import dev.ibintents.trading.UnitValue;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders that reduce a position, and orders whose value is unknown. */
final class LimitsOfReductionsTest extends LimitCases {
  @Test
  void whatCannotBeCheckedIsAViolation() {
    PreTradeLimits limits = limits("1000000", "1000000", "10", 5, "50");

    List<LimitViolation> violations =
        limits.violations(NET_LIQUIDATION, List.of(), List.of(order(SPY, "1", "600")));

    assertThat(subjects(violations))
        .containsExactly(
            "the order to", "the limit price", "the position of", "the gross exposure");
    assertThat(
            violations.stream()
                .allMatch(violation -> violation.message().contains("cannot be checked")))
        .isTrue();
    assertThat(violations.get(0).message())
        .isEqualTo(
            "the order to buy 1 contract 756733 cannot be checked against the limit of 1000000:"
                + " contract 756733 has no usable price");
    assertThat(violations.get(3).message()).endsWith("contract 756733 has no usable price");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"0, 5, true", "none, 5, false", "none, 0, true", "-1, 5, false"})
  void aWorthlessPositionDoesNotHoldUpTheRun(BigDecimal price, String held, boolean passes) {
    AccountPosition delisted =
        new AccountPosition(
            99, "DELISTED", decimal(held), new UnitValue(price, BigDecimal.ONE, BigDecimal.ONE));

    assertThat(
            limits(null, null, "10", null, null)
                .violations(NET_LIQUIDATION, List.of(spy("0"), delisted), List.of(order(SPY, "1")))
                .isEmpty())
        .isEqualTo(passes);
  }

  /** Of a position of 10 whose price, or exchange rate, nobody knows. */
  @ParameterizedTest
  @CsvSource({
    "10, -10, true",
    "10, -4, true",
    "-10, 10, true",
    "10, 1, false",
    "-10, -1, false",
    "0, -1, false",
    // An order that goes through zero opens a position.
    "10, -11, false"
  })
  void aReducingOrderWithoutAPriceIsNeverRefused(String held, String quantity, boolean passes) {
    for (UnitValue unknown :
        List.of(unknown("1"), new UnitValue(decimal("5"), decimal("1"), null))) {
      List<AccountPosition> positions =
          List.of(new AccountPosition(99, "UNPRICED", decimal(held), unknown));

      assertThat(
              limits("1", "1", "0.1", null, null)
                  .violations(null, positions, List.of(order(99, quantity)))
                  .isEmpty())
          .isEqualTo(passes);
    }
    assertThat(
            limits(null, null, null, null, "5")
                .violations(
                    null,
                    List.of(new AccountPosition(99, "UNPRICED", decimal(held), unknown("1"))),
                    List.of(order(99, quantity, "7")))
                .isEmpty())
        .isEqualTo(passes);
  }

  private static UnitValue unknown(String multiplier) {
    return new UnitValue(null, decimal(multiplier), BigDecimal.ONE);
  }

  @ParameterizedTest
  @CsvSource({"100, -100, true", "100, -1, true", "-100, 100, true", "100, -101, false"})
  void anOrderThatOnlyReducesIsHeldUpByNoLimitOnValues(
      String held, String quantity, boolean passes) {
    assertThat(
            limits("1", "1", "0.001", null, null)
                .violations(NET_LIQUIDATION, List.of(spy(held)), List.of(order(SPY, quantity)))
                .isEmpty())
        .isEqualTo(passes);
  }

  @Test
  void aReducingOrderIsStillKeptNearTheLastClose() {
    assertThat(
            limits(null, null, null, null, "5")
                .violations(null, List.of(spy("10")), List.of(order(SPY, "-10", "6"))))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"-10, 0.48, true", "-10, 0.479, false", "-9, 0.48, false"})
  void whatIsSoldWithoutAPriceDoesNotHoldUpAPurchase(String sold, String limit, boolean passes) {
    List<AccountPosition> positions =
        List.of(spy("0"), new AccountPosition(99, "UNPRICED", decimal("10"), unknown("1")));

    assertThat(
            limits(null, null, limit, null, null)
                .violations(NET_LIQUIDATION, positions, List.of(order(99, sold), order(SPY, "100")))
                .isEmpty())
        .isEqualTo(passes);
  }

  @Property
  void closingIsNeverHeldUpByLimitsOnPositions(
      @ForAll @IntRange(min = -50, max = 50) int held,
      @ForAll @IntRange(min = 0, max = 50) int part) {
    int closed = Integer.signum(held) * Math.min(Math.abs(held), part);

    assertThat(figures(limits(null, "0", "0", null, null), held, -closed)).isEmpty();
  }
}
