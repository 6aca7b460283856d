package dev.ibintents.trading.books;

import dev.ibintents.trading.Shares;
import java.util.Optional;

/**
 * The outcome of posting one execution.
 *
 * @param outcome the kind of outcome
 * @param shares the shares of strategies in the execution, negative for sales; empty if no strategy
 *     has one, or if nothing was posted now
 * @param because the reason why it was not attributed; empty otherwise
 * @param recorded the recorded end of its order, if the order was not open any more; the execution
 *     disproves that end
 */
public record Posting(Outcome outcome, Shares shares, String because, Optional<String> recorded) {

  /** Kinds of outcomes. */
  public enum Outcome {
    /** It was posted now. */
    BOOKED,
    /** It was posted now, and has replaced a former version of itself. */
    CORRECTED,
    /** It was posted before, or a later version of it was; nothing was changed. */
    ALREADY_BOOKED,
    /** It was posted before, and its cost was added or replaced now. */
    COMMISSION_RECORDED,
    /** Its order is not known; nothing was written. */
    UNATTRIBUTED
  }

  static Posting of(Outcome outcome, Shares shares) {
    return new Posting(outcome, shares, "", Optional.empty());
  }

  static Posting unattributed(String because) {
    return new Posting(Outcome.UNATTRIBUTED, Shares.NONE, because, Optional.empty());
  }

  /** The same outcome, with the recorded end that the execution disproves. */
  Posting against(Optional<String> otherRecord) {
    return new Posting(outcome, shares, because, otherRecord);
  }
}
