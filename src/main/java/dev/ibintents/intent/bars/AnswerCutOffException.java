package dev.ibintents.intent.bars;

import dev.ibintents.ibapi.Deadline;
import dev.ibintents.marketdata.BarTime;

/** The time of the invocation ended before all bars were written. */
final class AnswerCutOffException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param next the time of the first bar that was not written
   */
  AnswerCutOffException(Deadline deadline, BarTime next) {
    super(
        "not all bars were written within %d s (TIMEOUT_SECONDS); ask for the rest with from %s"
            .formatted(deadline.length().toSeconds(), next));
  }
}
