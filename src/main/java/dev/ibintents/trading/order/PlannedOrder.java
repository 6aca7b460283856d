package dev.ibintents.trading.order;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.Side;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An order that a run plans to place.
 *
 * @param contract the contract, with its conId and the exchange to route to
 * @param order the order; the ledger replaces its orderRef
 * @param source the quantity that each strategy wants of it, negative to sell; empty if no strategy
 *     wants it
 * @param believed its value by the prices of the plan; empty if the plan has none
 * @param limit the market price and offset of its limit price; empty if that is given otherwise
 */
public record PlannedOrder(
    Contract contract,
    Order order,
    Shares source,
    Optional<BelievedValue> believed,
    Optional<LimitBasis> limit) {
  /**
   * Refuses an order that could not be placed or could not be recovered.
   *
   * @throws IllegalArgumentException if the order has a fault; the message names it
   */
  public PlannedOrder {
    String description = order.action() + " " + order.totalQuantity() + " " + contract.symbol();
    require(contract.conId() > 0, description, "its contract has no conId");
    require(
        !contract.exchange().isBlank(), description, "its contract has no exchange to route to");
    require(
        contract.comboLegs().isEmpty() && contract.deltaNeutralContract() == null,
        description,
        "it trades a combination, and runs keep single instruments only");
    require(Side.of(order.action()).isPresent(), description, "its action is neither BUY nor SELL");
    require(order.totalQuantity().signum() > 0, description, "its quantity is not above 0");
    require(!order.orderType().isBlank(), description, "it has no orderType");
    require(!order.tif().isBlank(), description, "it has no tif, which is always sent");
  }

  /** An order whose plan has no prices. */
  public PlannedOrder(Contract contract, Order order, Shares source) {
    this(contract, order, source, Optional.empty(), Optional.empty());
  }

  /** The order with its value by the prices of the plan. */
  public PlannedOrder with(BelievedValue value) {
    return new PlannedOrder(contract, order, source, Optional.of(value), limit);
  }

  /**
   * The order with a limit price.
   *
   * @param price the price, above 0
   * @param basis the market price and offset that it comes from
   */
  public PlannedOrder limited(BigDecimal price, LimitBasis basis) {
    return new PlannedOrder(
        contract, order.with(OrderField.LMT_PRICE, price), source, believed, Optional.of(basis));
  }

  private static void require(boolean met, String description, String fault) {
    if (!met) {
      throw new IllegalArgumentException(
          "the order " + description + " cannot be planned: " + fault);
    }
  }
}
