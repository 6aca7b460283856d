package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.PAPER;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Variables;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.Patience;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.books.Reconciliation.Correction;
import dev.ibintents.trading.ledger.Samples;
import dev.ibintents.trading.ledger.TestClock;
import dev.ibintents.trading.order.OrderIdentity;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reconciliations of an account whose holdings are parked: 300 SPY, 100 GLD, 40 AAPL and 2 MNQ.
 * SPY, AAPL and MNQ were traded today, by TWS and by another client.
 */
@Timeout(60)
final class ReconciliationTest {
  private static final String ACCOUNT = GatewayOptions.ACCOUNT;
  private static final String HOLDINGS = "positions/paper/holdings/";
  private static final String REF = "0123abcd-zz-0";
  private static final int SPY = 756733;
  private static final int GLD = 51529211;
  private static final int IEF = 15547816;
  private static final int EUR_USD = 12087792;

  @TempDir Path folder;
  private final TestClock clock = new TestClock("2026-11-23T15:45:00Z");
  private final AtomicInteger looks = new AtomicInteger();
  private volatile Runnable onLook = () -> {};
  private SimulatedGateway simulated;
  private DocumentStore store;
  private Books books;
  private Environment environment;
  private int invocations;

  @BeforeEach
  void open() throws Exception {
    simulated =
        new SimulatedGateway(
            new GatewayOptions()
                .clock(clock)
                .onRequest(
                    (client, number, request) -> {
                      if (request instanceof ReqPositions) {
                        looks.incrementAndGet();
                        onLook.run();
                      }
                    }));
    store = new SqliteDocumentStore(folder);
    store.set("config/common", Map.of());
    store.set("config/paper", Map.of("apiPort", simulated.port()));
    books = new Books(store, PAPER, clock);
    FrontDoor.parkHoldings(store, simulated);
  }

  @AfterEach
  void close() {
    if (environment != null) {
      environment.gateway().close();
    }
    store.close();
    simulated.close();
  }

  private Reconciliation reconciliation() {
    if (environment != null) {
      environment.gateway().close();
    }
    Variables variables =
        Variables.from(Map.of("STORE", "embedded", "DATA_FOLDER", folder.toString()));
    environment =
        new Environment(
            variables,
            store,
            clock,
            "invocation " + ++invocations,
            Deadline.in(Duration.ofSeconds(40)));
    environment.gateway().connect(OnClientIdInUse.WAIT);
    looks.set(0);
    return new Reconciliation(
        environment, store, new Contracts(environment.gateway(), clock), ACCOUNT);
  }

  private Reconciled reconciled() {
    return reconciliation().run(Optional.empty());
  }

  private Reconciled corrected(String key, Adoption adoption) {
    return reconciliation().run(Optional.of(new Correction(Samples.key(key), adoption)));
  }

  private String refusal(Adoption adoption) {
    Reconciliation reconciliation = reconciliation();
    String before = books.holdings().toString();
    String message =
        assertThrows(
                InvalidAdoptionException.class,
                () -> reconciliation.run(Optional.of(new Correction(Samples.key("k"), adoption))))
            .getMessage();
    assertThat(books.holdings().toString()).isEqualTo(before);
    return message;
  }

  private static Adoption adding(String strategy, int conId, int quantity) {
    return new Adoption(
        List.of(new Adoption.Adjustment(strategy, conId, BigDecimal.valueOf(quantity))));
  }

  private Instrument instrument(int conId) {
    return simulated.universe().byConId(conId).orElseThrow();
  }

  private void hold(String strategy, int conId, int quantity) {
    store.set(HOLDINGS + strategy, Map.of(Integer.toString(conId), quantity));
  }

  /** An order of a strategy to buy 10 of a contract, which the books have as open. */
  private void open(int conId, Instant timestamp) {
    store.set(
        "positions/paper/openOrders/" + REF,
        OpenOrderDocument.fields(
            new OpenOrderEntry(
                new OrderIdentity(REF, ACCOUNT, OptionalInt.of(1), 7, 0),
                conId,
                BigDecimal.TEN,
                Shares.of("growth", BigDecimal.TEN),
                Shares.NONE,
                BigDecimal.ZERO,
                timestamp)));
  }

