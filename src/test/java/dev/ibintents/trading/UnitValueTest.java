package dev.ibintents.trading;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.PortfolioValue;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The value of one unit, from a quote or from the broker's value of a position. */
final class UnitValueTest {
  private static final BigDecimal PRICE = new BigDecimal("12.5");
  private static final BigDecimal TWO = new BigDecimal("2");
  private static final BigDecimal HALF = new BigDecimal("0.5");

  private static PortfolioValue position(String quantity, String value) {
    BigDecimal worth = value == null ? null : new BigDecimal(value);
    return new PortfolioValue(
        Contract.builder().conId(1).symbol("X").build(),
        new BigDecimal(quantity),
        PRICE,
        worth,
        PRICE,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        "DU1234567");
  }

  @Test
  void valueIsPriceTimesMultiplierTimesRate() {
    UnitValue value = new UnitValue(PRICE, TWO, HALF);

    assertThat(value.inBaseCurrency()).isEquivalentAccordingToCompareTo(PRICE);
    assertThat(value.inBaseCurrencyAt(TWO)).isEquivalentAccordingToCompareTo(TWO);
    assertThat(value.problem()).isEmpty();
  }

  @Test
  void valueWithAProblemIsNotCalculated() {
    UnitValue value = new UnitValue(PRICE, TWO, null);

    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> value.inBaseCurrencyAt(TWO));

    assertThat(e)
        .hasMessageThat()
        .isEqualTo("the contract has no usable exchange rate to the base currency");
  }

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "1e-18, true",
    "0.9e-18, false",
    "999999999999999999.9, true",
    "1e18, false",
    "0, false",
    "-1, false"
  })
  void figuresBetweenTheLimitsAreUsable(BigDecimal figure, boolean usable) {
    assertThat(UnitValue.isUsable(figure)).isEqualTo(usable);
  }

  @Test
  void missingFigureIsNotUsable() {
    assertThat(UnitValue.isUsable(null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"4, 50", "-4, -50"})
  void unitOfAPositionIsWorthItsPartOfThePosition(String quantity, String worth) {
    UnitValue value = UnitValue.held(position(quantity, worth), TWO).orElseThrow();

    assertThat(value.price()).isEquivalentAccordingToCompareTo(PRICE);
    assertThat(value.multiplier()).isEqualTo(BigDecimal.ONE);
    assertThat(value.inBaseCurrency()).isEquivalentAccordingToCompareTo(new BigDecimal("25"));
  }

  @Test
  void positionWithoutWorthHasAUnitOfPriceZero() {
    UnitValue value = UnitValue.held(position("4", "0"), TWO).orElseThrow();

    assertThat(value.problem()).hasValue(UnitValue.Problem.PRICE);
  }

  @Test
  void valueThatDoesNotFitThePositionIsNone() {
    assertThat(UnitValue.held(position("4", "-50"), TWO)).isEmpty();
    assertThat(UnitValue.held(position("0", "50"), TWO)).isEmpty();
    assertThat(UnitValue.held(position("4", null), TWO)).isEmpty();
  }

  @Test
  void higherPriceCounts() {
    UnitValue value = new UnitValue(PRICE, TWO, HALF, true, "a remark");

    assertThat(value.atLeastAt(TWO)).isEqualTo(value);
    UnitValue higher = value.atLeastAt(new BigDecimal("20"));
    assertThat(higher).isEqualTo(new UnitValue(new BigDecimal("20"), TWO, HALF, true, "a remark"));
  }

  @Test
  void otherPriceCountsIfThisPriceIsNotUsable() {
    UnitValue value = new UnitValue(new BigDecimal("-1"), TWO, HALF);

    assertThat(value.atLeastAt(TWO).price()).isEqualTo(TWO);
    assertThat(new UnitValue(null, TWO, HALF).atLeastAt(TWO).price()).isEqualTo(TWO);
  }

  @Test
  void problemHasTheGatewaysWords() {
    UnitValue value = new UnitValue(null, TWO, HALF, false, "200 no security definition");

    assertThat(value.words(UnitValue.Problem.PRICE))
        .isEqualTo("has no usable price (200 no security definition)");
    assertThat(new UnitValue(null, TWO, HALF).words(UnitValue.Problem.PRICE))
        .isEqualTo("has no usable price");
  }

  @Test
  void firstProblemIsNamed() {
    BigDecimal none = BigDecimal.ZERO;

    assertThat(new UnitValue(none, none, none, true).problem()).hasValue(UnitValue.Problem.PRICE);
    assertThat(new UnitValue(PRICE, none, none, true).problem()).hasValue(UnitValue.Problem.STALE);
    assertThat(new UnitValue(PRICE, none, none, false).problem())
        .hasValue(UnitValue.Problem.MULTIPLIER);
    assertThat(new UnitValue(PRICE, TWO, none, false).problem())
        .hasValue(UnitValue.Problem.FX_RATE);
  }

  @Test
  void stalePriceIsGoodEnoughForAReport() {
    UnitValue stale = new UnitValue(PRICE, TWO, HALF, true, "a remark");

    assertThat(stale.atLast()).isEqualTo(new UnitValue(PRICE, TWO, HALF, false, "a remark"));
  }

  @Test
  void exchangeRateIsReplaced() {
    UnitValue value = new UnitValue(PRICE, TWO, null, true, "a remark");

    assertThat(value.withFx(HALF)).isEqualTo(new UnitValue(PRICE, TWO, HALF, true, "a remark"));
  }
}
