package dev.ibintents.trading.ledger;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.store.Stored;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.order.BelievedValue;
import dev.ibintents.trading.order.OrderTerms;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One order of a run in the ledger.
 *
 * @param orderRef the order's reference, which never changes
 * @param contract the contract to trade
 * @param order the order as it is sent, with its orderRef
 * @param source the quantity that each strategy wants of it, negative to sell
 * @param state its state
 * @param clientId the client id under which it was sent last; empty if it never was, or if an
 *     earlier version of this product did not write it down
 * @param orderId the order id of that client under which it was sent last; 0 if it never was
 * @param permId its permanent id in the account; 0 as long as the broker has not told it
 * @param sentAt the time at which it was sent last
 * @param sentBy the fencing token under which it was sent last; 0 if it never was
 * @param message the reason for its state, or the broker's words; may be empty
 * @param believed its value by the prices of the plan; empty if the plan has none, and in documents
 *     of earlier versions
 * @param terms the terms under which the run sends it and ends it
 */
public record Leg(
    String orderRef,
    Contract contract,
    Order order,
    Shares source,
    LegState state,
    OptionalInt clientId,
    int orderId,
    long permId,
    @Stored(nullIfEmpty = true) Optional<Instant> sentAt,
    long sentBy,
    String message,
    Optional<BelievedValue> believed,
    @Stored(inline = true) OrderTerms terms) {

  /** The last time that it was sent, as the fields of the leg have it. */
  private record Sending(OptionalInt clientId, int orderId, Optional<Instant> at, long by) {
    static final Sending NONE = new Sending(OptionalInt.empty(), 0, Optional.empty(), 0);
  }

  /** BUY or SELL. */
  public String action() {
    return order.action();
  }

  /** The order as it was planned. */
  public PlannedOrder planned() {
    return new PlannedOrder(contract, order, source, believed, Optional.empty(), terms);
  }

  /** Whether the run has yet to end it: it is at the broker, and has a time to be filled. */
  public boolean isTimed() {
    return terms.fillWithin().isPresent()
        && (state == LegState.ACKNOWLEDGED || state == LegState.CANCELLING);
  }

  /** A plain market order of the same side and account, valid for the day. */
  public Order.Builder atMarket(BigDecimal quantity) {
    return Order.builder()
        .set(OrderField.ACTION, action())
        .set(OrderField.TOTAL_QUANTITY, quantity)
        .set(OrderField.ORDER_TYPE, "MKT")
        .set(OrderField.TIF, "DAY")
        .set(OrderField.ACCOUNT, order.account());
  }

  /** The quantity to trade, above 0. */
  public BigDecimal quantity() {
    return order.totalQuantity();
  }

  /**
   * This leg after an update; the leg itself if the update says nothing new.
   *
   * <p>One owner sends a leg once. Another owner, that is recovery, may send it again. If the
   * sender itself finds that not a byte has left, the leg is planned again, as if it had never been
   * sent.
   *
   * @param token the token under which the update is written
   * @throws IllegalStateException if the leg's state does not allow it
   */
  Leg with(LegUpdate update, long token, Instant now) {
    if (state == LegState.DONE && update.state() == LegState.ACKNOWLEDGED) {
      return this; // a late report: the order of the broker's messages is not certain
    } else if (!state.allows(update.state())) {
      throw refused(update, "is " + state + " and cannot become " + update.state());
    }
    if (state.isTerminal() && state == update.state()) {
      return this;
    }
    return switch (update.state()) {
      case SENT -> sent(update, token, now);
      case PLANNED -> state == LegState.PLANNED ? moved(update) : heldBack(update, token);
      default -> moved(update);
    };
  }

  private Leg heldBack(LegUpdate update, long token) {
    if (sentBy != token) {
      throw refused(update, "was sent by another run, and only that one knows whether it left");
    }
    return copy(LegState.PLANNED, Sending.NONE, permId, update.message());
  }

  private Leg sent(LegUpdate update, long token, Instant now) {
    if (sentBy == token && orderId != update.orderId()) {
      throw refused(
          update, "was sent by this run as order " + orderId + " already, and is not sent twice");
    }
    if (sentBy == token) {
      return this;
    }
    return copy(
        LegState.SENT,
        new Sending(update.clientId(), update.orderId(), Optional.of(now), token),
        permId,
        "");
  }

  private Leg moved(LegUpdate update) {
    return copy(
        update.state(),
        new Sending(clientId, update.orderId() == 0 ? orderId : update.orderId(), sentAt, sentBy),
        update.permId() == 0 ? permId : update.permId(),
        update.message().isEmpty() ? message : update.message());
  }

  private Leg copy(LegState next, Sending sending, long nextPermId, String nextMessage) {
    return new Leg(
        orderRef,
        contract,
        order,
        source,
        next,
        sending.clientId(),
        sending.orderId(),
        nextPermId,
        sending.at(),
        sending.by(),
        nextMessage,
        believed,
        terms);
  }

  private IllegalStateException refused(LegUpdate update, String fault) {
    return new IllegalStateException("the order " + update.orderRef() + " " + fault);
  }

  @Override
  public String toString() {
    return orderRef + " " + action() + " " + quantity() + " " + contract.symbol() + ": " + state;
  }
}