  /** Sends that order; the market decides whether it is filled at once. */
  private void send(int conId) {
    Order order =
        Samples.order("BUY", BigDecimal.TEN)
            .set(OrderField.ACCOUNT, ACCOUNT)
            .set(OrderField.ORDER_REF, REF)
            .build();
    Reconciliation connected = reconciliation();
    assertThat(connected).isNotNull();
    environment
        .gateway()
        .awaitEach(
            Duration.ofSeconds(20),
            List.of(
                environment
                    .gateway()
                    .session()
                    .placeOrders(
                        List.of(new NewOrder(instrument(conId).ordered("SMART"), order)),
                        first -> {},
                        () -> {})
                    .get(0)
                    .acknowledgement()));
  }

  private List<String> problems() {
    return environment.problems().all().stream().map(Problem::code).toList();
  }

  @Test
  void accountThatAgreesWithItsBooksIsLookedAtOnce() {
    Reconciled result = reconciled();

    assertThat(result.differences()).isEmpty();
    assertThat(result.booked()).isEmpty();
    assertThat(result.closed()).isEmpty();
    assertThat(result.unsettled()).isEmpty();
    assertThat(result.adopted()).isEmpty();
    assertThat(result.leftByAdoption()).isEmpty();
    assertThat(result.suggestion()).isEmpty();
    assertThat(result.executions()).isEqualTo(simulated.account().fills().size());
    assertThat(result.unattributed()).hasSize(result.executions());
    assertThat(result.holdings().total()).isEqualTo(result.portfolio());
    assertThat(result.portfolio().of(SPY)).isEqualTo(BigDecimal.valueOf(300));
    assertThat(result.contracts().get(SPY).symbol()).isEqualTo("SPY");
    assertThat(result.basis().openOrders()).hasSize(simulated.account().orders().size());
    assertThat(result.basis().updates().isAccountReady()).isTrue();
    assertThat(result.basis().unmatched()).isEmpty();
    assertThat(looks.get()).isEqualTo(1);
    assertThat(problems()).isEmpty();
  }

  @Test
  void resultForOtherHoldingsKeepsEverythingElse() {
    Reconciled result = reconciled();

    Reconciled other = result.with(result.holdings(), result.portfolio().without(conId -> true));

    assertThat(other.portfolio().contracts()).isEmpty();
    assertThat(other.holdings()).isEqualTo(result.holdings());
    assertThat(other.day()).isEqualTo(result.day());
    assertThat(other.contracts()).isEqualTo(result.contracts());
  }

  @Test
  void fillOfAnOwnOrderIsPostedAndItsOrderClosed() {
    open(IEF, clock.instant());
    send(IEF);

    Reconciled result = reconciled();

    assertThat(result.booked()).isNotEmpty();
    assertThat(result.closed()).hasSize(1);
    assertThat(result.holdings().of("growth").of(IEF)).isEqualTo(BigDecimal.TEN);
    assertThat(result.differences()).isEmpty();
    assertThat(result.alreadyBooked()).isEqualTo(0);
    assertThat(books.openOrders()).isEmpty();

    Reconciled again = reconciled();

    assertThat(again.booked()).isEmpty();
    assertThat(again.closed()).isEmpty();
    assertThat(again.alreadyBooked()).isEqualTo(result.booked().size());
    assertThat(again.commissionsRecorded()).isEqualTo(0);
    assertThat(again.holdings()).isEqualTo(result.holdings());
  }

  @Test
  void costThatComesLaterIsRecordedOnce() {
    simulated.faults().executions().commissionsTake(Duration.ofSeconds(30));
    open(IEF, clock.instant());
    send(IEF);
    int booked = reconciled().booked().size();
    assertThat(booked).isGreaterThan(0);
    clock.advance(Duration.ofMinutes(1));

    Reconciled result = reconciled();

    assertThat(result.commissionsRecorded()).isEqualTo(booked);
    assertThat(result.alreadyBooked()).isEqualTo(booked);
    assertThat(result.booked()).isEmpty();
    assertThat(reconciled().commissionsRecorded()).isEqualTo(0);
  }

