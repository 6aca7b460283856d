package dev.ibintents.trading.run;

import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Problems;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.Run;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reports the orders of a run that a person must know of: orders that were never sent, orders that
 * the broker may or may not have, and orders that the broker refused.
 */
public final class RunShortfall {
  private static final Set<LegState> NEVER_SENT = EnumSet.of(LegState.EXPIRED, LegState.NOT_SENT);
  private static final Set<LegState> REFUSED = EnumSet.of(LegState.REJECTED);
  private static final Set<LegState> IN_DOUBT = EnumSet.of(LegState.UNKNOWN);

  private final Run run;

  private RunShortfall(Run run) {
    this.run = run;
  }

  /** Whether the run has an order that was never sent, or whose arrival is not known. */
  public static boolean isIn(Run run) {
    return run.legs().stream()
        .map(Leg::state)
        .anyMatch(state -> NEVER_SENT.contains(state) || IN_DOUBT.contains(state));
  }

  /** Adds a problem for each of the three kinds of orders that the run has. */
  public static void report(Run run, Problems problems) {
    RunShortfall shortfall = new RunShortfall(run);
    shortfall.report(
        NEVER_SENT,
        problems,
        Problem.Code.ORDERS_NOT_SENT,
        "these orders were never sent, and will not be",
        "If they are still wanted, send the request again: with another Idempotency-Key, or without"
            + " a key when the time of retryCheckMinutes is over.");
    shortfall.report(
        REFUSED,
        problems,
        Problem.Code.ORDER_REFUSED,
        "the broker refused these orders",
        "Correct the reason, and send a new request.");
    shortfall.report(
        IN_DOUBT,
        problems,
        Problem.Code.ORDERS_IN_DOUBT,
        "it is not known whether these orders have reached the broker, and they are not sent again",
        "Look for them at the broker, and call trade-reconciliation: it compares the books with the"
            + " portfolio, and says what to adopt. Only then send the request again.");
  }

  private void report(
      Set<LegState> states, Problems problems, Problem.Code code, String fault, String advice) {
    List<Leg> legs = run.legs().stream().filter(leg -> states.contains(leg.state())).toList();
    if (!legs.isEmpty()) {
      problems.add(code, "of " + name() + " " + fault + ": " + byReason(legs) + ". " + advice);
    }
  }

  /** Names the run without its state, so that all reports of it have the same words. */
  private String name() {
    return "the %s run of %s (%s, %s)"
        .formatted(run.intent(), run.begunAt(), run.origin(), run.id());
  }

  private static String byReason(List<Leg> legs) {
    Map<String, List<Leg>> byReason =
        legs.stream()
            .collect(Collectors.groupingBy(Leg::message, LinkedHashMap::new, Collectors.toList()));
    return byReason.entrySet().stream()
        .map(entry -> names(entry.getValue()) + " (" + entry.getKey() + ")")
        .collect(Collectors.joining("; "));
  }

  private static String names(List<Leg> legs) {
    return legs.stream()
        .map(
            leg ->
                leg.orderRef()
                    + " "
                    + leg.action()
                    + " "
                    + leg.quantity().toPlainString()
                    + " "
                    + leg.contract().symbol())
        .collect(Collectors.joining(", "));
  }
}
