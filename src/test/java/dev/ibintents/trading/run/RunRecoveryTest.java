package dev.ibintents.trading.run;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.PAPER;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Variables;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.ibapi.OrderTicket;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.ReqIds;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.books.OpenOrderDocument;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.LegUpdate;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.RunPlan;
import dev.ibintents.trading.ledger.RunState;
import dev.ibintents.trading.ledger.Samples;
import dev.ibintents.trading.ledger.TestClock;
import dev.ibintents.trading.order.OrderIdentity;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recovery of a run whose process has died: it wanted to buy 3 SPY and 2 IEF for one strategy.
 */
@Timeout(60)
final class RunRecoveryTest {
  private static final int SPY = 756733;
  private static final int IEF = 15547816;
  private static final int CLIENT = 1;
  private static final Resumption WANTED = (run, unsent) -> Map.of();

  @TempDir Path folder;
  private final TestClock clock = new TestClock("2026-11-23T15:45:00Z");
  private volatile Runnable onOrderIds = () -> {};
  private Deadline deadline = Deadline.in(Duration.ofSeconds(40));
  private SimulatedGateway simulated;
  private DocumentStore store;
  private Books books;
  private RunLedger ledger;
  private Lease dead;
  private Run run;
  private Environment environment;

  @BeforeEach
  void open() throws Exception {
    simulated =
        new SimulatedGateway(
            new GatewayOptions()
                .clock(clock)
                .onRequest(
                    (client, number, request) -> {
                      if (request instanceof ReqIds) {
                        onOrderIds.run();
                      }
                    }));
    store = new SqliteDocumentStore(folder);
    store.set("config/common", Map.of("retryCheckMinutes", 15));
    store.set("config/paper", Map.of("apiPort", simulated.port()));
    books = new Books(store, PAPER, clock);
    ledger = new RunLedger(store, clock);
    dead =
        new Leases(store, clock)
            .acquire(PAPER, "dead", clock.instant().plusSeconds(300), clock::advance);
    run =
        ledger
            .begin(
                Samples.key("k"),
                new RunPlan(Samples.REQUEST, Map.of(), List.of(order(SPY, 3), order(IEF, 2))),
                dead,
                books.beginning(GatewayOptions.ACCOUNT, List.of()))
            .run();
  }

  @AfterEach
  void close() {
    store.close();
    simulated.close();
  }

  private static PlannedOrder order(int conId, int quantity) {
    Contract contract =
        Contract.builder()
            .conId(conId)
            .symbol(conId == SPY ? "SPY" : "IEF")
            .secType("STK")
            .exchange("SMART")
            .currency("USD")
            .build();
    BigDecimal wanted = BigDecimal.valueOf(quantity);
    return new PlannedOrder(
        contract,
        Samples.order("BUY", wanted).set(OrderField.ACCOUNT, GatewayOptions.ACCOUNT).build(),
        Shares.of("trend", wanted));
  }

  private String ref(int leg) {
    return run.legs().get(leg).orderRef();
  }

  private void record(LegUpdate... updates) {
    books.settle(ledger.record(dead, run.id(), List.of(updates)).legs());
  }

  /** Lets the process die, and as much time pass as an order can be on its way. */
  private void die() {
    new Leases(store, clock).release(dead);
    clock.advance(RecoveryDecision.ON_ITS_WAY.plusSeconds(15));
  }

  /** Sends legs as the dead process did, and returns their order ids. */
  private List<Integer> send(int... legs) {
    List<NewOrder> orders = new ArrayList<>();
    for (int leg : legs) {
      orders.add(new NewOrder(run.legs().get(leg).contract(), run.legs().get(leg).order()));
    }
    try (IbGateway gateway =
        new IbGateway(
            TestedProtocol.settings(simulated.port(), CLIENT, Duration.ofSeconds(20)),
            deadline,
            Optional.empty())) {
      gateway.connect(OnClientIdInUse.WAIT);
      List<OrderTicket> tickets = gateway.session().placeOrders(orders, first -> {}, () -> {});
      gateway.awaitEach(
          Duration.ofSeconds(20), tickets.stream().map(OrderTicket::acknowledgement).toList());
      return tickets.stream().map(OrderTicket::orderId).toList();
    }
  }

