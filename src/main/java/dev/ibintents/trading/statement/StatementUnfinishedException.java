package dev.ibintents.trading.statement;

/** The time was over before all rows of a statement were posted. A repetition posts the rest. */
public final class StatementUnfinishedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StatementUnfinishedException(int done, int all) {
    super(
        "the time is over after %d of %d rows, which are posted; repeat the request, and it posts"
                .formatted(done, all)
            + " the rest");
  }
}