  @Test
  void orderThatWorksStaysOpenAndCountsForItsRest() {
    simulated.closeMarket();
    open(IEF, clock.instant());
    send(IEF);

    Reconciled result = reconciled();

    assertThat(result.closed()).isEmpty();
    assertThat(books.openOrders()).hasSize(1);
    assertThat(result.basis().shares().stillToFill("growth").of(IEF)).isEqualTo(BigDecimal.TEN);
    assertThat(result.basis().shares().doubt("growth")).isEmpty();
    assertThat(looks.get()).isEqualTo(1);
  }

  @Test
  void ownOrderThatNobodyKnowsBlocksItsContract() {
    simulated.closeMarket();
    send(IEF);

    Reconciled result = reconciled();

    assertThat(result.basis().unmatched().keySet()).containsExactly(IEF);
    assertThat(problems()).containsExactly("order-unmatched");
  }

  @Test
  void tradeByHandIsADifferenceThatNoWaitExplainsBetter() {
    simulated.tws().trade(instrument(GLD), BigDecimal.valueOf(7), BigDecimal.TEN);

    Reconciled result = reconciled();

    assertThat(result.differences())
        .containsExactly(new Difference(GLD, BigDecimal.valueOf(100), BigDecimal.valueOf(107)));
    assertThat(looks.get()).isEqualTo(1);
  }

  @Test
  void differenceThatNobodyExplainsIsLookedAtAgainForAWhile() {
    hold("growth", GLD, 7);
    long begun = System.nanoTime();

    Reconciled result = reconciled();

    assertThat(result.differences())
        .containsExactly(new Difference(GLD, BigDecimal.valueOf(107), BigDecimal.valueOf(100)));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isAtLeast(Duration.ofSeconds(2));
    // After pauses of 50, 100, 200, 400 and 500 ms.
    assertThat(looks.get()).isAtLeast(2);
    assertThat(looks.get()).isAtMost(9);
  }

  @Test
  void differenceThatPassesIsNotReported() {
    hold("growth", GLD, 7);
    onLook =
        () -> {
          if (looks.get() == 2) {
            store.delete(HOLDINGS + "growth");
          }
        };

    assertThat(reconciled().differences()).isEmpty();
    assertThat(looks.get()).isEqualTo(2);
  }

  @Test
  void planDoesNotWaitForADifferenceInAContractThatWasNotTradedToday() {
    hold("growth", GLD, 7);

    Reconciled result = reconciliation().runBeforePlan();

    assertThat(result.differences()).hasSize(1);
    assertThat(looks.get()).isEqualTo(1);
  }

  @Test
  void planWaitsForADifferenceInAContractThatWasTradedToday() {
    hold("growth", SPY, 7);
    onLook =
        () -> {
          if (looks.get() == 2) {
            store.delete(HOLDINGS + "growth");
          }
        };

    Reconciled result = reconciliation().runBeforePlan();

    assertThat(result.differences()).isEmpty();
    assertThat(looks.get()).isEqualTo(2);
  }

  @Test
  void planDoesNotWaitForATradeByHand() {
    BigDecimal byHand =
        simulated.account().fills().stream()
            .filter(fill -> fill.instrument().conId() == SPY)
            .map(fill -> fill.signedQuantity())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    hold("growth", SPY, -byHand.intValueExact());

    Reconciled result = reconciliation().runBeforePlan();

    assertThat(result.differences()).hasSize(1);
    assertThat(result.differences().get(0).amount()).isEquivalentAccordingToCompareTo(byHand);
    assertThat(looks.get()).isEqualTo(1);
  }

  @Test
  void orderOfTodayThatNoListShowsIsWaitedFor() {
    open(IEF, clock.instant());

    Reconciled result = reconciliation().runBeforePlan();

    assertThat(looks.get()).isAtLeast(2);
    assertThat(result.unsettled()).hasSize(1);
    assertThat(result.unsettled().get(0).because()).startsWith("it is of today");
    assertThat(result.basis().shares().doubt("growth")).isPresent();
    assertThat(result.contracts().get(IEF).symbol()).isEqualTo("IEF");

    assertThat(reconciled().unsettled()).hasSize(1);
    assertThat(looks.get()).isAtLeast(2);
  }

