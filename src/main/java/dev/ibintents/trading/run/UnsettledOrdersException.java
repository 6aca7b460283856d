package dev.ibintents.trading.run;

import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Orders were sent and not acknowledged in time, or they were held back for a reason that may pass.
 * They are in the ledger. The next run settles them first, and no order is sent twice.
 */
public final class UnsettledOrdersException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param run the run with its unsettled orders
   * @param cause the exception that caused it; may be {@code null}
   */
  public UnsettledOrdersException(Run run, Throwable cause) {
    super(
        words(run)
            + "; they are in the ledger as run "
            + run.id()
            + ", and the next run settles them before anything else",
        cause);
  }

  private static String words(Run run) {
    List<String> words = new ArrayList<>();
    List<Leg> sent = run.unsettled().stream().filter(leg -> !isHeldBack(leg)).toList();
    if (!sent.isEmpty()) {
      words.add(
          "the broker has not acknowledged these orders in time: "
              + sent.stream().map(Leg::toString).collect(Collectors.joining(", ")));
    }
    List<Leg> heldBack =
        run.unsettled().stream().filter(UnsettledOrdersException::isHeldBack).toList();
    if (!heldBack.isEmpty()) {
      words.add(
          "these orders are not sent yet: "
              + heldBack.stream()
                  .map(leg -> leg + (leg.message().isEmpty() ? "" : " (" + leg.message() + ")"))
                  .collect(Collectors.joining(", ")));
    }
    return String.join("; ", words);
  }

  private static boolean isHeldBack(Leg leg) {
    return leg.state() == LegState.PLANNED;
  }
}
