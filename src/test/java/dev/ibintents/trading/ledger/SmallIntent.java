package dev.ibintents.trading.ledger;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.ledger.RunStanding.Started;
import dev.ibintents.trading.run.LegDecision;
import dev.ibintents.trading.run.LegDecision.Verdict;
import dev.ibintents.trading.run.RecoveryDecision;
import dev.ibintents.trading.run.SeenOrders;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trading intent in small: what is to be done with lease, ledger and recovery, in order. */
final class SmallIntent {
  static final int RETRY_CHECK_MINUTES = 60;

  private final Leases leases;
  private final RunLedger ledger;
  private final Clock clock;
  private final Pause pause;
  private final SeenOrders broker;

  SmallIntent(DocumentStore store, Clock clock, Pause pause, SeenOrders broker) {
    this.leases = new Leases(store, clock);
    this.ledger = new RunLedger(store, clock);
    this.clock = clock;
    this.pause = pause;
    this.broker = broker;
  }

  /** Recovers what others left, then runs; gives the lease back unless it dies. */
  RunStanding run(String owner, RunKey key, RunPlan plan) throws InterruptedException {
    Lease lease =
        leases.acquire(
            TradingMode.PAPER, owner, clock.instant().plus(Duration.ofSeconds(300)), pause);
    RunStanding beginning;
    try {
      beginning = run(lease, key, plan);
    } catch (RuntimeException e) {
      leases.release(lease); // whoever is killed, by an Error here, gives nothing back
      throw e;
    }
    leases.release(lease);
    return beginning;
  }

  private RunStanding run(Lease lease, RunKey key, RunPlan plan) throws InterruptedException {
    for (Run abandoned : ledger.abandoned(lease)) {
      recover(lease, abandoned);
    }
    RunStanding beginning = ledger.begin(key, plan, lease, AccompanyingWrites.NONE);
    if (beginning instanceof Started started) {
      send(lease, started.run(), started.run().legs());
      ledger.finish(lease, key.id(), Map.of("by", lease.owner()));
    }
    return beginning;
  }

  private void recover(Lease lease, Run abandoned) throws InterruptedException {
    Run run = ledger.takeOver(lease, abandoned.id());
    List<LegDecision> decisions = decide(lease, run);
    while (has(decisions, Verdict.ASK_AGAIN)) {
      pause.pause(Duration.ofSeconds(5));
      decisions = decide(lease, run);
    }
    List<LegUpdate> updates =
        decisions.stream().map(LegDecision::update).flatMap(Optional::stream).toList();
    ledger.record(lease, run.id(), updates);
    send(
        lease,
        run,
        decisions.stream()
            .filter(decision -> decision.verdict() == Verdict.SEND_NOW)
            .map(LegDecision::leg)
            .toList());
    if (has(decisions, Verdict.EXPIRED_NOT_SENT) || has(decisions, Verdict.LEFT_TO_BOOKS)) {
      ledger.expire(lease, run.id(), Map.of());
    } else {
      ledger.finish(lease, run.id(), Map.of());
    }
  }

  private List<LegDecision> decide(Lease lease, Run run) {
    return RecoveryDecision.decide(run, lease, broker.record(clock), RETRY_CHECK_MINUTES);
  }

  private static boolean has(List<LegDecision> decisions, Verdict verdict) {
    return decisions.stream().anyMatch(decision -> decision.verdict() == verdict);
  }

  private void send(Lease lease, Run run, List<Leg> legs) {
    List<LegUpdate> sent = new ArrayList<>();
    for (Leg leg : legs) {
      sent.add(LegUpdate.sent(leg.orderRef(), 1, 1 + run.legs().indexOf(leg)));
    }
    ledger.record(lease, run.id(), sent);
    for (Leg leg : legs) {
      long permId = broker.place(leg, 1 + run.legs().indexOf(leg));
      ledger.record(lease, run.id(), List.of(LegUpdate.acknowledged(leg.orderRef(), permId)));
    }
  }
}