  private Run recovered(Resumption resumption) {
    return recoveredAll(resumption).get(0);
  }

  private List<Run> recoveredAll(Resumption resumption) {
    Variables variables =
        Variables.from(Map.of("STORE", "embedded", "DATA_FOLDER", folder.toString()));
    environment = new Environment(variables, store, clock, "test", deadline);
    environment.gateway().connect(OnClientIdInUse.WAIT);
    RunPlacement placement = new RunPlacement(environment, ledger, books, "allocation");
    try (IbGateway connected = environment.gateway();
        LeaseHold hold =
            new LeaseHold(
                new Leases(store, clock), PAPER, "recovering", deadline, System::nanoTime)) {
      assertThat(connected.session().clientId()).isEqualTo(CLIENT);
      return new RunRecovery(environment, ledger, books, placement, resumption).recover(hold);
    }
  }

  private List<String> arrived() {
    return simulated.account().received().stream()
        .filter(order -> order.outcome() != ReceivedOrder.Outcome.WHAT_IF)
        .map(ReceivedOrder::orderRef)
        .toList();
  }

  private int whatIfs() {
    return (int)
        simulated.account().received().stream()
            .filter(order -> order.outcome() == ReceivedOrder.Outcome.WHAT_IF)
            .count();
  }

  private Map<String, OpenOrderEntry> openOrders() {
    Map<String, OpenOrderEntry> open = new TreeMap<>();
    books.openOrders().forEach(order -> open.put(order.orderRef(), order));
    return open;
  }

  private List<String> problems() {
    return environment.problems().all().stream().map(Problem::code).toList();
  }

  private String problem(Problem.Code code) {
    return environment.problems().all().stream()
        .filter(problem -> problem.code().equals(code.id()))
        .map(Problem::message)
        .findFirst()
        .orElseThrow();
  }

  /** An open order of the books that belongs to an earlier run. */
  private void openOrder(String ref, OptionalInt clientId, int orderId, long permId) {
    store.set(
        "positions/paper/openOrders/" + ref,
        OpenOrderDocument.fields(
            new OpenOrderEntry(
                new OrderIdentity(ref, GatewayOptions.ACCOUNT, clientId, orderId, permId),
                SPY,
                BigDecimal.ONE,
                Shares.of("trend", BigDecimal.ONE),
                Shares.NONE,
                BigDecimal.ZERO,
                clock.instant())));
  }

  @Test
  void nothingIsDoneIfNoRunWasAbandoned() {
    store.delete("runs/" + run.id());
    die();

    assertThat(recoveredAll(WANTED)).isEmpty();
    assertThat(arrived()).isEmpty();
    assertThat(problems()).isEmpty();
  }

  @Test
  void ordersThatWereNeverSentAreSentAndRecorded() {
    die();

    Run done = recovered(WANTED);

    assertThat(arrived()).containsExactly(ref(0), ref(1)).inOrder();
    assertThat(done.state()).isEqualTo(RunState.FINISHED);
    assertThat(done.owner()).isEqualTo("recovering");
    for (Leg leg : done.legs()) {
      ReceivedOrder received = simulated.account().received(leg.orderRef()).get(0);
      assertThat(leg.state().isSettled()).isTrue();
      assertThat(leg.clientId()).isEqualTo(OptionalInt.of(CLIENT));
      assertThat(leg.orderId()).isEqualTo(received.orderId());
      assertThat(leg.permId()).isEqualTo(received.permId());
      assertThat(openOrders().get(leg.orderRef()).permId()).isEqualTo(received.permId());
    }
    assertThat(done.result())
        .containsExactly(
            "status",
            "recovered",
            "orders",
            Map.of(
                ref(0), done.legs().get(0).state().id() + " " + done.legs().get(0).message(),
                ref(1), done.legs().get(1).state().id() + " " + done.legs().get(1).message()));
    assertThat(ledger.read(run.id())).hasValue(done);
    assertThat(problems()).isEmpty();
  }

