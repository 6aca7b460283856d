package dev.ibintents.trading;

import java.util.stream.Collectors;

/**
 * Orders were sent, and the broker has not said in time whether it has them. They are in the
 * ledger; the next run asks for them first, and nothing is sent twice.
 */
public final class UnsettledOrdersException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param run with its orders, some of which are unsettled
   * @param cause what it came from; may be {@code null}
   */
  public UnsettledOrdersException(Run run, Throwable cause) {
    super(
        "the broker has not said in time whether it has the orders "
            + run.unsettled().stream().map(Leg::toString).collect(Collectors.joining(", "))
            + "; they are in the ledger as run "
            + run.id()
            + ", and the next run settles them before anything else",
        cause);
  }
}
