package dev.ibintents.intent.bars;

import dev.ibintents.ibapi.Deadline;
import dev.ibintents.marketdata.BarTime;

/** The time for an invocation was over before all bars were written. */
final class AnswerCutOffException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param next the bar that comes after the last one that was written
   */
  AnswerCutOffException(Deadline deadline, BarTime next) {
    super(
        "not all bars were written within %d s (TIMEOUT_SECONDS); ask for the rest with from %s"
            .formatted(deadline.length().toSeconds(), next));
  }
}