  @Test
  void orderThatIsNotWantedAnyMoreIsNotSent() {
    die();

    Run done = recovered((abandoned, unsent) -> Map.of(ref(0), "nobody wants it"));

    assertThat(arrived()).containsExactly(ref(1));
    assertThat(done.legs().get(0).state()).isEqualTo(LegState.NOT_SENT);
    assertThat(done.legs().get(0).message()).isEqualTo("it was never sent, and nobody wants it");
    assertThat(done.state()).isEqualTo(RunState.EXPIRED);
    assertThat(openOrders().keySet()).containsExactly(ref(1));
    assertThat(problems()).containsExactly("orders-not-sent");
    assertThat(problem(Problem.Code.ORDERS_NOT_SENT)).contains(ref(0) + " BUY 3 SPY");
    assertThat(problem(Problem.Code.ORDERS_NOT_SENT)).doesNotContain(ref(1));
  }

  @Test
  void onlyOrdersThatCouldBeSentAreAskedFor() {
    record(LegUpdate.notSent(ref(0), "trading was off"));
    die();
    List<String> asked = new ArrayList<>();

    Run done =
        recovered(
            (abandoned, unsent) -> {
              unsent.forEach(leg -> asked.add(leg.orderRef()));
              return Map.of();
            });

    assertThat(asked).containsExactly(ref(1));
    assertThat(arrived()).containsExactly(ref(1));
    assertThat(done.legs().get(0).message()).isEqualTo("trading was off");
  }

  @Test
  void runOfWhichNothingIsWantedAnyMoreReachesNobody() {
    die();

    Run done =
        recovered((abandoned, unsent) -> Map.of(ref(0), "nobody wants it", ref(1), "it is late"));

    assertThat(arrived()).isEmpty();
    assertThat(done.state()).isEqualTo(RunState.FAILED);
    assertThat(openOrders()).isEmpty();
    assertThat(done.legs().get(1).message()).isEqualTo("it was never sent, and it is late");
  }

  @Test
  void planThatIsTooOldIsNotSent() {
    die();
    clock.advance(Duration.ofMinutes(15));

    Run done = recovered(WANTED);

    assertThat(arrived()).isEmpty();
    assertThat(done.legs().get(0).state()).isEqualTo(LegState.EXPIRED);
    assertThat(openOrders()).isEmpty();
  }

  @Test
  void ordersThatTheBrokerShowsAsOpenAreRecordedAndNotSentAgain() {
    simulated.closeMarket();
    List<Integer> ids = send(0, 1);
    record(LegUpdate.sent(ref(0), CLIENT, ids.get(0)), LegUpdate.sent(ref(1), CLIENT, ids.get(1)));
    die();

    Run done = recovered(WANTED);

    assertThat(arrived()).containsExactly(ref(0), ref(1));
    assertThat(done.state()).isEqualTo(RunState.FINISHED);
    for (Leg leg : done.legs()) {
      assertThat(leg.state()).isEqualTo(LegState.ACKNOWLEDGED);
      long permId = simulated.account().received(leg.orderRef()).get(0).permId();
      assertThat(leg.permId()).isEqualTo(permId);
      assertThat(openOrders().get(leg.orderRef()).permId()).isEqualTo(permId);
    }
    assertThat(whatIfs()).isEqualTo(0);
  }

  @Test
  void ordersThatTheBrokerHasCompletedAreDone() {
    List<Integer> ids = send(0, 1);
    record(LegUpdate.sent(ref(0), CLIENT, ids.get(0)), LegUpdate.sent(ref(1), CLIENT, ids.get(1)));
    die();

    Run done = recovered(WANTED);

    assertThat(arrived()).hasSize(2);
    assertThat(done.legs().stream().map(Leg::state)).containsExactly(LegState.DONE, LegState.DONE);
  }

  @Test
  void orderThatNeverArrivedIsSentAfterTheBrokerHasAnswered() {
    record(LegUpdate.sent(ref(0), CLIENT, 7));
    die();

    Run done = recovered(WANTED);

    assertThat(whatIfs()).isEqualTo(1);
    assertThat(arrived()).containsExactly(ref(0), ref(1)).inOrder();
    assertThat(done.state()).isEqualTo(RunState.FINISHED);
    ReceivedOrder whatIf = simulated.account().received().get(0);
    assertThat(whatIf.outcome()).isEqualTo(ReceivedOrder.Outcome.WHAT_IF);
    assertThat(whatIf.quantity()).isEqualTo(BigDecimal.valueOf(3));
    assertThat(whatIf.action()).isEqualTo("BUY");
    assertThat(whatIf.conId()).isEqualTo(SPY);
  }

