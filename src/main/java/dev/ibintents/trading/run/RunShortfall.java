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
 * The orders in which a run fell short of its plan, so that a person must know of them: those that
 * were never sent, those of which nobody knows whether the broker has them, and those that the
 * broker refused.
 */
public final class RunShortfall {
  private static final Set<LegState> NEVER_SENT = EnumSet.of(LegState.EXPIRED, LegState.NOT_SENT);
  private static final Set<LegState> REFUSED = EnumSet.of(LegState.REJECTED);
  private static final Set<LegState> IN_DOUBT = EnumSet.of(LegState.UNKNOWN);

  private final Run run;

  private RunShortfall(Run run) {
    this.run = run;
  }

  /** Whether there is an order that was never sent, or of which nobody knows. */
  public static boolean isIn(Run run) {
    return run.legs().stream()
        .map(Leg::state)
        .anyMatch(state -> NEVER_SENT.contains(state) || IN_DOUBT.contains(state));
  }

  /** Adds a problem for each of the kinds, if there are orders of it. */
  public static void report(Run run, Problems problems) {
    RunShortfall shortfall = new RunShortfall(run);
    shortfall.report(
        NEVER_SENT,
        problems,
        Problem.Code.ORDERS_NOT_SENT,
        "these orders were never sent, and will not be",
        "If they are still wanted, ask anew: under another Idempotency-Key, or without one when"
            + " the time of retryCheckMinutes is over.");
    shortfall.report(
        REFUSED,
        problems,
        Problem.Code.ORDER_REFUSED,
        "the broker refused these orders",
        "Mend what it says, and ask for a new run.");
    shortfall.report(
        IN_DOUBT,
        problems,
        Problem.Code.ORDERS_IN_DOUBT,
        "nobody can say whether these orders have reached the broker, and they are not sent again",
        "Look for them at the broker, and call trade-reconciliation: it compares the books with the"
            + " portfolio, and says what to adopt. Only then ask for the same again.");
  }

  private void report(
      Set<LegState> states, Problems problems, Problem.Code code, String what, String advice) {
    List<Leg> legs = run.legs().stream().filter(leg -> states.contains(leg.state())).toList();
    if (!legs.isEmpty()) {
      problems.add(code, "of " + name() + " " + what + ": " + byReason(legs) + ". " + advice);
    }
  }

  /** Without its state, so that all who report it say the same. */
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
