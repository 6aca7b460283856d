package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.OrderStage;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The state of one order by its statuses, executions and errors, in whichever order they come.
 *
 * <p>Gateways send an error before the status that it explains, or after it, or without one. So
 * each message updates the state, and a later status outweighs an earlier error.
 *
 * <p>Not thread-safe: the {@link OrderTicket} calls it under its lock.
 */
final class OrderProgress {
  /**
   * The error code for an order that is held until shares to sell short are found; its status may
   * be Inactive.
   */
  private static final int HELD_FOR_LOCATE = 404;

  private final OrderRefusal refusal = new OrderRefusal();
  private OrderStage stage;
  private String status = "";
  private long permId;
  private BigDecimal filled = BigDecimal.ZERO;
  private boolean hasExecution;
  private boolean wasLive;
  private boolean held;

  /**
   * Takes the status of an openOrder or orderStatus; {@code whyHeld} is empty where there is none.
   */
  void status(String text, String whyHeld, long newPermId, BigDecimal filledSoFar) {
    stage = OrderStage.of(text);
    status = text;
    held |= !whyHeld.isEmpty();
    permId(newPermId);
    filled(filledSoFar);
    if (stage.isActive() || stage == OrderStage.FILLED) {
      wasLive = true;
      refusal.outweighed();
    }
  }

  /** Takes an execution, whose cumulative quantity is {@code filledSoFar}. */
  void execution(long newPermId, BigDecimal filledSoFar) {
    hasExecution = true;
    permId(newPermId);
    filled(filledSoFar);
  }

  /** Takes an error that carries the order's id; it may refuse a cancellation. */
  void error(ErrorMessage error, boolean cancelling) {
    OrderErrorEffect effect =
        cancelling && wasLive ? OrderErrors.effectOnChange(error) : OrderErrors.effectOf(error);
    refusal.received(error, effect);
    held |= error.code() == HELD_FOR_LOCATE;
  }

  private void permId(long newPermId) {
    if (newPermId != 0) {
      permId = newPermId;
    }
  }

  /**
   * Takes a filled quantity. Messages may come out of order, and a filled quantity never shrinks.
   */
  private void filled(BigDecimal filledSoFar) {
    if (filledSoFar != null) {
      filled = filled.max(filledSoFar);
    }
  }

  long permId() {
    return permId;
  }

  BigDecimal filled() {
    return filled;
  }

  String status() {
    return status;
  }

  /** Whether the order has ended for certain. */
  boolean isDone() {
    boolean ended = stage != null && stage.isDone();
    return ended || refusal.stands() && !(stage == OrderStage.INACTIVE && held);
  }

  /** The order's state; empty while it is not certain. */
  Optional<Acknowledgement> outcome() {
    if (hasExecution || filled.signum() > 0 || stage == OrderStage.FILLED) {
      return accepted();
    }
    if (refusal.stands()) {
      return isOwnEnd() ? accepted() : refused(refusal.error());
    }
    if (stage == null) {
      return Optional.empty();
    }
    return switch (stage) {
      case CANCELLED, API_CANCELLED -> ended();
      case INACTIVE -> inactive();
      default -> accepted();
    };
  }

  /**
   * Whether the order was live before its cancellation, by whichever party. That is not a refusal.
   */
  private boolean isOwnEnd() {
    return wasLive && refusal.isEnd();
  }

  /** The outcome of a cancelled order. The error that explains it may still be on its way. */
  private Optional<Acknowledgement> ended() {
    if (wasLive) {
      return accepted();
    }
    ErrorMessage lastError = refusal.lastError();
    return lastError == null ? Optional.empty() : refused(lastError);
  }

  /**
   * The outcome of an Inactive order, which is rejected or held. Only a refusing error or the
   * reason of the hold shows which.
   */
  private Optional<Acknowledgement> inactive() {
    if (refusal.error() != null) {
      return refused(refusal.error());
    }
    return held || wasLive ? accepted() : Optional.empty();
  }

  private Optional<Acknowledgement> accepted() {
    return Optional.of(new Acknowledgement.Accepted(status, permId, filled));
  }

  private static Optional<Acknowledgement> refused(ErrorMessage error) {
    return Optional.of(new Acknowledgement.Refused(error.code(), error.text()));
  }
}
