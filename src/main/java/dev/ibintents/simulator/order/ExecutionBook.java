package dev.ibintents.simulator.order;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.fault.ExecutionFaults;
import dev.ibintents.simulator.server.Tws;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Executions after they have happened: commissions that come late, corrections, and busts.
 *
 * <p>News that are still to come are forgotten by a restart, as a gateway forgets what it has not
 * said; clients then ask for executions. Used under the account's lock.
 */
public final class ExecutionBook {
  private static final BigDecimal PENDING = BigDecimal.ONE.negate();

  private record Due(Instant time, Consumer<News> news) {}

  private final PaperAccount account;
  private final ExecutionFaults faults;
  private final List<Due> waiting = new ArrayList<>();

  public ExecutionBook(PaperAccount account, ExecutionFaults faults) {
    this.account = account;
    this.faults = faults;
  }

  /** Whether an execution's commission is told together with it. */
  boolean isCommissionKnownAtOnce() {
    return faults.commissionTime().isZero() && !faults.isCommissionPending();
  }

  /** Tells the commission of an execution that has just happened, now or later. */
  void happened(PaperFill fill, News news) {
    int client = fill.execution().clientId();
    if (faults.isCommissionPending()) {
      news.say(client, pending(fill));
    }
    if (faults.commissionTime().isZero()) {
      news.say(client, fill.commission());
    } else {
      at(
          fill.time().plus(faults.commissionTime()),
          late -> account.find(fill.execId()).ifPresent(f -> late.say(client, f.commission())));
    }
    faults.revision().ifPresent(revision -> plan(fill, revision));
  }

  private void plan(PaperFill fill, ExecutionFaults.Revision revision) {
    BigDecimal shares = fill.execution().shares();
    BigDecimal price = fill.execution().price();
    String execId = fill.execId();
    at(
        fill.time().plus(revision.later()),
        news -> {
          if (account.find(execId).isEmpty()) {
            return; // the day was forgotten meanwhile
          }
          switch (revision.kind()) {
            case BUST -> correct(execId, BigDecimal.ZERO, price, news);
            case PRICE -> correct(execId, shares, price.add(revision.amount()), news);
            case COMMISSION -> correctCommission(execId, revision.amount(), news);
          }
        });
  }

  private void at(Instant time, Consumer<News> news) {
    waiting.add(new Due(time, news));
  }

  /** The commission report of an execution as a list shows it; empty if it is not known yet. */
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

  /** Replaces an execution; see {@link Tws#correct(String, BigDecimal, BigDecimal)}. */
  public PaperFill correct(String execId, BigDecimal shares, BigDecimal price, News news) {
    PaperFill right = account.correct(execId, shares, price);
    news.traded(right.instrument());
    news.say(right.execution().clientId(), right.report(-1));
    news.say(right.execution().clientId(), right.commission());
    return right;
  }

  /** Reports another commission for an execution; the account pays the difference. */
  public PaperFill correctCommission(String execId, BigDecimal amount, News news) {
    PaperFill right = account.correctCommission(execId, amount);
    news.traded(right.instrument());
    news.say(right.execution().clientId(), right.commission());
    return right;
  }

  /** Tells what is due; whether anything was. */
  boolean tell(News news) {
    Instant now = account.now();
    List<Due> due = waiting.stream().filter(next -> !next.time().isAfter(now)).toList();
    waiting.removeAll(due);
    due.forEach(next -> next.news().accept(news));
    return !due.isEmpty();
  }

  /** The moments at which there will be something to tell. */
  List<Instant> due() {
    return waiting.stream().map(Due::time).toList();
  }
}
