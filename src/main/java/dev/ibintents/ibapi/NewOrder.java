package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import java.util.Objects;

/**
 * An order to be placed.
 *
 * @param contract what to trade, with the exchange to route to
 * @param order how; it should carry a {@code tif} and an {@code orderRef}, by which alone it can be
 *     known in another session
 */
public record NewOrder(Contract contract, Order order) {
  /** Refuses {@code null}. */
  public NewOrder {
    Objects.requireNonNull(contract, "contract");
    Objects.requireNonNull(order, "order");
  }
}
