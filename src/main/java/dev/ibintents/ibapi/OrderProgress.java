package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.OrderStage;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What statuses, executions and errors, in whichever order they come, say of one order. Gateways
 * send an error before the status that it explains, or after it, or without one, so that each of
 * them changes what is known, and a later status is believed above an earlier error.
 *
 * <p>Not safe for several threads: the {@link OrderTicket} calls it under its lock.
 */
final class OrderProgress {
  /** The order is held until shares to sell short are found; its status may be Inactive. */
  private static final int HELD_FOR_LOCATE = 404;

  private OrderStage stage;
  private String status = "";
  private long permId;
  private BigDecimal filled = BigDecimal.ZERO;
  private boolean hasExecution;
  private boolean wasLive;
  private boolean held;
  private ErrorMessage refusal;
  private boolean refusalStands;
  private ErrorMessage lastError;

  /** An openOrder or orderStatus; {@code whyHeld} is empty where there is none. */
  void status(String text, String whyHeld, long knownAs, BigDecimal filledSoFar) {
    stage = OrderStage.of(text);
    status = text;
    held |= !whyHeld.isEmpty();
    knownAs(knownAs);
    filled(filledSoFar);
    if (stage.isActive() || stage == OrderStage.FILLED) {
      wasLive = true;
      refusalStands = false;
    }
  }

  /** An execution, whose cumulative quantity is {@code filledSoFar}. */
  void execution(long knownAs, BigDecimal filledSoFar) {
    hasExecution = true;
    knownAs(knownAs);
    filled(filledSoFar);
  }

  /** An error that carries the order's id; what it refuses may be a cancellation. */
  void error(ErrorMessage error, boolean cancelling) {
    OrderErrorEffect effect =
        cancelling && wasLive ? OrderErrors.effectOnChange(error) : OrderErrors.effectOf(error);
    if (effect.isFinal()) {
      refusal = error;
      refusalStands = true;
    }
    if (!effect.isHarmless() && effect != OrderErrorEffect.ANSWERS_CANCEL) {
      lastError = error;
    }
    held |= error.code() == HELD_FOR_LOCATE;
  }

  private void knownAs(long id) {
    if (id != 0) {
      permId = id;
    }
  }

  /** Messages may come out of order, and a quantity that is filled stays filled. */
  private void filled(BigDecimal soFar) {
    if (soFar != null) {
      filled = filled.max(soFar);
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
    return ended || refusalStands && !(stage == OrderStage.INACTIVE && held);
  }

  /** Where the order stands; empty as long as that is not certain. */
  Optional<Acknowledgement> outcome() {
    if (hasExecution || filled.signum() > 0 || stage == OrderStage.FILLED) {
      return accepted();
    }
    if (refusalStands) {
      return isOwnEnd() ? accepted() : refused(refusal);
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

  /** Cancelled after it had lived, by whomever: that is no refusal. */
  private boolean isOwnEnd() {
    return wasLive && OrderErrors.effectOf(refusal) == OrderErrorEffect.ENDS;
  }

  /** The status is certain; which error explains it may still be on its way. */
  private Optional<Acknowledgement> ended() {
    if (wasLive) {
      return accepted();
    }
    return lastError == null ? Optional.empty() : refused(lastError);
  }

  /** Rejected, or held: only an error that refuses, or the reason of the hold, tells. */
  private Optional<Acknowledgement> inactive() {
    if (refusal != null) {
      return refused(refusal);
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