  @Test
  void orderOnItsWayIsAskedForAgainUntilItMustHaveArrived() {
    record(LegUpdate.sent(ref(0), CLIENT, 7));
    new Leases(store, clock).release(dead);
    AtomicInteger asked = new AtomicInteger();
    onOrderIds =
        () -> {
          if (asked.incrementAndGet() == 1) {
            assertThat(arrived()).isEmpty();
            clock.advance(RecoveryDecision.ON_ITS_WAY);
          }
        };

    Run done = recovered(WANTED);

    assertThat(asked.get()).isAtLeast(2);
    assertThat(arrived()).containsExactly(ref(0), ref(1));
    assertThat(done.state()).isEqualTo(RunState.FINISHED);
  }

  @Test
  void orderWhoseOutcomeTheBrokerDoesNotTellInTimeStaysUnsettled() {
    record(LegUpdate.sent(ref(0), CLIENT, 7));
    new Leases(store, clock).release(dead);
    deadline = Deadline.in(Duration.ofSeconds(5));

    UnsettledOrdersException e =
        assertThrows(UnsettledOrdersException.class, () -> recovered(WANTED));

    assertThat(e)
        .hasMessageThat()
        .startsWith("the broker has not acknowledged these orders in time: " + ref(0));
    assertThat(e).hasMessageThat().contains("these orders are not sent yet: " + ref(1));
    assertThat(arrived()).isEmpty();
    assertThat(ledger.read(run.id()).orElseThrow().state()).isEqualTo(RunState.RUNNING);
  }

  @Test
  void interruptedRecoveryLeavesItsOrdersToTheNextRun() throws Exception {
    record(LegUpdate.sent(ref(0), CLIENT, 7));
    new Leases(store, clock).release(dead);
    CountDownLatch asking = new CountDownLatch(1);
    onOrderIds = asking::countDown;
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Boolean> stayedInterrupted = Collections.synchronizedList(new ArrayList<>());
    Thread recovering =
        new Thread(
            () -> {
              try {
                recovered(WANTED);
              } catch (RuntimeException e) {
                failure.set(e);
                stayedInterrupted.add(Thread.currentThread().isInterrupted());
              }
            });
    recovering.start();
    asking.await();
    while (recovering.getState() != Thread.State.TIMED_WAITING || !isPausing(recovering)) {
      Thread.onSpinWait();
    }

    recovering.interrupt();
    recovering.join();

    assertThat(failure.get()).isInstanceOf(UnsettledOrdersException.class);
    assertThat(failure.get()).hasCauseThat().isInstanceOf(InterruptedException.class);
    assertThat(stayedInterrupted).containsExactly(true);
  }

