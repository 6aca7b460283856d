package dev.ibintents.simulator.account;

import dev.ibintents.store.Stored;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * The facts about a live order that the gateway knows and its messages do not have.
 *
 * @param placed when it arrived
 * @param transmitted whether it may work; not while it or its parent waits to be sent on
 * @param elected whether its stop price was touched; true of an order without one
 * @param pieces in how many executions it is filled
 * @param nextPiece not before this moment comes the next execution; {@code null} if at any time
 * @param paid price × units of all executions so far
 * @param commission what it has cost so far, in the instrument's currency
 * @param cancelAt when a cancellation that was asked for takes effect; {@code null} if there is
 *     none
 * @param changes how often it was changed
 * @param hiddenUntil until this moment no client can see it: it waits to be transmitted by hand, or
 *     was reported as cancelled and will be filled; {@code null} if it is not hidden
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

  /** Of an order that has just arrived, works at once, and is filled in one execution. */
  public static Progress begun(Instant placed) {
    return new Progress(
        placed, true, true, 1, null, BigDecimal.ZERO, BigDecimal.ZERO, null, 0, null);
  }

  public Progress withTransmitted(boolean sentOn) {
    return new Progress(
        placed,
        sentOn,
        elected,
        pieces,
        nextPiece,
        paid,
        commission,
        cancelAt,
        changes,
        hiddenUntil);
  }

  public Progress withElected(boolean touched) {
    return new Progress(
        placed,
        transmitted,
        touched,
        pieces,
        nextPiece,
        paid,
        commission,
        cancelAt,
        changes,
        hiddenUntil);
  }

  public Progress withPieces(int number) {
    return new Progress(
        placed,
        transmitted,
        elected,
        number,
        nextPiece,
        paid,
        commission,
        cancelAt,
        changes,
        hiddenUntil);
  }

  public Progress withCancelAt(Instant moment) {
    return new Progress(
        placed,
        transmitted,
        elected,
        pieces,
        nextPiece,
        paid,
        commission,
        moment,
        changes,
        hiddenUntil);
  }

  /** Hidden until a moment, or visible if it is {@code null}. */
  public Progress withHiddenUntil(Instant moment) {
    return new Progress(
        placed,
        transmitted,
        elected,
        pieces,
        nextPiece,
        paid,
        commission,
        cancelAt,
        changes,
        moment);
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

  /** After one more execution. */
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