  @Test
  void contractOfADifferenceThatACorrectionWouldLeaveIsNamed() {
    Reconciled result = corrected("k", adding("growth", IEF, 5));

    assertThat(result.leftByAdoption())
        .containsExactly(new Difference(IEF, BigDecimal.valueOf(5), BigDecimal.ZERO));
    assertThat(result.contracts().get(IEF).symbol()).isEqualTo("IEF");
  }

  @Test
  void orderOfYesterdayThatVanishedIsClosedIfNothingDiffers() {
    open(IEF, clock.instant().minus(Duration.ofDays(1)));

    Reconciled result = reconciled();

    assertThat(result.closed()).hasSize(1);
    assertThat(result.unsettled()).isEmpty();
    assertThat(result.basis().shares().stillToFill("growth").contracts()).isEmpty();
    assertThat(result.contracts().get(IEF).symbol()).isEqualTo("IEF");
    assertThat(books.openOrders()).isEmpty();
  }

  @Test
  void orderOfYesterdayThatExplainsADifferenceIsSuggestedAndSettledByItsCorrection() {
    open(GLD, clock.instant().minus(Duration.ofDays(1)));
    hold("short", GLD, -10);

    Reconciled suggested = reconciled();

    assertThat(suggested.unsettled()).hasSize(1);
    Adoption suggestion = suggested.suggestion().orElseThrow();
    assertThat(suggestion).isEqualTo(adding("growth", GLD, 10));
    assertThat(books.openOrders()).hasSize(1);

    Reconciled result = corrected("k", suggestion);

    assertThat(result.adopted().orElseThrow().isRepetition()).isFalse();
    assertThat(result.differences()).isEmpty();
    assertThat(result.closed()).hasSize(1);
    assertThat(result.unsettled()).isEmpty();
    assertThat(result.holdings().of("growth").of(GLD)).isEqualTo(BigDecimal.TEN);
    assertThat(books.openOrders()).isEmpty();
    assertThat(looks.get()).isEqualTo(1);
  }

  @Test
  void suggestionMustExplainAllDifferences() {
    open(GLD, clock.instant().minus(Duration.ofDays(1)));
    store.set(HOLDINGS + "short", Map.of("" + GLD, -10, "" + SPY, 1));

    Reconciled result = reconciled();

    assertThat(result.unsettled().get(0).suggestion()).isPresent();
    assertThat(result.suggestion()).isEmpty();
  }

  @Test
  void repeatedCorrectionChangesNothing() {
    simulated.tws().trade(instrument(GLD), BigDecimal.valueOf(7), BigDecimal.TEN);
    Reconciled first = corrected("k", adding("growth", GLD, 7));
    assertThat(first.adopted().orElseThrow().isRepetition()).isFalse();
    assertThat(looks.get()).isEqualTo(1);

    Reconciled second = corrected("k", adding("growth", GLD, 7));

    assertThat(second.adopted().orElseThrow().isRepetition()).isTrue();
    assertThat(second.holdings()).isEqualTo(first.holdings());
    assertThat(second.differences()).isEmpty();
    assertThat(looks.get()).isEqualTo(1);
  }

  @Test
  void correctionThatLeavesDifferencesIsNotPosted() {
    simulated.tws().trade(instrument(GLD), BigDecimal.valueOf(7), BigDecimal.TEN);

    Reconciled result = corrected("k", adding("growth", GLD, 5));

    assertThat(result.adopted()).isEmpty();
    assertThat(result.leftByAdoption())
        .containsExactly(new Difference(GLD, BigDecimal.valueOf(105), BigDecimal.valueOf(107)));
    assertThat(books.holdings().strategies()).doesNotContain("growth");
    // Another answer of the broker could have explained it.
    assertThat(looks.get()).isAtLeast(2);
  }

