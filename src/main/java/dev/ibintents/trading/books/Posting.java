package dev.ibintents.trading.books;

import dev.ibintents.trading.Shares;
import java.util.Optional;

/**
 * The outcome of posting one execution.
 *
 * @param outcome the kind of outcome
 * @param shares the shares of strategies in it, negative for sales; empty if it is nobody's, or if
 *     nothing was posted now
 * @param because why it was not attributed; empty otherwise
 * @param recorded the recorded end of its order, if that was open no more: the execution proves it
 *     wrong
 */
public record Posting(Outcome outcome, Shares shares, String because, Optional<String> recorded) {

  /** Kinds of outcomes. */
  public enum Outcome {
    /** It is in the holdings now. */
    BOOKED,
    /** It has taken the place of a former version of itself. */
    CORRECTED,
    /** It had been booked before, or a later version of it; nothing was changed. */
    ALREADY_BOOKED,
    /** It had been booked before, and what it cost was added or replaced. */
    COMMISSION_RECORDED,
    /** Nobody knows whose it is; nothing was written. */
    UNATTRIBUTED
  }

  static Posting of(Outcome outcome, Shares shares) {
    return new Posting(outcome, shares, "", Optional.empty());
  }

  static Posting unattributed(String because) {
    return new Posting(Outcome.UNATTRIBUTED, Shares.NONE, because, Optional.empty());
  }

  /** The same outcome, of an order of which something else had been recorded. */
  Posting against(Optional<String> otherRecord) {
    return new Posting(outcome, shares, because, otherRecord);
  }
}
