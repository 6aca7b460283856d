package dev.ibintents.trading.order;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.Side;

/**
 * An order that a run plans to place.
 *
 * @param contract the contract, with its conId and the exchange to route to
 * @param order its terms; the ledger gives the orderRef, whatever it is here
 * @param source how much each strategy wants of it, negative for selling; empty if it is nobody's
 */
public record PlannedOrder(Contract contract, Order order, Shares source) {
  /**
   * Refuses an order that could not be placed, or not be recovered.
   *
   * @throws IllegalArgumentException with the fault
   */
  public PlannedOrder {
    String what = order.action() + " " + order.totalQuantity() + " " + contract.symbol();
    require(contract.conId() > 0, what, "its contract has no conId");
    require(!contract.exchange().isBlank(), what, "its contract has no exchange to route to");
    require(
        contract.comboLegs().isEmpty() && contract.deltaNeutralContract() == null,
        what,
        "it trades a combination, and runs keep single instruments only");
    require(Side.of(order.action()).isPresent(), what, "its action is neither BUY nor SELL");
    require(order.totalQuantity().signum() > 0, what, "its quantity is not above 0");
    require(!order.orderType().isBlank(), what, "it has no orderType");
    require(!order.tif().isBlank(), what, "it has no tif, which is always sent");
  }

  private static void require(boolean met, String what, String fault) {
    if (!met) {
      throw new IllegalArgumentException("the order " + what + " cannot be planned: " + fault);
    }
  }
}
