package dev.ibintents.trading.run;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.ibapi.OrdersByRef;
import dev.ibintents.ibapi.SeenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegUpdate;
import dev.ibintents.trading.ledger.OrderIdCount;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.RunState;
import dev.ibintents.trading.run.LegDecision.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles what runs have left open whose invocations are gone: asks the broker which of their
 * orders it has ever seen, records those, sends the others if they are young enough and still
 * wanted, closes the run, and reports what was never sent, or is in doubt.
 */
public final class RunRecovery {
  private static final Logger logger = LoggerFactory.getLogger(RunRecovery.class);

  private static final Duration BEFORE_ASKING_AGAIN = Duration.ofSeconds(1);

  /** The broker says what an order would cost in about 0.3 s, when it can be reached. */
  private static final Duration BROKER_ANSWERS = Duration.ofSeconds(5);

  private final Environment environment;
  private final RunLedger ledger;
  private final Books books;
  private final RunPlacement placement;
  private final Resumption resumption;
  private List<Books.OpenOrderEntry> openOrders = List.of();
  private Optional<OrderIdCount> count = Optional.empty();
  private Optional<Instant> emptiedAt = Optional.empty();
  private boolean hasSent;

  /**
   * @param environment what the invocation works with; its gateway is connected
   * @param ledger where the runs are
   * @param books what follows from what became of orders
   * @param placement sends the orders that never arrived
   * @param resumption says which of them are still wanted
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
  }

  /**
   * Settles all abandoned runs of the lease's account.
   *
   * @return the runs as they are then
   * @throws UnsettledOrdersException if the broker does not say in time what became of an order
   */
  public List<Run> recover(LeaseHold hold) {
    List<Run> abandoned = ledger.abandoned(hold.lease());
    openOrders = books.openOrders();
    avoidUsedOrderIds(abandoned);
    reportChangedClientId(abandoned);
    return abandoned.stream().map(run -> recover(run, hold)).toList();
  }

  /** Orders that the gateway does not show may be kept by it, and come to the broker yet. */
  private void avoidUsedOrderIds(List<Run> abandoned) {
    ClientSession session = environment.gateway().session();
    openOrders.forEach(order -> session.orderIdUsed(order.orderId()));
    abandoned.forEach(run -> run.legs().forEach(leg -> session.orderIdUsed(leg.orderId())));
  }

  /** Orders of another client are not told of by the gateway, and its count proves nothing. */
  private void reportChangedClientId(List<Run> abandoned) {
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
        run = sendWanted(run, decisions, hold);
        if (run.unsettled().isEmpty()) {
          return close(run, hold.lease());
        }
      }
      pause(run);
    }
    return run;
  }

  /**
   * Whether nothing is to be found out before the next order leaves: with that, the gateway counts
   * on, and what it says of the ids of former orders proves nothing any more.
   */
  private static boolean isDecided(List<LegDecision> decisions) {
    return withVerdict(decisions, Verdict.ASK_AGAIN).isEmpty()
        && withVerdict(decisions, Verdict.PROVE_LINK).isEmpty();
  }

  /** Sends what never arrived, but for those orders that nobody wants any more. */
  private Run sendWanted(Run run, List<LegDecision> decisions, LeaseHold hold) {
    List<Leg> unsent = withVerdict(decisions, Verdict.SEND_NOW);
    if (unsent.isEmpty()) {
      return run;
    }
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
    hasSent |= !wanted.isEmpty();
    return placement.place(left, wanted, hold);
  }

  /** Decides, and has the link to the broker proven first where the decision hangs on it. */
  private List<LegDecision> decide(Run run, Lease lease) {
    int retryCheckMinutes = environment.configuration().retryCheckMinutes();
    List<LegDecision> decisions =
        RecoveryDecision.decide(run, lease, record(false), retryCheckMinutes);
    List<Leg> inDoubt = withVerdict(decisions, Verdict.PROVE_LINK);
    return inDoubt.isEmpty() || !brokerAnswers(inDoubt.get(0))
        ? decisions
        : RecoveryDecision.decide(run, lease, record(true), retryCheckMinutes);
  }

  /**
   * Whether the gateway has the broker: only the broker can say what an order would cost. A gateway
   * that keeps orders for it passes them on in their order, so with this answer all those before it
   * have arrived.
   */
  private boolean brokerAnswers(Leg leg) {
    Order order =
        Order.builder()
            .set(OrderField.ACTION, leg.action())
            .set(OrderField.TOTAL_QUANTITY, leg.quantity())
            .set(OrderField.ORDER_TYPE, "MKT")
            .set(OrderField.TIF, "DAY")
            .set(OrderField.ACCOUNT, leg.order().account())
            .build();
    IbGateway gateway = environment.gateway();
    CompletableFuture<OrderState> cost;
    hasSent = true;
    try {
      cost = gateway.session().whatIf(new NewOrder(leg.contract(), order));
      gateway.awaitEach(BROKER_ANSWERS, List.of(cost));
    } catch (ConnectivityLostException e) {
      logger.warn("Whether {} has arrived, cannot be told yet: {}", leg, e.getMessage());
      return false;
    }
    boolean answered = IbGateway.hasCome(cost);
    if (!answered) {
      logger.warn("The broker has not said what {} would cost, so it may be out of reach", leg);
      cost.cancel(false);
    }
    return answered;
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
    try {
      environment.deadline().pause(BEFORE_ASKING_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnsettledOrdersException(run, e);
    }
    if (environment.deadline().hasPassed()) {
      throw new UnsettledOrdersException(run, null);
    }
  }

  /**
   * Which orders the broker has ever seen. It fails where the gateway has lost the broker
   * meanwhile, because silence would prove nothing then.
   */
  private BrokerRecord record(boolean isLinkProven) {
    IbGateway gateway = environment.gateway();
    Instant askedAt = environment.clock().instant();
    // First, so that an order that comes in between is in the lists.
    CompletableFuture<Integer> nextValidId = gateway.session().reqIds();
    CompletableFuture<OrdersByRef> orders = gateway.session().reqOrdersByRef();
    gateway.await(nextValidId, orders);
    count(new OrderIdCount(gateway.session().clientId(), nextValidId.join(), askedAt));
    BrokerRecord.Builder record = new BrokerRecord.Builder();
    for (SeenOrder order : orders.join().orders().values()) {
      order.trades().forEach(trade -> record.open(trade.openOrder()));
      order.unlisted().forEach(trade -> record.open(trade.openOrder()));
      order.completed().forEach(record::completed);
      order.fills().forEach(fill -> record.execution(fill.execution()));
    }
    return record.build(
        askedAt, environment.clock().instant(), emptiedAt, count.orElseThrow(), isLinkProven);
  }

  /** A count from before this invocation's own orders is kept, as they are in every later one. */
  private void count(OrderIdCount now) {
    if (!hasSent) {
      count = Optional.of(now);
      if (environment.gateway().startedHere() || now.nextValidId() <= highestConfirmedOrderId()) {
        emptiedAt = emptiedAt.or(() -> Optional.of(now.askedAt()));
      }
    }
  }

  /**
   * Above this the gateway counts this client's orders, if it has not been started anew since. An
   * order whose client is not known may be this client's.
   */
  private int highestConfirmedOrderId() {
    int clientId = environment.gateway().session().clientId();
    return books.openOrders().stream()
        .filter(order -> order.permId() != 0)
        .filter(order -> order.clientId().orElse(clientId) == clientId)
        .mapToInt(Books.OpenOrderEntry::orderId)
        .max()
        .orElse(0);
  }
}
