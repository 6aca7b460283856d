package dev.ibintents.intent.watch;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.ShiftedClock;
import dev.ibintents.intent.look.PastActivity;
import dev.ibintents.messages.EventKeys;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.RecentRuns;
import dev.ibintents.trading.ledger.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The facts that the checks look at, read once. */
final class Observed {
  /**
   * The time that a job with its retries takes. A job that was due within this time is left to the
   * next watch.
   */
  static final Duration GRACE = Duration.ofMinutes(20);

  private static final int ACTIVITIES = 100;
  private static final int RUNS = 30;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(4);

  private final Environment environment;
  private final Instant now;
  private final Optional<BrokerView> broker;
  private final List<PastActivity> activities;
  private final Instant since;
  private final List<Run> runs;
  private final List<OpenOrderEntry> openOrders;
  private final Calendar calendar;

  /**
   * @param environment the environment of the invocation
   * @param broker the broker's view; empty if the gateway is not to be asked
   */
  Observed(Environment environment, Optional<BrokerView> broker) {
    this.environment = environment;
    this.now = environment.clock().instant();
    this.broker = broker;
    this.activities = PastActivity.newest(environment.store(), mode(), ACTIVITIES);
    this.since = since();
    this.runs = new RecentRuns(environment.store(), mode()).read(RUNS);
    // The open orders are read after the runs. Before them, a fresh order would look ended.
    this.openOrders = books().openOrders();
    this.calendar =
        new Calendar(environment)
            .read(broker.filter(view -> view.failure().isEmpty()).map(BrokerView::tools));
  }

  /** The end of the time that the last watch of an earlier day covered. */
  private Instant since() {
    LocalDate today = BrokerDay.of(now);
    Instant last =
        activities.stream()
            .filter(activity -> activity.name().equals(Watch.NAME))
            .map(PastActivity::timestamp)
            .filter(at -> BrokerDay.of(at).isBefore(today))
            .findFirst()
            .map(at -> at.minus(GRACE))
            .orElse(now.minus(DAY));
    return last.isBefore(now.minus(LONGEST)) ? now.minus(LONGEST) : last;
  }

  Environment environment() {
    return environment;
  }

  Configuration configuration() {
    return environment.configuration();
  }

  TradingMode mode() {
    return environment.variables().tradingMode();
  }

  Instant now() {
    return now;
  }

  /** The broker's view; empty if the gateway was not asked. */
  Optional<BrokerView> broker() {
    return broker;
  }

  /** The store: with the day's executions if the gateway has told them. */
  DocumentStore store() {
    return broker
        .filter(view -> view.reconciled().isPresent())
        .map(view -> view.tools().store())
        .orElse(environment.store());
  }

  /** The books, with the day's executions if the gateway has told them. */
  Books books() {
    return new Books(store(), mode(), environment.clock());
  }

  /** The newest activities, the newest first. */
  List<PastActivity> activities() {
    return activities;
  }

  /** The moment after which this watch looks at jobs and problems. */
  Instant begin() {
    return since;
  }

  /** The runs that have begun last, the newest first. */
  List<Run> runs() {
    return runs;
  }

  /** The open orders of the books. */
  List<OpenOrderEntry> openOrders() {
    return openOrders;
  }

  Calendar calendar() {
    return calendar;
  }

  /** The lease of the account, if an invocation holds it now. */
  Optional<Lease> lease() {
    return new Leases(environment.store(), environment.clock())
        .current(mode())
        .filter(held -> !held.isExpired(ShiftedClock.realTimeOf(environment.clock()).instant()));
  }

  /**
   * The key of a fault. If a problem of today has this code and this name in its message, the fault
   * gets that problem's key, so that it is told once.
   *
   * @param name the name of the strategy or document that a problem would name
   * @param subject the key's subject if there is no such problem
   */
  String key(Problem.Code code, String name, String subject) {
    for (PastActivity activity : activities) {
      if (BrokerDay.of(activity.timestamp()).equals(BrokerDay.of(now))) {
        for (Problem problem : activity.problems()) {
          if (problem.code().equals(code.id()) && problem.message().contains(name)) {
            return EventKeys.problem(activity.timestamp(), problem);
          }
        }
      }
    }
    return EventKeys.of(now, subject);
  }
}
