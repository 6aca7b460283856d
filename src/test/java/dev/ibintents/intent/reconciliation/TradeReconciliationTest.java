package dev.ibintents.intent.reconciliation;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.Bench.SPY;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.bench.Waiting;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.store.Document;
import dev.ibintents.store.Threads;
import dev.ibintents.trading.ledger.Leases;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the broker's executions to the holdings of strategies, and what is said where they differ.
 */
@Timeout(60)
final class TradeReconciliationTest {
  private static final String RECONCILE = "/trade-reconciliation";

  private static final int EUR_USD = 12087792;

  @TempDir Path folder;

  /** A Monday morning at the broker's. */
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T14:45:00Z"));

  private final AtomicReference<Runnable> whenPositionsAreAsked = new AtomicReference<>(() -> {});
  private FrontDoor door;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(clock)
            .variable("TIMEOUT_SECONDS", "120")
            .gateway(
                options ->
                    options.onRequest(
                        (client, number, request) -> {
                          if (request instanceof ReqPositions) {
                            whenPositionsAreAsked.getAndSet(() -> {}).run();
                          }
                        }))
            .open();
    bench = new Bench(door, clock);
    door.store().update("config/common", Map.of("connectTimeoutSeconds", 60));
    bench.expose(Map.of("growth", "0.4", "value", "0.2"));
    bench.strategy("growth", Map.of("SPY", "0.6", "IEF", "0.4"));
    bench.strategy("value", Map.of("SPY", "0.5"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private void allocate() throws Exception {
    bench.ok("/allocation", "{}");
  }

  /** Allocates while the market is closed, so that nothing is filled. */
  private void allocateUnfilled() throws Exception {
    door.gateway().closeMarket();
    allocate();
  }

  private PaperFill fill(StandingOrder order, String shares) {
    return door.gateway()
        .tws()
        .fill(
            order.order().permId(),
            new BigDecimal(shares),
            door.gateway().prices().mark(bench.spy(), clock.instant()));
  }

  private PaperFill tradeByHand(String quantity) {
    return door.gateway()
        .tws()
        .trade(
            bench.spy(),
            new BigDecimal(quantity),
            door.gateway().prices().mark(bench.spy(), clock.instant()));
  }

  private BigDecimal held(String strategy, int conId) {
    return bench.books().holdings().of(strategy).of(conId);
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  @Test
  void seededBooksMatch() throws Exception {
    JsonObject answer = bench.reconciled();

    assertThat(answer.get("executions").getAsInt()).isGreaterThan(0);
    assertThat(answer.get("alreadyBooked")).isEqualTo(answer.get("executions"));
    assertThat(list(answer, "booked")).isEmpty();
    assertThat(list(answer, "differences")).isEmpty();
    assertThat(list(answer, "unsettled")).isEmpty();
    assertThat(answer.getAsJsonObject("holdings").getAsJsonObject("weights").get("SPY").getAsInt())
        .isEqualTo(300);
    assertThat(answer.getAsJsonObject("contractIds").get("SPY").getAsInt()).isEqualTo(SPY);
  }

  @Test
  void fillsInPiecesEndInTheHoldingsOfWhoWantedThem() throws Exception {
    door.gateway().faults().orders().pieces(4, Duration.ZERO);
    JsonObject allocation = bench.ok("/allocation", "{}");
    bench.awaitFilled();

    JsonObject answer = bench.reconciled();

    assertThat(list(answer, "booked")).hasSize(8);
    assertThat(list(answer, "closedOrders")).hasSize(2);
    assertThat(list(answer, "closedOrders").get(0).get("why").getAsString()).startsWith("Filled");
    JsonObject targets = allocation.getAsJsonObject("targetPositions");
    assertThat(answer.getAsJsonObject("holdings").get("growth")).isEqualTo(targets.get("growth"));
    assertThat(answer.getAsJsonObject("holdings").get("value")).isEqualTo(targets.get("value"));
    bench.requireMatch();
    assertThat(bench.books().openOrders()).isEmpty();
    JsonObject piece = list(answer, "booked").get(0);
    Document fill =
        door.store()
            .get("positions/paper/fills/" + piece.get("execId").getAsString())
            .orElseThrow();
    assertThat(fill.string("orderRef")).isEqualTo(piece.get("orderRef").getAsString());
    assertThat(fill.decimal("commission"))
        .isEqualToIgnoringScale(piece.get("commission").getAsBigDecimal());
    assertThat(fill.map("applied").decimals().values().stream().reduce(BigDecimal::add))
        .hasValue(piece.get("quantity").getAsBigDecimal());
  }

  @Test
  void aSecondReconciliationChangesNothing() throws Exception {
    allocate();
    bench.awaitFilled();
    bench.reconciled();
    Map<String, Object> before = bench.everything();

    JsonObject answer = bench.reconciled();

    assertThat(list(answer, "booked")).isEmpty();
    assertThat(answer.get("alreadyBooked")).isEqualTo(answer.get("executions"));
    assertThat(list(answer, "closedOrders")).isEmpty();
    assertThat(bench.everything()).isEqualTo(before);
  }

  @Test
  void twentyReconciliationsAtOnceBookEachFillOnce() throws Exception {
    allocate();
    bench.awaitFilled();

    List<Integer> statuses =
        Threads.race(20, thread -> () -> door.post(RECONCILE, "{}").statusCode());

    assertThat(statuses).containsExactlyElementsIn(Collections.nCopies(20, 200));
    bench.requireMatch();
    assertThat(bench.books().openOrders()).isEmpty();
  }

  @Test
  void anOrderStaysOpenAsLongAsItCanBeFilled() throws Exception {
    allocateUnfilled();
    StandingOrder order = bench.standing(SPY);
    fill(order, "10");

    JsonObject answer = bench.reconciled();

    assertThat(list(answer, "booked")).hasSize(1);
    assertThat(list(answer, "closedOrders")).isEmpty();
    assertThat(list(answer, "unsettled")).isEmpty();
    assertThat(bench.books().openOrders()).hasSize(2);
    assertThat(held("growth", SPY).add(held("value", SPY))).isEqualTo(decimal("10"));
    bench.requireMatch();
    // What is on its way is not ordered again.
    HttpResponse<String> again = bench.postWithKey("/allocation", "again", "{}");
    assertThat(list(FrontDoor.json(again), "orders")).isEmpty();
  }

  @Test
  void aFillDuringTheReconciliationIsBookedByTheNextOne() throws Exception {
    allocateUnfilled();
    StandingOrder order = bench.standing(SPY);
    // After the executions were asked for, and before the positions are told.
    whenPositionsAreAsked.set(() -> fill(order, "10"));

    JsonObject answer = bench.reconciled();

    assertThat(list(answer, "booked")).hasSize(1);
    bench.requireMatch();
  }

  @Test
  void anotherClientsTradeIsReportedWithItsReference() throws Exception {
    try (ClientSession other = other(9)) {
      other.placeOrders(
          List.of(new NewOrder(spyBySmart(), market("BUY", "3", "other-app:9"))),
          firstOrderId -> {},
          () -> {});
      Waiting.until(
          "the other client's order is filled",
          () -> door.gateway().account().received("other-app:9").size() == 1);
    }

    JsonObject answer = bench.failed(500, door.post(RECONCILE, "{}"));

    JsonObject unattributed = list(answer, "unattributed").get(0);
    assertThat(unattributed.get("orderRef").getAsString()).isEqualTo("other-app:9");
    assertThat(unattributed.get("clientId").getAsInt()).isEqualTo(9);
    assertThat(unattributed.get("permId").getAsLong()).isGreaterThan(0);
    assertThat(unattributed.get("why").getAsString())
        .isEqualTo("nobody knows the order other-app:9");
    assertThat(bench.books().holdings().strategies()).containsExactly("futures", "weights");
  }

  private ClientSession other(int clientId) throws Exception {
    Deadline deadline = Deadline.in(Duration.ofSeconds(10));
    ClientSession session =
        new ClientSession(TestedProtocol.connect(door.gateway().port(), deadline), clientId);
    session.start().get(10, TimeUnit.SECONDS);
    return session;
  }

  private static Contract spyBySmart() {
    return Contract.builder().conId(SPY).symbol("SPY").secType("STK").exchange("SMART").build();
  }

  private static Order market(String action, String quantity, String orderRef) {
    return Order.builder()
        .set(OrderField.ACTION, action)
        .set(OrderField.TOTAL_QUANTITY, decimal(quantity))
        .set(OrderField.ORDER_TYPE, "MKT")
        .set(OrderField.TIF, "DAY")
        .set(OrderField.ORDER_REF, orderRef)
        .build();
  }

  @Test
  void aReconciliationWaitsForARunThatHoldsTheAccountAndIsThenRefused() throws Exception {
    door.close();
    door = FrontDoor.in(folder).clock(clock).variable("TIMEOUT_SECONDS", "2").open();
    new Leases(door.store(), clock)
        .acquire(TradingMode.PAPER, "somebody else", clock.instant().plusSeconds(60), time -> {});

    JsonObject answer = bench.failed(409, door.post(RECONCILE, "{}"));

    assertThat(answer.get("error").getAsString()).startsWith("LeaseHeldException: ");
  }

  @Test
  void aCancelledRemainderBelongsToNoStrategy() throws Exception {
    allocateUnfilled();
    StandingOrder order = bench.standing(SPY);
    fill(order, "11");
    door.gateway().tws().cancel(order.order().permId());

    JsonObject answer = bench.reconciled();

    JsonObject closed = list(answer, "closedOrders").get(0);
    assertThat(closed.get("orderRef").getAsString()).isEqualTo(order.order().orderRef());
    assertThat(closed.get("why").getAsString()).contains("Cancelled");
    assertThat(closed.get("filled").getAsBigDecimal()).isEqualTo(decimal("11"));
    assertThat(bench.books().openOrders()).hasSize(1);
    assertThat(held("growth", SPY).add(held("value", SPY))).isEqualTo(decimal("11"));
    bench.requireMatch();
  }

  @Test
  void aCostThatBecomesKnownLaterIsRecorded() throws Exception {
    allocate();
    bench.awaitFilled();
    JsonObject booked = list(bench.reconciled(), "booked").get(0);
    String path = "positions/paper/fills/" + booked.get("execId").getAsString();
    Document whole = door.store().get(path).orElseThrow();
    Map<String, Object> withoutCost = new TreeMap<>(whole.fields());
    withoutCost.keySet().removeAll(List.of("commission", "commissionCurrency", "realizedPnl"));
    door.store().set(path, withoutCost);

    JsonObject answer = bench.reconciled();

    assertThat(answer.get("commissionsRecorded").getAsInt()).isEqualTo(1);
    Map<String, Object> known = new TreeMap<>(whole.fields());
    known.values().removeIf(Objects::isNull); // an amount that the report lacks is not written
    assertThat(door.store().get(path).orElseThrow().fields()).isEqualTo(known);
  }

  @Test
  void aCorrectionTakesTheExecutionsPlace() throws Exception {
    allocateUnfilled();
    StandingOrder order = bench.standing(SPY);
    PaperFill wrong = fill(order, "12");
    bench.reconciled();
    door.gateway().tws().correct(wrong.execId(), decimal("7"), wrong.execution().price());

    JsonObject answer = bench.reconciled();

    assertThat(list(answer, "booked")).isEmpty();
    assertThat(list(answer, "corrections")).hasSize(1);
    assertThat(list(answer, "corrections").get(0).get("quantity").getAsInt()).isEqualTo(7);
    assertThat(held("growth", SPY).add(held("value", SPY))).isEqualTo(decimal("7"));
    bench.requireMatch();
    assertThat(
            door.store()
                .get("positions/paper/fills/" + wrong.execId())
                .orElseThrow()
                .findString("correctedBy"))
        .isPresent();
  }

  @Test
  void aTradeByHandIsReportedAndNotGuessed() throws Exception {
    PaperFill byHand = tradeByHand("5");
    Map<String, Object> before = bench.everything();

    JsonObject answer = bench.failed(500, door.post(RECONCILE, "{}"));

    assertThat(answer.get("error").getAsString())
        .startsWith(
            "HoldingsMismatchException: holdings and portfolio differ in SPY (holdings 300,"
                + " portfolio 305)");
    JsonObject unattributed = list(answer, "unattributed").get(0);
    assertThat(unattributed.get("execId").getAsString()).isEqualTo(byHand.execId());
    assertThat(unattributed.get("side").getAsString()).isEqualTo("BOT");
    assertThat(unattributed.get("shares").getAsInt()).isEqualTo(5);
    assertThat(unattributed.get("orderRef").isJsonNull()).isTrue();
    JsonObject difference = list(answer, "differences").get(0);
    assertThat(difference.get("conId").getAsInt()).isEqualTo(SPY);
    assertThat(difference.get("difference").getAsInt()).isEqualTo(5);
    assertThat(difference.getAsJsonObject("byStrategy").get("weights").getAsInt()).isEqualTo(300);
    assertThat(answer.get("utcTimestamp")).isNotNull();
    assertThat(bench.everything()).isEqualTo(before);
  }

  @Test
  void fillsThatAreBookedBesideADifferenceStayBooked() throws Exception {
    allocate();
    bench.awaitFilled();
    tradeByHand("-5");

    JsonObject answer = bench.failed(500, door.post(RECONCILE, "{}"));

    assertThat(list(answer, "booked")).hasSize(2);
    assertThat(list(answer, "differences")).hasSize(1);
    assertThat(bench.books().openOrders()).isEmpty();
    assertThat(bench.books().holdings().strategies()).contains("growth");
  }

  @Test
  void currencyPairsThatAStrategyHoldsAreNotLookedForInThePortfolio() throws Exception {
    door.store().set("positions/paper/holdings/carry", Map.of("" + EUR_USD, 20000));
    bench.reconciled();

    door.store().set("positions/paper/holdings/carry", Map.of("" + EUR_USD, 20000, "" + SPY, 3));
    JsonObject answer = bench.failed(500, door.post(RECONCILE, "{}"));
    assertThat(list(answer, "differences")).hasSize(1);
    assertThat(list(answer, "differences").get(0).get("conId").getAsInt()).isEqualTo(SPY);

    JsonObject adopted =
        bench.ok(RECONCILE, doubleQuoted("{'adopt':{'carry':{'" + SPY + "':-3}}}"));
    assertThat(adopted.getAsJsonObject("holdings").getAsJsonObject("carry").toString())
        .isEqualTo(doubleQuoted("{'EUR.USD':20000}"));
  }

  @Test
  void aTradeByHandIsAdoptedOnce() throws Exception {
    tradeByHand("5");
    String adopt = doubleQuoted("{'adopt':{'growth':{'756733':'7.5'},'weights':{'756733':-2.5}}}");

    JsonObject answer = bench.ok(RECONCILE, adopt);

    assertThat(answer.getAsJsonObject("adopted").get("repeated").getAsBoolean()).isFalse();
    assertThat(answer.getAsJsonObject("adopted").getAsJsonObject("corrections").toString())
        .isEqualTo(doubleQuoted("{'growth':{'SPY':7.5},'weights':{'SPY':-2.5}}"));
    assertThat(held("growth", SPY)).isEqualTo(decimal("7.5"));
    assertThat(held("weights", SPY)).isEqualTo(decimal("297.5"));
    bench.requireMatch();
    String id = answer.getAsJsonObject("adopted").get("id").getAsString();
    Document adopted = door.store().get("positions/paper/fills/" + id).orElseThrow();
    assertThat(adopted.map("corrections").map("growth").decimals())
        .containsExactly("756733", decimal("7.5"));
    assertThat(adopted.string("invocation")).isNotEmpty();

    Map<String, Object> before = bench.everything();
    JsonObject again = bench.ok(RECONCILE, adopt);
    assertThat(again.getAsJsonObject("adopted").get("repeated").getAsBoolean()).isTrue();
    assertThat(bench.everything()).isEqualTo(before);
    bench.reconciled();

    JsonObject other = bench.failed(400, bench.postWithKey(RECONCILE, "another", adopt));
    assertThat(other.get("error").getAsString())
        .contains("They agree as they are: has this correction been made before?");
    assertThat(bench.everything()).isEqualTo(before);
  }

  @Test
  void aCorrectionBetweenStrategiesIsMadeOnceForEachKey() throws Exception {
    String move = doubleQuoted("{'adopt':{'growth':{'756733':10},'weights':{'756733':-10}}}");

    bench.failed(200, bench.postWithKey(RECONCILE, "monday", move));
    bench.failed(200, bench.postWithKey(RECONCILE, "monday", move));

    assertThat(held("growth", SPY)).isEqualTo(decimal("10"));
    JsonObject other =
        bench.failed(
            400,
            bench.postWithKey(
                RECONCILE, "monday", doubleQuoted("{'adopt':{'growth':{'756733':1}}}")));
    assertThat(other.get("error").getAsString())
        .startsWith("InvalidAdoptionException: the key belongs to the correction ");
  }

  @Test
  void aCorrectionThatLeavesADifferenceIsRefused() throws Exception {
    tradeByHand("5");
    Map<String, Object> before = bench.everything();

    JsonObject answer =
        bench.failed(400, door.post(RECONCILE, doubleQuoted("{'adopt':{'growth':{'756733':4}}}")));

    assertThat(answer.get("error").getAsString())
        .startsWith(
            doubleQuoted(
                "AdoptionRefusedException: nothing was adopted, because with"
                    + " {'growth':{'756733':4}} added, holdings and portfolio would differ in SPY"
                    + " (holdings 304, portfolio 305)"));
    assertThat(answer.get("adopted").isJsonNull()).isTrue();
    assertThat(list(answer, "differences")).hasSize(1);
    assertThat(bench.everything()).isEqualTo(before);
  }

  @Test
  void aCorrectionThatCannotBeMeantIsRefusedBeforeTheGatewayIsAsked() throws Exception {
    int before = door.gateway().connectionsAccepted();

    for (Map.Entry<String, String> wrong :
        Map.of(
                "{}",
                "it names no strategy",
                doubleQuoted("{'nobody':{'756733':1}}"),
                "unknown strategies nobody; there are ",
                doubleQuoted("{'growth':{'SPY':1}}"),
                "growth.SPY is no conId",
                doubleQuoted("{'growth':{'756733':'one'}}"),
                doubleQuoted("growth.756733 is 'one', it must be an exact"),
                doubleQuoted("{'growth':{'756733':true}}"),
                "growth.756733 is true",
                doubleQuoted("{'growth':5}"),
                "growth is 5, it must be an object of quantities")
            .entrySet()) {
      JsonObject answer =
          bench.failed(400, door.post(RECONCILE, doubleQuoted("{'adopt':" + wrong.getKey() + "}")));
      assertThat(answer.get("error").getAsString()).contains(wrong.getValue());
    }

    assertThat(door.gateway().connectionsAccepted()).isEqualTo(before);
  }

  @Test
  void aCorrectionInAContractThatDoesNotExistIsRefused() throws Exception {
    JsonObject answer =
        bench.failed(400, door.post(RECONCILE, doubleQuoted("{'adopt':{'growth':{'999':1}}}")));

    assertThat(answer.get("error").getAsString())
        .startsWith("InvalidAdoptionException: nothing was adopted: the gateway knows no contract");
  }

  @Test
  void aContractThatExpiredIsTakenOutOfTheBooks() throws Exception {
    // Of such a contract the gateway knows nothing any more.
    door.store().set("positions/paper/holdings/growth", Map.of("999", 2));

    JsonObject answer = bench.failed(500, door.post(RECONCILE, "{}"));
    assertThat(list(answer, "differences").get(0).get("contract").getAsString()).isEqualTo("999");

    bench.ok(RECONCILE, doubleQuoted("{'adopt':{'growth':{'999':-2}}}"));
    bench.requireMatch();
  }

  private void speakText() {
    door.store().update("config/common", Map.of("gateway", Map.of("protocol", "text")));
  }

  @Test
  void aMissedDayIsReportedAndSettledByACorrection() throws Exception {
    speakText(); // protobuf would have asked for that day
    allocateUnfilled();
    StandingOrder order = bench.standing(SPY);
    BigDecimal all = order.order().totalQuantity();
    fill(order, all.toPlainString());
    clock.advance(Duration.ofDays(1));
    door.gateway().tick();

    JsonObject answer = bench.failed(500, door.post(RECONCILE, "{}"));

    JsonObject unsettled = list(answer, "unsettled").get(0);
    assertThat(list(answer, "unsettled")).hasSize(1);
    assertThat(unsettled.get("orderRef").getAsString()).isEqualTo(order.order().orderRef());
    assertThat(unsettled.get("why").getAsString()).contains("it is of 2026-11-23");
    assertThat(unsettled.get("howToSettle").getAsString()).contains("statement");
    JsonObject adopt = unsettled.getAsJsonObject("adopt");
    assertThat(answer.get("error").getAsString()).contains(doubleQuoted("{'adopt':" + adopt + "}"));
    // The other order was not filled: nothing is missing in its contract.
    assertThat(list(answer, "closedOrders")).hasSize(1);
    assertThat(list(answer, "closedOrders").get(0).get("contract").getAsString()).isEqualTo("IEF");

    JsonObject settled = bench.ok(RECONCILE, doubleQuoted("{'adopt':" + adopt + "}"));

    assertThat(list(settled, "closedOrders").get(0).get("why").getAsString())
        .contains("settled by the correction");
    assertThat(held("growth", SPY).add(held("value", SPY))).isEqualToIgnoringScale(all);
    assertThat(bench.books().openOrders()).isEmpty();
    bench.requireMatch();
    bench.reconciled();
  }

  @Test
  void aPartOfAMissedDayIsSharedOutInTheSuggestion() throws Exception {
    speakText(); // protobuf would have asked for that day
    allocateUnfilled();
    fill(bench.standing(SPY), "4");
    bench.reconciled();
    fill(bench.standing(SPY), "6");
    clock.advance(Duration.ofDays(1));
    door.gateway().tick();

    JsonObject answer = bench.failed(500, door.post(RECONCILE, "{}"));
    JsonObject unsettled = list(answer, "unsettled").get(0);
    assertThat(unsettled.get("filled").getAsInt()).isEqualTo(4);
    bench.ok(RECONCILE, doubleQuoted("{'adopt':" + unsettled.get("adopt") + "}"));

    assertThat(held("growth", SPY).add(held("value", SPY))).isEqualTo(decimal("10"));
    assertThat(bench.books().openOrders()).isEmpty();
    bench.requireMatch();
  }

  @Test
  void anOrderThatExpiredUnseenIsClosedBecauseTheBooksAgreeWithoutIt() throws Exception {
    allocateUnfilled();
    clock.advance(Duration.ofDays(1));
    door.gateway().tick();

    JsonObject answer = bench.reconciled();

    assertThat(list(answer, "closedOrders")).hasSize(2);
    assertThat(list(answer, "closedOrders").get(0).get("why").getAsString())
        .contains("nothing in holdings and portfolio speaks against it");
    assertThat(bench.books().openOrders()).isEmpty();
  }

  @Test
  void nothingIsBookedWhileTheGatewayHasLostTheBroker() throws Exception {
    allocate();
    bench.awaitFilled();
    Map<String, Object> before = bench.everything();
    whenPositionsAreAsked.set(() -> door.gateway().loseBroker());

    JsonObject answer = bench.failed(503, door.post(RECONCILE, "{}"));

    assertThat(answer.get("error").getAsString()).startsWith("ConnectivityLostException: ");
    assertThat(bench.everything()).isEqualTo(before);
  }

  @Test
  void nothingIsBookedWhileTheAccountIsNotReady() throws Exception {
    allocate();
    bench.awaitFilled();
    Map<String, Object> before = bench.everything();
    door.gateway().faults().resetting(true);

    JsonObject answer = bench.failed(503, door.post(RECONCILE, "{}"));

    assertThat(answer.get("error").getAsString()).startsWith("AccountNotReadyException: ");
    assertThat(bench.everything()).isEqualTo(before);
    door.gateway().faults().resetting(false);
    bench.reconciled();
    bench.requireMatch();
  }
}
