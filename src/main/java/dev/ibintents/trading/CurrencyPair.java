package dev.ibintents.trading;

import dev.ibintents.ibapi.message.Contract;

/**
 * A currency pair. The broker has each pair in one direction only: there is USD.CHF, and no
 * CHF.USD.
 *
 * @param symbol the currency of the pair's quantities, such as USD
 * @param currency the currency of its price, such as CHF
 */
public record CurrencyPair(String symbol, String currency) {
  /** The secType of currency pairs. */
  public static final String SEC_TYPE = "CASH";

  /**
   * The exchange that converts cash without a "virtual FX position". IDEALPRO creates such a
   * position.
   */
  public static final String EXCHANGE = "FXCONV";

  /**
   * Whether a contract is a currency pair. A holding in a pair is in the cash of its currencies.
   */
  public static boolean isPair(Contract contract) {
    return contract.secType().equals(SEC_TYPE);
  }

  /** The pair of a contract. */
  public static CurrencyPair of(Contract contract) {
    return new CurrencyPair(contract.symbol(), contract.currency());
  }

  /** The pair in the other direction. */
  public CurrencyPair inverse() {
    return new CurrencyPair(currency, symbol);
  }

  /** The name of the pair, such as USD.CHF. */
  @Override
  public String toString() {
    return symbol + "." + currency;
  }
}
