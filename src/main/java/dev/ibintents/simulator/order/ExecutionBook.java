package dev.ibintents.simulator.order;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.fault.ExecutionFaults;
import dev.ibintents.simulator.server.TwsUser;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The executions after they have happened: late commissions, corrections and cancelled executions.
 *
 * <p>A restart forgets the reports that are still to come, as a gateway forgets unsent messages.
 * Clients then ask for executions. Callers hold the account's lock.
 */
public final class ExecutionBook {
  private static final BigDecimal PENDING = BigDecimal.ONE.negate();

  private record PlannedReport(Instant time, Consumer<BookChanges> action) {}

  private final PaperAccount account;
  private final ExecutionFaults faults;
  private final List<PlannedReport> planned = new ArrayList<>();

  /** Reports the executions of an account with these faults. */
  public ExecutionBook(PaperAccount account, ExecutionFaults faults) {
    this.account = account;
    this.faults = faults;
  }

  /** Whether the commission of an execution is reported together with it. */
  boolean isCommissionKnownAtOnce() {
    return faults.commissionTime().isZero() && !faults.isCommissionPending();
  }

  /** Reports the commission of an execution that has just happened, now or later. */
  void reportCommission(PaperFill fill, BookChanges changes) {
    int client = fill.execution().clientId();
    if (faults.isCommissionPending()) {
      changes.send(client, pending(fill));
    }
    if (faults.commissionTime().isZero()) {
      changes.send(client, fill.commission());
    } else {
      plan(
          fill.time().plus(faults.commissionTime()),
          later ->
              account
                  .find(fill.execId())
                  .ifPresent(latest -> later.send(client, latest.commission())));
    }
    faults.revision().ifPresent(revision -> planRevision(fill, revision));
  }

  private void planRevision(PaperFill fill, ExecutionFaults.Revision revision) {
    BigDecimal shares = fill.execution().shares();
    BigDecimal price = fill.execution().price();
    String execId = fill.execId();
    plan(
        fill.time().plus(revision.later()),
        changes -> {
          if (account.find(execId).isEmpty()) {
            return; // the day has been forgotten
          }
          switch (revision.kind()) {
            case BUST -> correct(execId, BigDecimal.ZERO, price, changes);
            case PRICE -> correct(execId, shares, price.add(revision.amount()), changes);
            case COMMISSION -> correctCommission(execId, revision.amount(), changes);
          }
        });
  }

  private void plan(Instant time, Consumer<BookChanges> action) {
    planned.add(new PlannedReport(time, action));
  }

  /**
   * The commission report that a list of executions shows; empty if the commission is not known
   * yet.
   */
  public Optional<CommissionReport> listed(PaperFill fill) {
    if (!fill.time().plus(faults.commissionTime()).isAfter(account.now())) {
      return Optional.of(fill.commission());
    }
    return faults.isCommissionPending() ? Optional.of(pending(fill)) : Optional.empty();
  }

  private static CommissionReport pending(PaperFill fill) {
    return new CommissionReport(
        fill.execId(), PENDING, fill.instrument().currency(), null, null, "");
  }

  /** Corrects an execution; see {@link TwsUser#correct(String, BigDecimal, BigDecimal)}. */
  public PaperFill correct(
      String execId, BigDecimal shares, BigDecimal price, BookChanges changes) {
    PaperFill right = account.correct(execId, shares, price);
    changes.traded(right.instrument());
    changes.send(right.execution().clientId(), right.report(-1));
    changes.send(right.execution().clientId(), right.commission());
    return right;
  }

  /** Reports another commission for an execution. The account pays the difference. */
  public PaperFill correctCommission(String execId, BigDecimal amount, BookChanges changes) {
    PaperFill right = account.correctCommission(execId, amount);
    changes.traded(right.instrument());
    changes.send(right.execution().clientId(), right.commission());
    return right;
  }

  /** Makes the planned reports that are due; returns whether there were any. */
  boolean reportDue(BookChanges changes) {
    Instant now = account.now();
    List<PlannedReport> due =
        planned.stream().filter(report -> !report.time().isAfter(now)).toList();
    planned.removeAll(due);
    due.forEach(report -> report.action().accept(changes));
    return !due.isEmpty();
  }

  /** The moments of the planned reports. */
  List<Instant> due() {
    return planned.stream().map(PlannedReport::time).toList();
  }
}