  @Test
  void correctionInAContractThatDoesNotExistIsRefused() {
    assertThat(refusal(adding("growth", 999, 5))).startsWith("nothing was adopted: ");
    assertThat(refusal(adding("growth", 999, 5))).contains("999");
  }

  @Test
  void contractThatIsHeldNeedsNoProof() {
    hold("growth", 999, 5);

    Reconciled result = corrected("k", adding("growth", 999, -5));

    assertThat(result.adopted()).isPresent();
    assertThat(books.holdings().strategies()).doesNotContain("growth");
  }

  @Test
  void correctionInACurrencyPairIsRefused() {
    assertThat(refusal(adding("growth", EUR_USD, 5)))
        .isEqualTo(
            "nothing was adopted: conId 12087792 is a currency pair, and what is held of those is"
                + " in the cash");
  }

  @Test
  void correctionInAnIgnoredContractIsRefused() {
    store.update("config/paper", Map.of("ignoredContracts", List.of(IEF)));

    assertThat(refusal(adding("growth", IEF, 5)))
        .startsWith(
            "nothing was adopted: ignoredContracts of the configuration has [15547816], which are"
                + " not compared");
  }

  @Test
  void correctionInAContractWithAnOpenOrderOfThisProductIsRefused() {
    simulated.closeMarket();
    open(IEF, clock.instant());
    send(IEF);

    String message = refusal(adding("growth", IEF, 10));

    assertThat(message).startsWith("nothing was adopted: BUY 10 IEF (");
    assertThat(message).contains(REF);
    assertThat(message).contains("can still be filled");
    assertThat(corrected("other", adding("growth", GLD, 0)).adopted()).isPresent();
  }

  @Test
  void openOrdersOfOthersDoNotKeepACorrectionOut() {
    StandingOrder gold = simulated.account().orders().get(0);
    assertThat(gold.conId()).isEqualTo(GLD);

    assertThat(corrected("k", adding("growth", GLD, 0)).adopted()).isPresent();
  }

  @Test
  void ignoredContractsAreNotCompared() {
    hold("growth", GLD, 7);
    store.update("config/paper", Map.of("ignoredContracts", List.of(GLD, IEF)));

    Reconciled result = reconciled();

    assertThat(result.differences()).isEmpty();
    assertThat(result.portfolio().contracts()).doesNotContain(GLD);
    assertThat(result.ignored().conIds()).containsExactly(IEF, GLD);
    assertThat(result.ignored().held().of(GLD)).isEqualTo(BigDecimal.valueOf(100));
    assertThat(looks.get()).isEqualTo(1);
  }

  @Test
  void currencyPairsAreNotCompared() {
    hold("growth", EUR_USD, 5000);

    Reconciled result = reconciled();

    assertThat(result.differences()).isEmpty();
    assertThat(result.contracts().get(EUR_USD).secType()).isEqualTo("CASH");
  }

  @Test
  void contractThatOnlyTheBooksHoldIsNamed() {
    hold("growth", IEF, 7);

    Reconciled result = reconciliation().runBeforePlan();

    assertThat(result.differences()).hasSize(1);
    assertThat(result.contracts().get(IEF).symbol()).isEqualTo("IEF");
  }

  @Test
  void accountWhoseServerIsResettingIsNotReconciled() {
    simulated.faults().resetting(true);
    open(IEF, clock.instant().minus(Duration.ofDays(1)));
    Reconciliation reconciliation = reconciliation();

    assertThrows(AccountNotReadyException.class, () -> reconciliation.run(Optional.empty()));

    assertThat(books.openOrders()).hasSize(1);
  }

  @Test
  void interruptedWaitFailsAndStaysInterrupted() throws Exception {
    hold("growth", GLD, 7);
    Reconciliation reconciliation = reconciliation();
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    AtomicReference<Boolean> stayed = new AtomicReference<>();
    Thread reconciling =
        new Thread(
            () -> {
              try {
                reconciliation.run(Optional.empty());
              } catch (RuntimeException e) {
                failure.set(e);
                stayed.set(Thread.currentThread().isInterrupted());
              }
            });
    reconciling.start();
    while (reconciling.isAlive() && !isPausing(reconciling)) {
      Thread.onSpinWait();
    }

    reconciling.interrupt();
    reconciling.join();

    assertThat(failure.get()).isInstanceOf(GatewayTimeoutException.class);
    assertThat(failure.get()).hasMessageThat().contains("interrupted while waiting");
    assertThat(stayed.get()).isTrue();
  }

