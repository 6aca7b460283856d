package dev.ibintents.trading.allocation;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.trading.AccountPosition;
import dev.ibintents.trading.UnitValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PreTradeLimitsTest extends LimitCases {
  /** 25000 × 2 × 0.8 = 40000 a contract. */
  private static final UnitValue MNQ_VALUE = value("25000", "2", "0.8");

  @Test
  void withoutLimitsAnythingMayGo() {
    assertThat(
            PreTradeLimits.NONE.violations(
                null, List.of(), List.of(order(SPY, "1000000000"), order(MNQ, "-5"))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"10, 4800, false", "-10, 4800, false", "10, 4799.99, true", "-10, 4799.99, true"})
  void looksAtTheValueOfEachOrder(String quantity, String limit, boolean violated) {
    List<LimitViolation> violations =
        orderValue(limit).violations(null, List.of(spy("0")), List.of(order(SPY, quantity)));

    assertThat(violations.isEmpty()).isEqualTo(!violated);
  }

  @Test
  void saysWhichOrderIsTooLargeAndByWhat() {
    assertThat(orderValue("4000").violations(null, List.of(spy("0")), List.of(order(SPY, "-10"))))
        .containsExactly(
            new LimitViolation(
                Optional.of(SPY),
                "the order to sell 10 SPY is worth 4800.00 in the base currency; at most 4000 is"
                    + " allowed for an order"));
  }

  @ParameterizedTest
  @CsvSource({
    "700, 4800, true",
    "600, 4800, false",
    "500, 4800, false",
    "500, 4799, true",
    "1E+300, 4800, true"
  })
  void anOrderIsWorthItsLimitPriceWhereThatIsHigher(
      String limitPrice, String limit, boolean violated) {
    assertThat(
            orderValue(limit)
                .violations(null, List.of(spy("0")), List.of(order(SPY, "10", limitPrice)))
                .isEmpty())
        .isEqualTo(!violated);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, 4800, false",
    "0, 10, 4799, true",
    "5, 5, 4799, true",
    "-5, -5, 4799, true",
    "-5, 10, 4799, false",
    // What makes a position smaller is let through, however large it still is.
    "100, -1, 4799, false",
    "-100, 1, 4799, false",
    "100, 0, 4799, false",
    "100, -201, 4799, true",
    "100, -200, 4799, false"
  })
  void looksAtWhatIsHeldOfAContractAfterwards(
      String held, String quantity, String limit, boolean violated) {
    PreTradeLimits limits = limits(null, limit, null, null, null);

    assertThat(limits.violations(null, List.of(spy(held)), List.of(order(SPY, quantity))).isEmpty())
        .isEqualTo(!violated);
  }

  @Test
  void saysWhichPositionIsTooLarge() {
    assertThat(
            limits(null, "5000.5", null, null, null)
                .violations(null, List.of(spy("5")), List.of(order(SPY, "10")))
                .get(0))
        .isEqualTo(
            new LimitViolation(
                Optional.of(SPY),
                "the position of 15 SPY after the run would be worth 7200.00 in the base"
                    + " currency; at most 5000.5 is allowed for a contract"));
  }

  @ParameterizedTest
  @CsvSource({
    // SPY 480 each, MNQ 40000 each, NetLiquidation 100000
    "0, 0, 100, 1, 0.88, false",
    "0, 0, 100, 1, 0.87, true",
    "0, 0, -100, 1, 0.87, true",
    "100, 0, 0, 1, 0.87, true",
    "100, 2, 10, 0, 1.328, false",
    // from 128000 up to 132800, down to 123200, down to 92800
    "100, 2, 10, 0, 1.3279, true",
    "100, 2, -10, 0, 1, false",
    "100, 2, 10, -1, 0.5, false",
    // from 80000 up to 88000, down to 48000
    "0, 2, 100, -1, 0.5, true",
    "0, 2, 100, -2, 0.47, false"
  })
  void looksAtLongAndShortTogether(
      String spyHeld,
      String mnqHeld,
      String spyOrder,
      String mnqOrder,
      String limit,
      boolean violated) {
    PreTradeLimits limits = limits(null, null, limit, null, null);
    List<AccountPosition> positions =
        List.of(spy(spyHeld), new AccountPosition(MNQ, "MNQZ6", decimal(mnqHeld), MNQ_VALUE));
    List<CheckedOrder> orders = List.of(order(SPY, spyOrder), order(MNQ, mnqOrder));

    List<LimitViolation> violations = limits.violations(NET_LIQUIDATION, positions, orders);

    assertThat(violations.isEmpty()).isEqualTo(!violated);
  }

  @Test
  void saysHowFarTheAccountIsExposed() {
    List<LimitViolation> violations =
        limits(null, null, "1.5", null, null)
            .violations(
                NET_LIQUIDATION,
                List.of(spy("-100"), new AccountPosition(MNQ, "MNQZ6", decimal("1"), MNQ_VALUE)),
                List.of(order(SPY, "-130")));

    assertThat(violations)
        .containsExactly(
            new LimitViolation(
                Optional.empty(),
                "the gross exposure after the run would be 150400.00 in the base currency, 1.51"
                    + " times NetLiquidation; at most 1.5 times is allowed"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"none", "0", "-5"})
  void anAccountWithoutValueMayNotBeExposedFurther(BigDecimal netLiquidation) {
    PreTradeLimits limits = limits(null, null, "2", null, null);

    assertThat(
            limits
                .violations(netLiquidation, List.of(spy("0")), List.of(order(SPY, "1")))
                .get(0)
                .message())
        .isEqualTo(
            "the gross exposure after the run cannot be checked against the limit of 2 times"
                + " NetLiquidation: NetLiquidation is "
                + netLiquidation);
    assertThat(limits.violations(netLiquidation, List.of(spy("1")), List.of(order(SPY, "-1"))))
        .isEmpty();
  }

  @Test
  void countsTheOrders() {
    PreTradeLimits limits = limits(null, null, null, 2, null);
    List<AccountPosition> positions = List.of(spy("0"));

    assertThat(limits.violations(null, positions, List.of(order(SPY, "1"), order(MNQ, "1"))))
        .isEmpty();
    assertThat(
            limits.violations(
                null, positions, List.of(order(SPY, "1"), order(MNQ, "1"), order(MNQ, "2"))))
        .containsExactly(
            new LimitViolation(
                Optional.empty(), "the run would send 3 orders; at most 2 are allowed"));
  }

  @ParameterizedTest
  @CsvSource({
    "630, 5, false",
    "570, 5, false",
    "630.01, 5, true",
    "569.99, 5, true",
    "-600, 5, true",
    "600, 0, false",
    "600.0001, 0, true"
  })
  void keepsLimitPricesNearTheLastClose(String limitPrice, String percent, boolean violated) {
    assertThat(
            limits(null, null, null, null, percent)
                .violations(null, List.of(spy("0")), List.of(order(SPY, "1", limitPrice)))
                .isEmpty())
        .isEqualTo(!violated);
  }

  @Test
  void saysHowFarALimitPriceIsAway() {
    PreTradeLimits limits = limits(null, null, null, null, "5");

    assertThat(limits.violations(null, List.of(spy("0")), List.of(order(SPY, "1", "6000"))))
        .containsExactly(
            new LimitViolation(
                Optional.of(SPY),
                "the limit price 6000 of SPY is 900.00 % away from the last close 600; at most 5 %"
                    + " is allowed"));
    assertThat(limits.violations(null, List.of(spy("0")), List.of(order(SPY, "1")))).isEmpty();
  }

  @Test
  void returnsEveryViolation() {
    List<LimitViolation> violations =
        limits("1", "1", "0", 0, "1")
            .violations(
                NET_LIQUIDATION,
                List.of(spy("0"), new AccountPosition(MNQ, "MNQZ6", decimal("0"), MNQ_VALUE)),
                List.of(order(SPY, "1", "700"), order(MNQ, "-1", "26000")));

    assertThat(subjects(violations))
        .containsExactly(
            "the run would",
            "the order to",
            "the limit price",
            "the order to",
            "the limit price",
            "the position of",
            "the position of",
            "the gross exposure")
        .inOrder();
    assertThat(violations.stream().map(LimitViolation::conId).toList())
        .containsExactly(
            Optional.empty(),
            Optional.of(SPY),
            Optional.of(SPY),
            Optional.of(MNQ),
            Optional.of(MNQ),
            Optional.of(SPY),
            Optional.of(MNQ),
            Optional.empty())
        .inOrder();
  }

  @Test
  void refusesLimitsBelowZeroAndTwoPositionsOfOneContract() {
    assertThrows(IllegalArgumentException.class, () -> orderValue("-1"));
    assertThrows(IllegalArgumentException.class, () -> limits(null, null, null, -1, null));
    assertThrows(
        IllegalArgumentException.class,
        () -> PreTradeLimits.NONE.violations(null, List.of(spy("1"), spy("1")), List.of()));
  }

  @Property
  void aHigherLimitNeverFindsMore(
      @ForAll @IntRange(min = -50, max = 50) int held,
      @ForAll @IntRange(min = -50, max = 50) int quantity,
      @ForAll @IntRange(min = 0, max = 30_000) int limit,
      @ForAll @IntRange(min = 0, max = 30_000) int more) {
    String low = Integer.toString(limit);
    String high = Integer.toString(limit + more);
    List<AccountPosition> positions = List.of(spy(Integer.toString(held)));
    List<CheckedOrder> orders = List.of(order(SPY, Integer.toString(quantity)));

    assertThat(
            limits(high, high, high, null, null)
                .violations(BigDecimal.ONE, positions, orders)
                .size())
        .isAtMost(
            limits(low, low, low, null, null).violations(BigDecimal.ONE, positions, orders).size());
  }

  @Property
  void aSaleIsHeldToTheSameLimitsAsAPurchase(
      @ForAll @IntRange(min = -50, max = 50) int held,
      @ForAll @IntRange(min = -50, max = 50) int quantity,
      @ForAll @IntRange(min = 0, max = 30_000) int limit) {
    PreTradeLimits limits =
        limits(Integer.toString(limit), Integer.toString(limit), "0.1", null, null);

    assertThat(figures(limits, held, quantity)).isEqualTo(figures(limits, -held, -quantity));
  }

  @Test
  void noLimitIsBelowZero() {
    assertThat(refusal("-1", null, null, null, null)).contains("largestOrderValue");
    assertThat(refusal(null, "-1", null, null, null)).contains("largestPositionValue");
    assertThat(refusal(null, null, "-0.5", null, null))
        .isEqualTo("the limit largestGrossExposure must be 0 or more, not -0.5");
    assertThat(refusal(null, null, null, -1, null)).contains("mostOrders");
    assertThat(refusal(null, null, null, null, "-1")).contains("priceCollarPercent");
  }

  private static String refusal(
      String orderValue, String positionValue, String exposure, Integer orders, String collar) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> limits(orderValue, positionValue, exposure, orders, collar))
        .getMessage();
  }

  @Test
  void limitsOnOrdersRemainIfPositionsDoNotChange() {
    assertThat(limits("1", "2", "3", 4, "5").withoutPositions())
        .isEqualTo(limits("1", null, null, 4, "5"));
  }
}
