package dev.ibintents.trading.totals;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.Money;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A contract, as far as it decides which cash a trade moves.
 *
 * @param conId the contract
 * @param currency the currency of its price
 * @param symbol the currency of its quantity if it is a currency pair; empty otherwise
 * @param multiplier the change of one contract's value, in its currency, when the quoted price
 *     changes by 1: the contract's multiplier ÷ its price magnifier
 */
public record TradedContract(
    int conId, String currency, Optional<String> symbol, BigDecimal multiplier) {
  /** A contract of the broker with its multiplier. */
  public static TradedContract of(Contract contract, BigDecimal multiplier) {
    return new TradedContract(
        contract.conId(),
        contract.currency(),
        CurrencyPair.isPair(contract) ? Optional.of(contract.symbol()) : Optional.empty(),
        multiplier);
  }

  /** The value of a quantity at a price, in the contract's currency. */
  BigDecimal value(BigDecimal quantity, BigDecimal price) {
    return quantity.multiply(price).multiply(multiplier);
  }

  /**
   * The cash that a trade moves. A pair moves the cash of both of its currencies.
   *
   * @param value the value of the quantity, in the contract's currency
   */
  Cash cash(Category category, BigDecimal quantity, BigDecimal value) {
    Cash paid = Cash.of(category, new Money(value.negate(), currency));
    return symbol
        .map(bought -> paid.plus(Cash.of(category, new Money(quantity, bought))))
        .orElse(paid);
  }
}
