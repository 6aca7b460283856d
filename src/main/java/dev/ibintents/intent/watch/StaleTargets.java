package dev.ibintents.intent.watch;

import dev.ibintents.environment.Problem;
import dev.ibintents.schedule.InvalidScheduleException;
import dev.ibintents.schedule.ScheduledJob;
import dev.ibintents.store.Document;
import dev.ibintents.strategy.ExternalTarget;
import dev.ibintents.strategy.Strategies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Looks for targets of other programs that were too old at the last scheduled allocation; without a
 * schedule, for those that are too old now.
 */
final class StaleTargets implements Check {
  private static final Set<String> ALLOCATING = Set.of("orchestrate", "allocation");

  @Override
  public String name() {
    return "targets";
  }

  @Override
  public Verdict look(Observed observed) {
    Instant needed = lastAllocation(observed);
    List<Verdict.Finding> faults = new ArrayList<>();
    for (Document strategy : observed.environment().store().list("strategies")) {
      boolean isUsed =
          Strategies.kindName(strategy).equals(ExternalTarget.KIND)
              && observed.configuration().exposure().of(strategy.id()).signum() > 0
              && !Boolean.FALSE.equals(strategy.fields().get("enabled"));
      if (isUsed) {
        ExternalTarget.of(strategy)
            .freshUntil()
            .filter(needed::isAfter)
            .ifPresent(until -> faults.add(fault(strategy.id(), until, observed)));
      }
    }
    return Verdict.faults(faults, "every target of another program was fresh");
  }

  private static Verdict.Finding fault(String strategy, Instant until, Observed observed) {
    return new Verdict.Finding(
        observed.key(Problem.Code.STRATEGY_STALE, "strategies/" + strategy, "target/" + strategy),
        "the target of strategies/%s was fresh until %s; does its program still run?"
            .formatted(strategy, until));
  }

  private static Instant lastAllocation(Observed observed) {
    Instant last = null;
    for (ScheduledJob job : observed.configuration().watch().jobs()) {
      if (ALLOCATING.contains(job.intent())) {
        for (Instant due : due(job, observed)) {
          last = last == null || due.isAfter(last) ? due : last;
        }
      }
    }
    return last == null ? observed.now() : last;
  }

  private static List<Instant> due(ScheduledJob job, Observed observed) {
    try {
      return job.between(observed.begin(), observed.now());
    } catch (InvalidScheduleException e) {
      return List.of(); // the check of the schedule reports it
    }
  }
}
