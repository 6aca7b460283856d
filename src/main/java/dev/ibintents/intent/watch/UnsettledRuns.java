package dev.ibintents.intent.watch;

import dev.ibintents.messages.EventKeys;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunDocument;
import dev.ibintents.trading.ledger.RunLedger;
import java.util.List;
import java.util.Optional;

/** Looks for runs that have begun, and broken off before they ended. */
final class UnsettledRuns implements Check {
  @Override
  public String name() {
    return "runs";
  }

  @Override
  public Verdict look(Observed observed) {
    Optional<Lease> lease = observed.lease();
    List<Verdict.Finding> faults =
        observed.environment().store().query(RunLedger.running(observed.mode())).stream()
            .map(RunDocument::run)
            .filter(run -> lease.filter(held -> held.isOf(run)).isEmpty())
            .map(run -> fault(run, observed))
            .toList();
    return Verdict.faults(faults, "no run has broken off");
  }

  private static Verdict.Finding fault(Run run, Observed observed) {
    return new Verdict.Finding(
        EventKeys.of(observed.now(), "unsettled/" + run.id()),
        "%s has broken off with %d orders whose outcome is not known; the next run settles it"
            .formatted(run, run.unsettled().size()));
  }
}
