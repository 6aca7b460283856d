package dev.ibintents.trading.preview;

import java.math.BigDecimal;

/**
 * The exchange rate from a contract's currency to the account's base currency.
 *
 * @param baseCurrency the account's base currency
 * @param value the value of one unit of the contract's currency; {@code null} if not known
 * @param kind the source of the rate; {@code null} if there is none, or none is needed
 */
public record BaseRate(String baseCurrency, BigDecimal value, PriceKind kind) {
  /**
   * The rate of the account's own values.
   *
   * @param value the rate; {@code null} if not known
   */
  public static BaseRate ofAccount(String currency, String baseCurrency, BigDecimal value) {
    return currency.equals(baseCurrency)
        ? new BaseRate(baseCurrency, BigDecimal.ONE, null)
        : new BaseRate(baseCurrency, value, value == null ? null : PriceKind.ACCOUNT);
  }
}
