package dev.ibintents.ibapi;

import dev.ibintents.ibapi.Cancellation.Outcome;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.OrderStage;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The cancellations that are under way, by order id, until an error or a status settles them. */
final class Cancellations {
  private static final int ORDER_CANCELLED = 202;

  private final Map<Integer, CompletableFuture<Cancellation>> pending = new ConcurrentHashMap<>();

  /** The result of a cancellation of an order that is already done. */
  static Cancellation ofDone(OrderTicket ticket) {
    boolean filled = OrderStage.of(ticket.status()) == OrderStage.FILLED;
    return new Cancellation(filled ? Outcome.TOO_LATE : Outcome.CANCELLED, 0, ticket.status());
  }

  /** Adds a cancellation. Several requests for one order share one future. */
  CompletableFuture<Cancellation> add(int orderId) {
    return pending.compute(
        orderId,
        (id, former) -> former == null || former.isDone() ? new CompletableFuture<>() : former);
  }

  Set<Integer> pending() {
    return pending.keySet();
  }

  void status(int orderId, String status) {
    switch (OrderStage.of(status)) {
      case CANCELLED, API_CANCELLED -> settle(orderId, Outcome.CANCELLED, 0, status);
      case FILLED -> settle(orderId, Outcome.TOO_LATE, 0, status);
      default -> {
        // The order is live, or its state is not certain.
      }
    }
  }

  void error(ErrorMessage error) {
    outcome(error).ifPresent(outcome -> settle(error.id(), outcome, error.code(), error.text()));
  }

  /** The result that an error means for a cancellation (TWS API, "Message Codes"). */
  private static Optional<Outcome> outcome(ErrorMessage error) {
    return switch (error.code()) {
      case ORDER_CANCELLED -> Optional.of(Outcome.CANCELLED);
      case 135, 10147, 10149 -> Optional.of(Outcome.NOT_FOUND);
      case 136, 161 -> Optional.of(Outcome.TOO_LATE);
      case 10148 -> ofState(error.text());
      default -> Optional.empty();
    };
  }

  /** 10148 names the state, such as "… cannot be cancelled, state: Filled". */
  private static Optional<Outcome> ofState(String text) {
    if (text.contains(OrderStage.PENDING_CANCEL.text())) {
      return Optional.empty(); // an earlier cancellation is under way; a later message ends it
    }
    return Optional.of(
        text.contains(OrderStage.CANCELLED.text()) ? Outcome.CANCELLED : Outcome.TOO_LATE);
  }

  private void settle(int orderId, Outcome outcome, int code, String text) {
    CompletableFuture<Cancellation> answer = pending.remove(orderId);
    if (answer != null) {
      answer.complete(new Cancellation(outcome, code, text));
    }
  }

  void end(RuntimeException cause) {
    pending.values().removeIf(answer -> answer.completeExceptionally(cause) || answer.isDone());
  }
}
