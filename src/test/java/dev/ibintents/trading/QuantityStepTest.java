package dev.ibintents.trading;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDetails;
import dev.ibintents.ibapi.message.ContractDetailsBuilder;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityStepTest {
  private static QuantityStep step(String increment) {
    return new QuantityStep(new BigDecimal(increment), BigDecimal.ZERO);
  }

  @ParameterizedTest
  @CsvSource({"0.0001, 1", "1, 1", "100, 100", "2.5, 5", "0.75, 3", "1.0, 1", "1E+2, 100"})
  void theWholeStepIsTheSmallestWholeMultiple(String increment, BigDecimal whole) {
    assertThat(step(increment).whole().increment()).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2.9, 2",
    "1, -2.9, -2",
    "0.1, 0.29, 0.2",
    "100, 250, 200",
    "1, 0.5, 0",
    "1, 7, 7"
  })
  void cutsOffTowardsZero(String increment, BigDecimal quantity, BigDecimal cut) {
    assertThat(step(increment).towardsZero(quantity)).isEqualTo(cut);
    assertThat(QuantitySteps.fits(step(increment), cut)).isTrue();
    assertThat(QuantitySteps.fits(step(increment), quantity)).isEqualTo(quantity.equals(cut));
  }

  @Test
  void comesFromTheBrokersDetails() {
    ContractDetailsBuilder details = new ContractDetailsBuilder(Contract.builder().build());
    assertThat(QuantityStep.of(details.build())).isEqualTo(QuantitySteps.ONE);

    details.sizeIncrement(new BigDecimal("0.0001")).minSize(new BigDecimal("0.01"));
    assertThat(QuantityStep.of(details.build()))
        .isEqualTo(new QuantityStep(new BigDecimal("0.0001"), new BigDecimal("0.01")));

    details.sizeIncrement(BigDecimal.ZERO).minSize(BigDecimal.ZERO);
    assertThat(QuantityStep.of(details.build())).isEqualTo(QuantitySteps.ONE);
  }

  /** The broker names fractions of shares, and refuses them by API (10243). */
  @ParameterizedTest
  @CsvSource({"STK, 1, 1", "CRYPTO, 1, 0.0001", "CASH, 1, 0.0001"})
  void onlyExitsOfOtherThanStocksAreInFractions(
      String secType, BigDecimal ordered, BigDecimal closed) {
    ContractDetails details =
        new ContractDetailsBuilder(Contract.builder().secType(secType).build())
            .sizeIncrement(new BigDecimal("0.0001"))
            .minSize(new BigDecimal("0.01"))
            .build();

    BigDecimal minimum = new BigDecimal("0.01");
    assertThat(QuantityStep.ofOrders(details)).isEqualTo(new QuantityStep(ordered, minimum));
    assertThat(QuantityStep.ofClosing(details)).isEqualTo(new QuantityStep(closed, minimum));
  }

  @Test
  void theRefusalOfASmallOrderNamesTheSmallest() {
    QuantityStep step = new QuantityStep(BigDecimal.ONE, new BigDecimal("100"));

    assertThat(step.refusal(new BigDecimal("-7")))
        .hasValue("an order to sell 7 is not sent: the broker takes none below 100");
  }

  @ParameterizedTest
  @CsvSource({"1.9, true", "-1.9, true", "2, false", "-2, false", "0, false", "3, false"})
  void knowsWhatTheBrokerDoesNotTake(BigDecimal quantity, boolean tooSmall) {
    QuantityStep step = new QuantityStep(new BigDecimal("0.1"), new BigDecimal("2"));

    assertThat(step.refusal(quantity).isPresent()).isEqualTo(tooSmall);
  }

  @Test
  void refusesAStepThatIsNone() {
    assertThrows(IllegalArgumentException.class, () -> step("0"));
    assertThrows(IllegalArgumentException.class, () -> step("-1"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new QuantityStep(BigDecimal.ONE, BigDecimal.ONE.negate()));
  }
}
