package dev.ibintents.trading;

import java.math.BigDecimal;

/**
 * The position of the whole account in a contract before a run.
 *
 * @param conId the contract
 * @param name the contract's name for messages, such as SPY or MNQZ6
 * @param quantity the held quantity, with the quantities that open orders will still fill; negative
 *     if short, 0 for a contract without a position
 * @param value the value of one unit; its price is the last close
 */
public record AccountPosition(int conId, String name, BigDecimal quantity, UnitValue value) {
  /** The position with another quantity added to it. */
  public AccountPosition with(BigDecimal more) {
    return new AccountPosition(conId, name, quantity.add(more), value);
  }
}