  private static boolean isPausing(Thread thread) {
    for (StackTraceElement element : thread.getStackTrace()) {
      if (element.getClassName().equals(Patience.class.getName())
          && element.getMethodName().equals("pause")) {
        return thread.getState() == Thread.State.TIMED_WAITING;
      }
    }
    return false;
  }

  @Test
  void contractThatWasTradedTodayIsNamedThoughNothingIsHeldOfIt() {
    simulated.tws().trade(instrument(IEF), BigDecimal.TEN, BigDecimal.TEN);
    simulated.tws().trade(instrument(IEF), BigDecimal.TEN.negate(), BigDecimal.TEN);

    Reconciled result = reconciled();

    assertThat(result.differences()).isEmpty();
    assertThat(result.contracts().get(IEF).symbol()).isEqualTo("IEF");
  }

  @Test
  void nothingIsReconciledWhileTheGatewayHasLostTheBroker() {
    open(IEF, clock.instant().minus(Duration.ofDays(1)));
    Reconciliation reconciliation = reconciliation();
    simulated.loseBroker();

    ConnectivityLostException e =
        assertThrows(ConnectivityLostException.class, () -> reconciliation.run(Optional.empty()));

    assertThat(e).hasMessageThat().contains("no connection to the broker");
    assertThat(books.openOrders()).hasSize(1);
  }

  @Test
  void correctionOfATradeByHandIsSharedBetweenStrategies() {
    simulated.tws().trade(instrument(GLD), BigDecimal.valueOf(7), BigDecimal.TEN);

    Reconciled result = corrected("k", adding("growth", GLD, 4).and(adding("value", GLD, 3)));

    assertThat(result.differences()).isEmpty();
    assertThat(result.holdings().of("growth").of(GLD)).isEqualTo(BigDecimal.valueOf(4));
    assertThat(result.holdings().of("value").of(GLD)).isEqualTo(BigDecimal.valueOf(3));
  }

  @Test
  void executionThatTheBrokerCorrectsCountsInItsLastVersion() {
    PaperFill wrong = simulated.tws().trade(instrument(GLD), BigDecimal.valueOf(7), BigDecimal.TEN);
    Reconciliation reconciliation = reconciliation();
    hold("growth", GLD, 1);
    onLook =
        () -> {
          if (looks.get() == 2) {
            simulated.tws().correct(wrong.execId(), BigDecimal.valueOf(8), BigDecimal.TEN);
            store.delete(HOLDINGS + "growth");
          }
        };

    Reconciled result = reconciliation.run(Optional.empty());

    assertThat(result.differences().get(0).amount()).isEqualTo(BigDecimal.valueOf(8));
    assertThat(
            result.unattributed().stream()
                .filter(execution -> execution.fill().contract().conId() == GLD)
                .map(execution -> execution.fill().execution().shares()))
        .containsExactly(BigDecimal.valueOf(8));
    assertThat(looks.get()).isAtLeast(2);
  }

  @Test
  void fillOfAnOrderThatTheBooksTookForEndedIsPostedAndReported() {
    simulated.faults().orders().pieces(2, Duration.ofMinutes(10));
    open(IEF, clock.instant());
    send(IEF);
    assertThat(reconciled().holdings().of("growth").of(IEF)).isEqualTo(BigDecimal.valueOf(5));
    store.delete("positions/paper/openOrders/" + REF);
    clock.advance(Duration.ofMinutes(11));
    simulated.tick();

    Reconciled result = reconciled();

    assertThat(result.booked()).hasSize(1);
    assertThat(result.alreadyBooked()).isEqualTo(1);
    assertThat(result.holdings().of("growth").of(IEF)).isEqualTo(BigDecimal.TEN);
    assertThat(problems()).containsExactly("order-contradicts-books");
  }
}
