package dev.ibintents.ibapi;

/**
 * The result of a cancellation.
 *
 * @param outcome what happened to the order
 * @param code the code of the error that reported it; 0 if a status reported it
 * @param text the gateway's own words: the error's text, or the status
 */
public record Cancellation(Outcome outcome, int code, String text) {
  /** The possible results of a cancellation. */
  public enum Outcome {
    /** No more of the order will be filled; a part may have been filled before. */
    CANCELLED,
    /**
     * The order could not be cancelled, usually because it is filled. Its executions show the fill.
     */
    TOO_LATE,
    /** The gateway knows no such order of this client. */
    NOT_FOUND
  }
}
