package dev.ibintents.trading.order;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An order that a run plans to place.
 *
 * @param contract the contract, with its conId and the exchange to route to
 * @param order the order; the ledger replaces its orderRef
 * @param source the quantity of each strategy, negative to sell; empty if no strategy wants it
 */
public record PlannedOrder(Contract contract, Order order, Map<String, BigDecimal> source) {
  /**
   * Refuses an order that could not be placed, or could not be recovered.
   *
   * @throws IllegalArgumentException with the fault
   */
  public PlannedOrder {
    source = Collections.unmodifiableMap(new TreeMap<>(source));
    String what = order.action() + " " + order.totalQuantity() + " " + contract.symbol();
    require(contract.conId() > 0, what, "its contract has no conId");
    require(!contract.exchange().isBlank(), what, "its contract has no exchange to route to");
    require(
        contract.comboLegs().isEmpty() && contract.deltaNeutralContract() == null,
        what,
        "it trades a combination, and runs place orders in single instruments only");
    require(
        order.action().equals("BUY") || order.action().equals("SELL"),
        what,
        "its action is neither BUY nor SELL");
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
