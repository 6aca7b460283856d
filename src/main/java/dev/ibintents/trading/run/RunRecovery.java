package dev.ibintents.trading.run;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegUpdate;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.RunState;
import dev.ibintents.trading.run.LegDecision.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles the open orders of abandoned runs, whose invocations have ended early. It requests the
 * orders that the broker has seen, and records them. It ends the orders whose time to be filled is
 * over. It sends the other orders if their plan is recent enough and they are still wanted. Then it
 * closes the run, and reports orders that were never sent, or whose arrival is not known.
 */
public final class RunRecovery {
  private static final Logger logger = LoggerFactory.getLogger(RunRecovery.class);

  private static final Duration BEFORE_ASKING_AGAIN = Duration.ofSeconds(1);

  private final Environment environment;
  private final RunLedger ledger;
  private final Books books;
  private final RunPlacement placement;
  private final Resumption resumption;
  private final BrokerInquiry broker;
  private final Remainders remainders;

  /**
   * Creates the recovery of an invocation.
   *
   * @param environment the environment of the invocation, with a connected gateway
   * @param ledger the ledger of the runs
   * @param books the books, which follow the states of orders
   * @param placement sends the orders that never arrived
   * @param resumption decides which of them are still wanted
   */
  public RunRecovery(
      Environment environment,
      RunLedger ledger,
      Books books,
      RunPlacement placement,
      Resumption resumption) {
    this.environment = environment;
    this.ledger = ledger;
    this.books = books;
    this.placement = placement;
    this.resumption = resumption;
    this.broker = new BrokerInquiry(environment, books);
    this.remainders = new Remainders(environment, ledger, books);
  }

  /**
   * Settles all abandoned runs of the lease's account.
   *
   * @return the runs after the recovery
   * @throws UnsettledOrdersException if the broker does not tell the outcome of an order in time
   */
  public List<Run> recover(LeaseHold hold) {
    List<Run> abandoned = ledger.abandoned(hold.lease());
    List<Books.OpenOrderEntry> openOrders = books.openOrders();
    avoidUsedOrderIds(abandoned, openOrders);
    reportChangedClientId(abandoned, openOrders);
    return abandoned.stream().map(run -> recover(run, hold)).toList();
  }

  /**
   * Excludes the order ids of earlier orders. The gateway may keep orders that it does not show,
   * and send them to the broker later.
   */
  private void avoidUsedOrderIds(List<Run> abandoned, List<Books.OpenOrderEntry> openOrders) {
    ClientSession session = environment.gateway().session();
    openOrders.forEach(order -> session.orderIdUsed(order.orderId()));
    abandoned.forEach(run -> run.legs().forEach(leg -> session.orderIdUsed(leg.orderId())));
  }

  /**
   * Reports unsettled orders of another client id. The gateway reports no statuses of them, and its
   * order ids prove nothing about them.
   */
  private void reportChangedClientId(List<Run> abandoned, List<Books.OpenOrderEntry> openOrders) {
    int clientId = environment.gateway().session().clientId();
    Map<String, Integer> others = new TreeMap<>();
    openOrders.forEach(
        order -> order.clientId().ifPresent(sender -> others.put(order.orderRef(), sender)));
    abandoned.stream()
        .flatMap(run -> run.unsettled().stream())
        .forEach(leg -> leg.clientId().ifPresent(sender -> others.put(leg.orderRef(), sender)));
    others.values().removeIf(sender -> sender == clientId);
    if (others.isEmpty()) {
      return;
    }
    String before =
        others.values().stream().distinct().map(String::valueOf).collect(Collectors.joining(", "));
    environment
        .problems()
        .add(
            Problem.Code.CLIENT_ID_CHANGED,
            "clientId is "
                + clientId
                + ", but orders that are not settled yet were sent under clientId "
                + before
                + ": "
                + String.join(", ", others.keySet())
                + ". Set clientId back to "
                + before
                + " until trade-reconciliation finds nothing unsettled, and change it only then");
  }

