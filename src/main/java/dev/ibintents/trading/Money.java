package dev.ibintents.trading;

import java.math.BigDecimal;

/**
 * An amount of money in one currency.
 *
 * @param amount the amount in plain form; negative for a debt
 * @param currency the ISO 4217 code, such as USD
 */
public record Money(BigDecimal amount, String currency) {
  /** Brings the amount into its plain form. */
  public Money {
    amount = PlainDecimal.of(amount);
  }

  /**
   * The sum with another amount.
   *
   * @throws IllegalArgumentException if the other amount is in another currency
   */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          this + " and " + other + " cannot be added: convert one of them first");
    }
    return new Money(amount.add(other.amount), currency);
  }

  /**
   * The difference from another amount.
   *
   * @throws IllegalArgumentException if the other amount is in another currency
   */
  public Money minus(Money other) {
    return plus(other.negated());
  }

  /** The amount with the opposite sign. */
  public Money negated() {
    return new Money(amount.negate(), currency);
  }

  /** The amount with its currency, such as 12.5 USD. */
  @Override
  public String toString() {
    return amount.toPlainString() + " " + currency;
  }
}
