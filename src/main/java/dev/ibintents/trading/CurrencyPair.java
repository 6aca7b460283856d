package dev.ibintents.trading;

import dev.ibintents.ibapi.message.Contract;

/**
 * A currency pair in the direction in which the broker has it: there is USD.CHF, and no CHF.USD.
 *
 * @param symbol the pair's own base currency, in which quantities are, such as USD
 * @param currency in which its price is, such as CHF
 */
public record CurrencyPair(String symbol, String currency) {
  /** What contracts of currency pairs say they are. */
  public static final String SEC_TYPE = "CASH";

  /** Converts cash without booking a "virtual FX position", as IDEALPRO does. */
  public static final String EXCHANGE = "FXCONV";

  /**
   * Whether a contract is a currency pair: what is held of one is in the cash of its currencies.
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

  /** Such as USD.CHF. */
  @Override
  public String toString() {
    return symbol + "." + currency;
  }
}
