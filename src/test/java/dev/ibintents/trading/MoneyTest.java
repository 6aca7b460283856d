package dev.ibintents.trading;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class MoneyTest {
  private static Money usd(String amount) {
    return new Money(new BigDecimal(amount), "USD");
  }

  @Test
  void amountsOfOneCurrencyAddUp() {
    assertThat(usd("1.25").plus(usd("0.75"))).isEqualTo(usd("2"));
    assertThat(usd("1.25").minus(usd("2"))).isEqualTo(usd("-0.75"));
    assertThat(usd("1.50").toString()).isEqualTo("1.5 USD");
  }

  @Test
  void amountsOfTwoCurrenciesAreNotAdded() {
    Money euros = new Money(BigDecimal.ONE, "EUR");

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> usd("2").plus(euros));

    assertThat(e)
        .hasMessageThat()
        .isEqualTo("2 USD and 1 EUR cannot be added: convert one of them first");
    assertThrows(IllegalArgumentException.class, () -> usd("2").minus(euros));
  }

  @Property
  void amountReturnsToWhatItWas(@ForAll BigDecimal some, @ForAll BigDecimal other) {
    Money money = new Money(some, "CHF");
    Money further = new Money(other, "CHF");

    assertThat(money.plus(further).minus(further)).isEqualTo(money);
    assertThat(money.plus(further)).isEqualTo(further.plus(money));
    assertThat(money.negated().negated()).isEqualTo(money);
  }
}
