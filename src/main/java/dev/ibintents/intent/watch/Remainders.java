package dev.ibintents.intent.watch;

import dev.ibintents.intent.close.CloseAll;
import dev.ibintents.intent.look.PostedFills;
import dev.ibintents.messages.EventKeys;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for orders since the last watch that ended before they were filled, for example at the
 * close. Orders that a later close-all has cancelled are left out.
 */
final class Remainders implements Check {
  @Override
  public String name() {
    return "unfilled";
  }

  @Override
  public Verdict look(Observed observed) {
    List<Run> runs =
        observed.runs().stream().filter(run -> run.begunAt().isAfter(observed.begin())).toList();
    if (runs.isEmpty()) {
      return Verdict.ok("no orders since the last watch");
    }
    Instant closed =
        runs.stream()
            .filter(run -> run.intent().equals(CloseAll.NAME))
            .map(Run::begunAt)
            .findFirst()
            .orElse(Instant.MIN);
    PostedFills fills = PostedFills.of(observed.store(), observed.mode(), runs);
    Set<String> open =
        observed.openOrders().stream().map(OpenOrderEntry::orderRef).collect(Collectors.toSet());
    List<Verdict.Finding> faults = new ArrayList<>();
    for (Run run : runs) {
      if (run.intent().equals(CloseAll.NAME) || !run.begunAt().isBefore(closed)) {
        for (Leg leg : run.legs()) {
          PostedFills.Filled filled = fills.of(leg.orderRef());
          if (hasEnded(leg, open) && filled.quantity().compareTo(leg.quantity()) < 0) {
            faults.add(fault(leg, filled, observed));
          }
        }
      }
    }
    return Verdict.faults(faults, "no order has ended unfilled");
  }

  private static boolean hasEnded(Leg leg, Set<String> open) {
    return !open.contains(leg.orderRef()) && leg.state().isTaken();
  }

  private static Verdict.Finding fault(Leg leg, PostedFills.Filled filled, Observed observed) {
    return new Verdict.Finding(
        EventKeys.of(observed.now(), "unfilled/" + leg.orderRef()),
        "%s %s of %s %s filled, and the rest has ended (%s)"
            .formatted(
                leg.action().equals("BUY") ? "bought" : "sold",
                filled.quantity().toPlainString(),
                leg.quantity().toPlainString(),
                leg.contract().name(),
                leg.orderRef()));
  }
}