  private Run recover(Run abandoned, LeaseHold hold) {
    logger.warn("Recovering {}", abandoned);
    Run run = ledger.takeOver(hold.lease(), abandoned.id());
    while (run.state() == RunState.RUNNING) {
      List<LegDecision> decisions = decide(run, hold.lease());
      decisions.forEach(decision -> logger.warn("{}: {}", decision.leg(), decision.because()));
      run = ledger.record(hold.lease(), run.id(), updates(decisions));
      books.settle(run.legs());
      if (isDecided(decisions)) {
        run = sendWanted(remainders.end(run, hold), decisions, hold);
        if (run.unsettled().isEmpty()) {
          run = remainders.end(run, hold); // of the orders that were sent just now
        }
        if (run.unsettled().isEmpty()) {
          return close(run, hold.lease());
        }
      }
      pause(run);
    }
    return run;
  }

  /**
   * Whether every order is decided. Before that, no order may leave: with each new order the
   * gateway's next order id grows, and proves nothing about earlier orders any more.
   */
  private static boolean isDecided(List<LegDecision> decisions) {
    return withVerdict(decisions, Verdict.ASK_AGAIN).isEmpty()
        && withVerdict(decisions, Verdict.PROVE_LINK).isEmpty();
  }

  /** Sends the orders that never arrived and are still wanted. */
  private Run sendWanted(Run run, List<LegDecision> decisions, LeaseHold hold) {
    List<Leg> unsent = withVerdict(decisions, Verdict.SEND_NOW);
    if (unsent.isEmpty()) {
      return run;
    }
    broker.ordersLeave(); // the check of limits may send what-if orders, which use order ids
    Map<String, String> refusals = resumption.refusals(run, unsent);
    List<LegDecision> notWanted =
        decisions.stream()
            .filter(decision -> decision.verdict() == Verdict.SEND_NOW)
            .filter(decision -> refusals.containsKey(decision.leg().orderRef()))
            .map(decision -> decision.notWanted(refusals.get(decision.leg().orderRef())))
            .toList();
    notWanted.forEach(decision -> logger.warn("{}: {}", decision.leg(), decision.because()));
    Run left = run;
    if (!notWanted.isEmpty()) {
      left = ledger.record(hold.lease(), run.id(), updates(notWanted));
      books.settle(left.legs());
    }
    List<Leg> wanted =
        unsent.stream().filter(leg -> !refusals.containsKey(leg.orderRef())).toList();
    return placement.place(left, wanted, hold);
  }

  /**
   * Decides about the orders of a run. If a decision needs it, this first proves that the gateway
   * is connected to the broker.
   */
  private List<LegDecision> decide(Run run, Lease lease) {
    int retryCheckMinutes = environment.configuration().retryCheckMinutes();
    List<LegDecision> decisions =
        RecoveryDecision.decide(run, lease, broker.record(false), retryCheckMinutes);
    List<Leg> inDoubt = withVerdict(decisions, Verdict.PROVE_LINK);
    return inDoubt.isEmpty() || !broker.answersWhatIf(inDoubt.get(0))
        ? decisions
        : RecoveryDecision.decide(run, lease, broker.record(true), retryCheckMinutes);
  }

  private static List<LegUpdate> updates(List<LegDecision> decisions) {
    return decisions.stream().map(LegDecision::update).flatMap(Optional::stream).toList();
  }

  private static List<Leg> withVerdict(List<LegDecision> decisions, Verdict verdict) {
    return decisions.stream()
        .filter(decision -> decision.verdict() == verdict)
        .map(LegDecision::leg)
        .toList();
  }

  private Run close(Run run, Lease lease) {
    RunShortfall.report(run, environment.problems());
    Map<String, Object> orders = new LinkedHashMap<>();
    run.legs().forEach(leg -> orders.put(leg.orderRef(), leg.state().id() + " " + leg.message()));
    Map<String, Object> result = Map.of("status", "recovered", "orders", orders);
    return RunShortfall.isIn(run)
        ? ledger.expire(lease, run.id(), result)
        : ledger.finish(lease, run.id(), result);
  }

  private void pause(Run run) {
    RunPause.pause(run, environment.deadline(), BEFORE_ASKING_AGAIN);
    if (environment.deadline().hasPassed()) {
      throw new UnsettledOrdersException(run, null);
    }
  }
}
