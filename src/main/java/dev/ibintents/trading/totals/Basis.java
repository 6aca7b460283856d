package dev.ibintents.trading.totals;

import dev.ibintents.trading.PlainDecimal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The cost of a holding in one contract by the average-cost method, or a change of it.
 *
 * @param currency the currency of the contract's price
 * @param symbol the currency of the quantity if the contract is a currency pair; empty otherwise
 * @param quantity the quantity whose cost is known; negative if short
 * @param cost the cost of the whole quantity with its multiplier and without commissions; negative
 *     for the proceeds of a short position
 */
public record Basis(
    String currency, Optional<String> symbol, BigDecimal quantity, BigDecimal cost) {
  /** The decimals to which the cost of a part of a holding is rounded. */
  private static final int COST_DECIMALS = 8;

  /** Brings quantity and cost into their plain form. */
  public Basis {
    quantity = PlainDecimal.of(quantity);
    cost = PlainDecimal.of(cost);
  }

  /** No quantity of a contract. */
  static Basis none(TradedContract contract) {
    return new Basis(contract.currency(), contract.symbol(), BigDecimal.ZERO, BigDecimal.ZERO);
  }

  /** Whether it has neither quantity nor cost. */
  boolean isNothing() {
    return quantity.signum() == 0 && cost.signum() == 0;
  }

  Basis plus(Basis other) {
    return new Basis(currency, symbol, quantity.add(other.quantity), cost.add(other.cost));
  }

  Basis negated() {
    return new Basis(currency, symbol, quantity.negate(), cost.negate());
  }

  /**
   * The change of this cost by a trade. A trade that opens or enlarges adds its value. A trade that
   * closes takes away the average cost of the closed part. A holding of 0 has no cost; if a
   * correction has left one, the next trade takes it away.
   *
   * @param traded the traded quantity, negative for a sale
   * @param value the value of the traded quantity, negative for a sale
   */
  Basis changedBy(BigDecimal traded, BigDecimal value) {
    return new Basis(currency, symbol, traded, costChange(traded, value));
  }

  private BigDecimal costChange(BigDecimal traded, BigDecimal value) {
    if (quantity.signum() == 0) {
      return value.subtract(cost);
    }
    if (quantity.signum() * traded.signum() >= 0) {
      return value;
    }
    if (traded.abs().compareTo(quantity.abs()) < 0) {
      return cost.multiply(traded)
          .divide(quantity, MathContext.DECIMAL128)
          .setScale(COST_DECIMALS, RoundingMode.HALF_EVEN);
    }
    BigDecimal opened = traded.add(quantity);
    BigDecimal openedValue =
        opened.signum() == 0
            ? BigDecimal.ZERO
            : value
                .multiply(opened)
                .divide(traded, MathContext.DECIMAL128)
                .setScale(COST_DECIMALS, RoundingMode.HALF_EVEN);
    return openedValue.subtract(cost);
  }
}
