package dev.ibintents.trading;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * An order that a run is about to send, as far as limits look at it.
 *
 * @param conId the contract
 * @param quantity in units of the contract; negative to sell
 * @param limitPrice as quoted; empty for an order without a limit
 */
public record CheckedOrder(int conId, BigDecimal quantity, Optional<BigDecimal> limitPrice) {
  /** What limits look at of a planned order. */
  public static CheckedOrder of(PlannedOrder planned) {
    return new CheckedOrder(
        planned.contract().conId(),
        planned.order().signed(planned.order().totalQuantity()),
        Optional.ofNullable(planned.order().lmtPrice()));
  }
}
