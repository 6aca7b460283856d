package dev.ibintents.trading.ledger;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.store.Stored;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One order of a run, as the ledger has it.
 *
 * @param orderRef its name, for life
 * @param contract what to trade
 * @param order how, with its orderRef
 * @param source how much each strategy wants of it, negative for selling
 * @param state how far it has come
 * @param clientId under which client id it was sent last; empty if never, or if an earlier version
 *     did not write that down
 * @param orderId under which number of that client it was sent last; 0 if never
 * @param permId its number in the account; 0 as long as the broker has not said
 * @param sentAt when it was sent last
 * @param sentBy the fencing token under which it was sent last; 0 if never
 * @param message what there is to say about it; may be empty
 */
public record Leg(
    String orderRef,
    Contract contract,
    Order order,
    Map<String, BigDecimal> source,
    LegState state,
    OptionalInt clientId,
    int orderId,
    long permId,
    @Stored(nullIfEmpty = true) Optional<Instant> sentAt,
    long sentBy,
    String message) {

  /** BUY or SELL. */
  public String action() {
    return order.action();
  }

  /** How much is to be traded. */
  public BigDecimal quantity() {
    return order.totalQuantity();
  }

  /**
   * This leg after an update; the same if the update says nothing new.
   *
   * <p>What has been sent may be sent again by another owner, that is, by recovery; the same owner
   * sends a leg once. If the sender itself finds that not a byte has left, the leg is planned
   * again, as if it had never been sent.
   *
   * @param token under which the update is written
   * @throws IllegalStateException if the leg's state does not allow it
   */
  Leg with(LegUpdate update, long token, Instant now) {
    if (state == LegState.DONE && update.state() == LegState.ACKNOWLEDGED) {
      return this; // a late report: the broker's messages come in no certain order
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
    return new Leg(
        orderRef,
        contract,
        order,
        source,
        LegState.PLANNED,
        OptionalInt.empty(),
        0,
        permId,
        Optional.empty(),
        0,
        update.message());
  }

  private Leg sent(LegUpdate update, long token, Instant now) {
    if (sentBy == token && orderId != update.orderId()) {
      throw refused(
          update, "was sent by this run as order " + orderId + " already, and is not sent twice");
    }
    if (sentBy == token) {
      return this;
    }
    return new Leg(
        orderRef,
        contract,
        order,
        source,
        LegState.SENT,
        update.clientId(),
        update.orderId(),
        permId,
        Optional.of(now),
        token,
        "");
  }

  private Leg moved(LegUpdate update) {
    return new Leg(
        orderRef,
        contract,
        order,
        source,
        update.state(),
        clientId,
        update.orderId() == 0 ? orderId : update.orderId(),
        update.permId() == 0 ? permId : update.permId(),
        sentAt,
        sentBy,
        update.message().isEmpty() ? message : update.message());
  }

  private IllegalStateException refused(LegUpdate update, String fault) {
    return new IllegalStateException("the order " + update.orderRef() + " " + fault);
  }

  @Override
  public String toString() {
    return orderRef + " " + action() + " " + quantity() + " " + contract.symbol() + ": " + state;
  }
}