  private static boolean isPausing(Thread thread) {
    for (StackTraceElement element : thread.getStackTrace()) {
      if (element.getClassName().equals(RunRecovery.class.getName())
          && element.getMethodName().equals("pause")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void orderIdThatTheGatewayHasTakenLeavesTheOrderInDoubt() {
    // The gateway has counted an order of another run since.
    openOrder("later", OptionalInt.of(CLIENT), 9, 0);
    int taken = send(1).get(0);
    record(LegUpdate.sent(ref(0), CLIENT, taken));
    die();

    Run done = recovered(WANTED);

    assertThat(done.legs().get(0).state()).isEqualTo(LegState.UNKNOWN);
    assertThat(done.state()).isEqualTo(RunState.EXPIRED);
    assertThat(arrived()).containsExactly(ref(1));
    assertThat(problems()).containsExactly("orders-in-doubt");
    assertThat(openOrders()).containsKey(ref(0));
  }

  @Test
  void ordersOfAnotherClientIdAreReportedAndLeftInDoubt() {
    record(LegUpdate.sent(ref(0), 5, 7), LegUpdate.notSent(ref(1), "off"));
    die();
    openOrder("zz-earlier", OptionalInt.of(6), 3, 3);
    openOrder("zz-own", OptionalInt.of(CLIENT), 0, 0);
    openOrder("zz-unknown", OptionalInt.empty(), 0, 0);

    Run done = recovered(WANTED);

    assertThat(done.legs().get(0).state()).isEqualTo(LegState.UNKNOWN);
    assertThat(arrived()).isEmpty();
    assertThat(problem(Problem.Code.CLIENT_ID_CHANGED))
        .isEqualTo(
            "clientId is 1, but orders that are not settled yet were sent under clientId 5, 6: "
                + ref(0)
                + ", zz-earlier. Set clientId back to 5, 6 until trade-reconciliation finds nothing"
                + " unsettled, and change it only then");
  }

  @Test
  void unsettledOrdersOfAnotherClientIdAreReportedEvenIfTheBooksHaveLostThem() {
    record(LegUpdate.sent(ref(0), 5, 7));
    store.delete("positions/paper/openOrders/" + ref(0));
    die();

    recovered(WANTED);

    assertThat(problem(Problem.Code.CLIENT_ID_CHANGED)).contains("under clientId 5: " + ref(0));
  }

  @Test
  void ordersThatAreSettledInTheLedgerAreNotReportedForTheirClientId() {
    record(LegUpdate.sent(ref(0), 5, 7));
    record(new LegUpdate(ref(0), LegState.DONE, 0, 9, "Filled"));
    store.delete("positions/paper/openOrders/" + ref(0));
    die();

    recovered(WANTED);

    assertThat(problems()).isEmpty();
  }

  /** A confirmed order id above the gateway's next one shows that the gateway was restarted. */
  @Test
  void gatewayThatHasForgottenAConfirmedOrderIdProvesNothing() {
    record(LegUpdate.sent(ref(0), CLIENT, 7));
    openOrder("confirmed", OptionalInt.of(CLIENT), 500, 99);
    die();

    Run done = recovered(WANTED);

    assertThat(done.legs().get(0).state()).isEqualTo(LegState.UNKNOWN);
    assertThat(done.legs().get(0).message()).contains("the gateway was started since");
    assertThat(arrived()).containsExactly(ref(1));
  }

  @Test
  void confirmedOrderIdOfAnUnknownClientCountsAsThisClients() {
    record(LegUpdate.sent(ref(0), CLIENT, 7));
    openOrder("confirmed", OptionalInt.empty(), 500, 99);
    die();

    assertThat(recovered(WANTED).legs().get(0).state()).isEqualTo(LegState.UNKNOWN);
  }

  @Test
  void orderIdsThatAreNotConfirmedOrOfAnotherClientShowNoRestart() {
    record(LegUpdate.sent(ref(0), CLIENT, 7));
    openOrder("unconfirmed", OptionalInt.of(CLIENT), 500, 0);
    openOrder("foreign", OptionalInt.of(6), 600, 98);
    die();

    recovered(WANTED);

    assertThat(arrived()).containsExactly(ref(0), ref(1));
  }

  @Test
  void orderIdsOfTheAbandonedRunAreNotUsedAgain() {
    record(LegUpdate.sent(ref(0), CLIENT, 700));
    record(new LegUpdate(ref(0), LegState.DONE, 0, 9, "Filled"));
    store.delete("positions/paper/openOrders/" + ref(0));
    die();

    recovered(WANTED);

    assertThat(simulated.account().received(ref(1)).get(0).orderId()).isGreaterThan(700);
  }

  @Test
  void orderThatTheBrokerRefusesIsReported() {
    simulated.faults().orders().reject(1, 201, "no margin");
    die();

    Run done = recovered(WANTED);

    assertThat(done.legs().get(0).state()).isEqualTo(LegState.REJECTED);
    assertThat(done.legs().get(0).message()).startsWith("201 ");
    assertThat(done.legs().get(1).state().isSettled()).isTrue();
    assertThat(done.state()).isEqualTo(RunState.FINISHED);
    assertThat(openOrders().keySet()).containsExactly(ref(1));
    assertThat(problems()).containsExactly("order-refused");
  }

  @Test
  void nothingIsSentWhenTradingIsSwitchedOff() {
    store.update("config/paper", Map.of("tradingEnabled", false));
    die();

    Run done = recovered(WANTED);

    assertThat(arrived()).isEmpty();
    assertThat(done.legs().get(0).state()).isEqualTo(LegState.NOT_SENT);
    assertThat(done.legs().get(0).message()).startsWith("it was held back: ");
    assertThat(openOrders()).isEmpty();
  }
}
