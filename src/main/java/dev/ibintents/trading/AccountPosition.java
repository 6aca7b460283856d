package dev.ibintents.trading;

import java.math.BigDecimal;

/**
 * What the whole account has of a contract before a run.
 *
 * @param conId the contract
 * @param name for messages, such as SPY or MNQZ6
 * @param quantity what is held, and what orders that are open already will still fill; negative if
 *     short, 0 for a contract that is only to be traded
 * @param value what one unit is worth; its price is the last close
 */
public record AccountPosition(int conId, String name, BigDecimal quantity, UnitValue value) {
  /** The position with more of the contract, or with less of it if that is negative. */
  public AccountPosition with(BigDecimal more) {
    return new AccountPosition(conId, name, quantity.add(more), value);
  }
}
