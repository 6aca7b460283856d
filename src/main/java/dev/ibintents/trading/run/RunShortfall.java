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
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reports the orders of a run that a person must know of: orders that were never sent, orders that
 * the broker may or may not have, and orders that the broker refused.
 */
public final class RunShortfall {
  private static final Set<LegState> NEVER_SENT = EnumSet.of(LegState.EXPIRED, LegState.NOT_SENT);

  private final Run run;

  private RunShortfall(Run run) {
    this.run = run;
  }

  /** Whether the run has an order that was never sent, or whose arrival is not known. */
  public static boolean isIn(Run run) {
    return run.legs().stream()
        .map(Leg::state)
        .anyMatch(state -> NEVER_SENT.contains(state) || state == LegState.UNKNOWN);
  }

  /** Adds a problem for each of these kinds of orders that the run has. */
  public static void report(Run run, Problems problems) {
    RunShortfall shortfall = new RunShortfall(run);
    shortfall.report(
        leg -> NEVER_SENT.contains(leg.state()) && leg.terms().isAfterSales(),
        problems,
        Problem.Code.PURCHASES_NOT_SENT,
        "these purchases waited for the cash of sales, were never sent, and will not be",
        "The next allocation plans them anew.");
    shortfall.report(
        leg -> NEVER_SENT.contains(leg.state()) && !leg.terms().isAfterSales(),
        problems,
        Problem.Code.ORDERS_NOT_SENT,
        "these orders were never sent, and will not be",
        "If they are still wanted, send the request again: with another Idempotency-Key, or without"
            + " a key when the time of retryCheckMinutes is over.");
    shortfall.report(
        leg -> leg.state() == LegState.REJECTED,
        problems,
        Problem.Code.ORDER_REFUSED,
        "the broker refused these orders",
        "Correct the reason, and send a new request.");
    shortfall.report(
        leg -> leg.state() == LegState.UNKNOWN,
        problems,
        Problem.Code.ORDERS_IN_DOUBT,
        "it is not known whether these orders have reached the broker, and they are not sent again",
        "Look for them at the broker, and call trade-reconciliation: it compares the books with the"
            + " portfolio, and says what to adopt. Only then send the request again.");
  }

  private void report(
      Predicate<Leg> kind, Problems problems, Problem.Code code, String fault, String advice) {
    List<Leg> legs = run.legs().stream().filter(kind).toList();
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
