package dev.ibintents.simulator.account;

import dev.ibintents.store.Stored;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * The state of a live order that its messages do not contain. The store keeps each component under
 * its name.
 *
 * @param placed when the order arrived
 * @param transmitted whether the order may work; false while it or its parent waits to be
 *     transmitted
 * @param elected whether the market has touched the stop price; true for an order without a stop
 *     price
 * @param pieces the number of executions in which the order is filled
 * @param nextPiece the earliest moment of the next execution; {@code null} for any time
 * @param paid the sum of price × units of all executions so far
 * @param commission the commission so far, in the instrument's currency
 * @param cancelAt when a requested cancellation takes effect; {@code null} if there is none
 * @param changes the number of changes so far
 * @param hiddenUntil until when a fault hides the order from clients; {@code null} if it is not
 *     hidden. A hidden order waits to be transmitted by hand, or was reported as cancelled and will
 *     be filled
 */
public record Progress(
    Instant placed,
    boolean transmitted,
    boolean elected,
    int pieces,
    @Stored(leftOutIfEmpty = true) Instant nextPiece,
    BigDecimal paid,
    BigDecimal commission,
    @Stored(leftOutIfEmpty = true) Instant cancelAt,
    int changes,
    @Stored(leftOutIfEmpty = true) Instant hiddenUntil) {

  /**
   * The progress of an order that has just arrived, works at once, and is filled in one execution.
   */
  public static Progress begun(Instant placed) {
    return new Progress(
        placed, true, true, 1, null, BigDecimal.ZERO, BigDecimal.ZERO, null, 0, null);
  }

  /** The progress of an order that may work, or that waits to be transmitted. */
  public Progress withTransmitted(boolean nowTransmitted) {
    return copy(nowTransmitted, elected, pieces, cancelAt, hiddenUntil);
  }

  /** The progress of an order whose stop price was touched, or was not. */
  public Progress withElected(boolean nowElected) {
    return copy(transmitted, nowElected, pieces, cancelAt, hiddenUntil);
  }

  /** The progress of an order that is filled in a number of executions. */
  public Progress withPieces(int number) {
    return copy(transmitted, elected, number, cancelAt, hiddenUntil);
  }

  /** The progress of an order whose cancellation takes effect at a moment. */
  public Progress withCancelAt(Instant moment) {
    return copy(transmitted, elected, pieces, moment, hiddenUntil);
  }

  /**
   * The progress of an order that is hidden until a moment; {@code null} makes the order visible.
   */
  public Progress withHiddenUntil(Instant moment) {
    return copy(transmitted, elected, pieces, cancelAt, moment);
  }

  private Progress copy(
      boolean nowTransmitted,
      boolean nowElected,
      int newPieces,
      Instant newCancelAt,
      Instant newHiddenUntil) {
    return new Progress(
        placed,
        nowTransmitted,
        nowElected,
        newPieces,
        nextPiece,
        paid,
        commission,
        newCancelAt,
        changes,
        newHiddenUntil);
  }

  Progress changed() {
    return new Progress(
        placed,
        transmitted,
        elected,
        pieces,
        nextPiece,
        paid,
        commission,
        cancelAt,
        changes + 1,
        hiddenUntil);
  }

  /** The progress after one more execution. */
  Progress filled(BigDecimal amount, BigDecimal cost, Instant next) {
    return new Progress(
        placed,
        transmitted,
        elected,
        pieces,
        next,
        paid.add(amount),
        commission.add(cost),
        cancelAt,
        changes,
        hiddenUntil);
  }
}
