package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import java.util.Objects;

/**
 * An order to place.
 *
 * @param contract the contract to trade, with the exchange to route to
 * @param order the order. It should carry a {@code tif} and an {@code orderRef}: only the orderRef
 *     identifies it in another session
 */
public record NewOrder(Contract contract, Order order) {
  /** Refuses {@code null}. */
  public NewOrder {
    Objects.requireNonNull(contract, "contract");
    Objects.requireNonNull(order, "order");
  }
}
