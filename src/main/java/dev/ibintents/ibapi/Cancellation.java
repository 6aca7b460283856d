package dev.ibintents.ibapi;

/**
 * What has become of a cancellation.
 *
 * @param outcome what it comes to
 * @param code the error that told; 0 if a status did
 * @param text the gateway's own words: the error's text, or the status
 */
public record Cancellation(Outcome outcome, int code, String text) {
  /** What a cancellation comes to. */
  public enum Outcome {
    /** Nothing more of the order will be filled; a part of it may have been. */
    CANCELLED,
    /** The order is in no state to be cancelled: filled as a rule. Its executions tell. */
    TOO_LATE,
    /** The gateway knows no such order of this client. */
    NOT_FOUND
  }
}
