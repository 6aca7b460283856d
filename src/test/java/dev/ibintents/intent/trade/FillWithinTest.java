package dev.ibintents.intent.trade;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.bench.Bench.problemCodes;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.Waiting;
import dev.ibintents.bench.Weights;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.LegState;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An order that is not filled in its time is cancelled, or a market order trades its rest. */
@Timeout(60)
final class FillWithinTest {
  private static final Duration LEASE_IS_OVER = Duration.ofSeconds(90);
  private static final BigDecimal PRICE = new BigDecimal("700");

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:45:00Z"));
  private FrontDoor door;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).variable("TIMEOUT_SECONDS", "8").open();
    bench = new Bench(door, clock);
    door.expose(Map.of("growth", "0.2"));
    door.strategy("growth", Map.of("SPY", "1"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  /** A limit order far below the market, which is not filled by itself. */
  private static String resting(String properties) {
    return body("'orderType':'LMT','lmtPrice':1," + properties);
  }

  private static String body(String properties) {
    return doubleQuoted("{'strategies':['growth'],'orderProperties':{" + properties + "}}");
  }

  private JsonObject asked(int status, String key, String body) throws Exception {
    return answered(status, door.postWithKey("/allocation", key, body));
  }

  private static String text(JsonObject from, String name) {
    return from.get(name).getAsString();
  }

  private static BigDecimal quantity(JsonObject order) {
    return order.get("totalQuantity").getAsBigDecimal();
  }

  private List<ReceivedOrder> received() {
    return door.ordersReceived().stream().filter(order -> !order.orderRef().isEmpty()).toList();
  }

  private StandingOrder standing() {
    return bench.standing(Bench.SPY);
  }

  private boolean isStanding() {
    return door.gateway().account().orders().stream()
        .anyMatch(order -> order.conId() == Bench.SPY && order.order().clientId() == 1);
  }

  private CompletableFuture<HttpResponse<String>> ask(String key, String body) {
    return door.postLater("/allocation", key, body);
  }

  private void awaitState(LegState state) {
    Waiting.until(
        "the first order is " + state,
        () -> !bench.legs().isEmpty() && bench.legs().get(0).state() == state);
  }

  private void fill(String shares) {
    door.gateway().tws().fill(standing().order().permId(), new BigDecimal(shares), PRICE);
  }

  private BigDecimal held() {
    return bench.books().holdings().of("growth").of(Bench.SPY);
  }

  /** Books what was filled, and requires that books and portfolio agree. */
  private void reconcile() throws Exception {
    bench.awaitFilled();
    bench.reconciled();
    bench.requireMatch();
    assertThat(bench.books().openOrders().stream().map(Books.OpenOrderEntry::orderRef)).isEmpty();
  }

  @Test
  void unfilledOrderIsCancelledWhenItsTimeIsOver() throws Exception {
    JsonObject answer = asked(200, "k", resting("'fillWithin':'1s'"));

    JsonObject order = list(answer, "orders").get(0);
    assertThat(text(order, "status")).isEqualTo("done");
    assertThat(text(order, "fillWithin")).isEqualTo("1s");
    assertThat(text(order, "message"))
        .isEqualTo("0 of %s were filled in 1s; the rest was cancelled".formatted(quantity(order)));
    assertThat(problemCodes(answer)).isEmpty();
    assertThat(received()).hasSize(1);
    assertThat(isStanding()).isFalse();
    reconcile();
    assertThat(held()).isEqualToIgnoringScale("0");
  }

  @Test
  void marketOrderTradesTheRestWithAnIdentityOfItsOwn() throws Exception {
    JsonObject answer = asked(200, "k", resting("'fillWithin':'1s','thenMarket':true"));

    List<JsonObject> orders = list(answer, "orders");
    assertThat(orders).hasSize(2);
    JsonObject first = orders.get(0);
    JsonObject rest = orders.get(1);
    assertThat(text(first, "message")).contains("and a market order follows");
    assertThat(first.get("thenMarket").getAsBoolean()).isTrue();
    assertThat(text(rest, "orderType")).isEqualTo("MKT");
    assertThat(text(rest, "replaces")).isEqualTo(text(first, "orderRef"));
    assertThat(text(rest, "orderRef")).isNotEqualTo(text(first, "orderRef"));
    assertThat(text(rest, "status")).isEqualTo("acknowledged");
    assertThat(quantity(rest)).isEqualTo(quantity(first));
    assertThat(rest.get("source")).isEqualTo(first.get("source"));
    reconcile();
    assertThat(held()).isEqualToIgnoringScale(quantity(first));
  }

  @Test
  void marketOrderIsForTheRestOnly() throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        ask("k", resting("'fillWithin':'2s','thenMarket':true"));
    awaitState(LegState.ACKNOWLEDGED);
    fill("40");

    List<JsonObject> orders = list(answered(200, answer.join()), "orders");

    BigDecimal wanted = quantity(orders.get(0));
    assertThat(text(orders.get(0), "message")).startsWith("40 of " + wanted);
    assertThat(quantity(orders.get(1))).isEqualTo(wanted.subtract(new BigDecimal("40")));
    reconcile();
    assertThat(held()).isEqualToIgnoringScale(wanted);
  }

  @Test
  void fillBetweenTheCancellationAndItsConfirmationIsNotTradedTwice() throws Exception {
    door.gateway().faults().orders().cancellationsTake(Duration.ofSeconds(1));
    CompletableFuture<HttpResponse<String>> answer =
        ask("k", resting("'fillWithin':'1s','thenMarket':true"));
    awaitState(LegState.CANCELLING);
    Waiting.until(
        "it is being cancelled", () -> standing().open().state().status().equals("PendingCancel"));
    fill("30");

    List<JsonObject> orders = list(answered(200, answer.join()), "orders");

    BigDecimal wanted = quantity(orders.get(0));
    assertThat(quantity(orders.get(1))).isEqualTo(wanted.subtract(new BigDecimal("30")));
    reconcile();
    assertThat(held()).isEqualToIgnoringScale(wanted);
  }

  @Test
  void orderThatIsFilledWhileItIsCancelledHasNoSecondOrder() throws Exception {
    door.gateway().faults().orders().cancellationsTake(Duration.ofSeconds(5));
    CompletableFuture<HttpResponse<String>> answer =
        ask("k", resting("'fillWithin':'1s','thenMarket':true"));
    awaitState(LegState.CANCELLING);
    Waiting.until(
        "it is being cancelled", () -> standing().open().state().status().equals("PendingCancel"));
    fill(standing().remaining().toPlainString());

    List<JsonObject> orders = list(answered(200, answer.join()), "orders");

    assertThat(orders).hasSize(1);
    assertThat(text(orders.get(0), "status")).isEqualTo("done");
    reconcile();
    assertThat(held()).isEqualToIgnoringScale(quantity(orders.get(0)));
  }

  @Test
  void filledOrderIsNotAwaitedAnyLonger() throws Exception {
    long begun = System.nanoTime();

    JsonObject answer =
        asked(200, "k", body("'orderType':'LMT','lmtPrice':2000,'fillWithin':'4s'"));

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
    JsonObject order = list(answer, "orders").get(0);
    assertThat(text(order, "status")).isEqualTo("done");
    assertThat(text(order, "message")).startsWith("Filled");
  }

  @Test
  void orderThatAPersonCancelsIsNotReplaced() throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        ask("k", resting("'fillWithin':'3s','thenMarket':true"));
    awaitState(LegState.ACKNOWLEDGED);
    door.gateway().tws().cancel(standing().order().permId());

    List<JsonObject> orders = list(answered(200, answer.join()), "orders");

    assertThat(orders).hasSize(1);
    assertThat(text(orders.get(0), "status")).isEqualTo("done");
    assertThat(received()).hasSize(1);
  }

  @Test
  void orderThatCannotBeCancelledIsReportedAndStaysInTheBooks() throws Exception {
    door.gateway().faults().orders().cancellationsTake(Duration.ofHours(1));

    JsonObject answer = asked(500, "k", resting("'fillWithin':'1s','thenMarket':true"));

    assertThat(problemCodes(answer)).containsExactly("rest-not-cancelled");
    JsonObject order = list(answer, "orders").get(0);
    assertThat(text(order, "status")).isEqualTo("acknowledged");
    assertThat(text(order, "message")).contains("could not be cancelled");
    assertThat(received()).hasSize(1);
    assertThat(bench.books().openOrders()).hasSize(1);
    assertThat(door.store().list("runs").get(0).string("state")).isEqualTo("finished");
  }

  @Test
  void strategysDocumentSaysItToo() throws Exception {
    Map<String, Object> document = new LinkedHashMap<>(Weights.document(Map.of("SPY", "1")));
    document.put(
        "orderProperties",
        Map.of(
            "orderType",
            "LMT",
            "lmtPrice",
            new BigDecimal("1.05"),
            "fillWithin",
            "1s",
            "thenMarket",
            true));
    door.store().set("strategies/growth", document);

    List<JsonObject> orders =
        list(asked(200, "k", doubleQuoted("{'strategies':['growth']}")), "orders");

    assertThat(orders).hasSize(2);
    assertThat(text(orders.get(1), "orderType")).isEqualTo("MKT");
    reconcile();
  }

  @Test
  void strategyWhoseTimeDoesNotFitIsLeftOut() throws Exception {
    Map<String, Object> document = new LinkedHashMap<>(Weights.document(Map.of("SPY", "1")));
    document.put("orderProperties", Map.of("fillWithin", "9m"));
    door.store().set("strategies/growth", document);

    JsonObject answer = asked(500, "k", doubleQuoted("{'strategies':['growth']}"));

    assertThat(problemCodes(answer)).contains("strategy-failed");
    assertThat(Bench.problem(answer, "strategy-failed"))
        .contains("fillWithin is 540s; it must be at most half of the request's deadline of 8 s");
    assertThat(received()).isEmpty();
  }

  @Test
  void closeAllTakesItToo() throws Exception {
    asked(200, "buy", doubleQuoted("{'strategies':['growth']}"));
    bench.awaitFilled();
    bench.reconciled();

    JsonObject answer =
        answered(
            200,
            door.postWithKey(
                "/close-all",
                "close",
                doubleQuoted(
                    "{'strategies':['growth'],'orderProperties':{'orderType':'LMT',"
                        + "'lmtPrice':5000,'fillWithin':'1s','thenMarket':true}}")));

    assertThat(list(answer, "orders")).hasSize(2);
    reconcile();
    assertThat(held()).isEqualToIgnoringScale("0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'fillWithin':30 | fillWithin is 30; it must be a time above 0, such as '30s' or '2m'",
        "'fillWithin':'0s' | fillWithin is '0s'; it must be a time above 0",
        "'fillWithin':'soon' | fillWithin is 'soon'; it must be a time above 0",
        "'fillWithin':'5s' | it must be at most half of",
        "'thenMarket':true | thenMarket needs fillWithin",
        "'fillWithin':'1s','thenMarket':'yes' | thenMarket is 'yes'; it must be true or false",
        "'fillWithin':'1s','thenMarket':true,'orderType':'MKT' | give another orderType, such as"
            + " LMT",
        "'fillWithin':'1s','thenMarket':true | give another orderType, such as LMT",
        "'fillWithin':'1s','orderType':'MOC' | would cancel an order of orderType MOC",
        "'fillWithin':'1s','tif':'IOC' | fillWithin and tif IOC both say when the order ends",
        "'fillWithin':'1s','goodAfterTime':'in 10 minutes' | and goodAfterTime is later",
        "'fillIn':'1s' | no order field is called fillIn",
        "'fillwithin':'1s' | fillWithin"
      })
  void propertiesThatDoNotFitAreRefused(String properties, String words) throws Exception {
    HttpResponse<String> refused = door.postWithKey("/allocation", "k", body(properties));

    assertWithMessage(refused.body()).that(refused.statusCode()).isAnyOf(400, 500);
    assertThat(error(refused)).contains(doubleQuoted(words));
    assertThat(received()).isEmpty();
  }

  /** Breaks off a run while it waits for the fill of its order. */
  private void breakOff(String properties, LegState state) {
    CompletableFuture<HttpResponse<String>> answer = ask("k", resting(properties));
    awaitState(state);
    door.gateway().dropConnections();
    assertThat(answer.join().statusCode()).isAtLeast(500);
    clock.advance(LEASE_IS_OVER);
  }

  @Test
  void recoveryCancelsAnOrderWhoseTimeIsOver() throws Exception {
    breakOff("'fillWithin':'3s'", LegState.ACKNOWLEDGED);

    JsonObject again = asked(200, "k", resting("'fillWithin':'3s'"));

    assertThat(text(again, "status")).isEqualTo("already-ran");
    assertThat(bench.legs().get(0).message()).contains("the rest was cancelled");
    assertThat(isStanding()).isFalse();
    assertThat(received()).hasSize(1);
  }

  @Test
  void recoverySendsTheMarketOrderForTheRestOnce() throws Exception {
    String properties = "'fillWithin':'3s','thenMarket':true";
    breakOff(properties, LegState.ACKNOWLEDGED);
    fill("25");

    asked(200, "k", resting(properties));
    asked(200, "k", resting(properties));

    assertThat(received()).hasSize(2);
    assertThat(bench.legs()).hasSize(2);
    assertThat(bench.legs().get(1).quantity())
        .isEqualTo(bench.legs().get(0).quantity().subtract(new BigDecimal("25")));
    reconcile();
    assertThat(held()).isEqualToIgnoringScale(bench.legs().get(0).quantity());
  }

  @Test
  void recoveryFinishesACancellationThatWasUnderWay() throws Exception {
    door.gateway().faults().orders().cancellationsTake(Duration.ofSeconds(2));
    String properties = "'fillWithin':'1s','thenMarket':true";
    breakOff(properties, LegState.CANCELLING);

    asked(200, "k", resting(properties));

    assertThat(received()).hasSize(2);
    assertThat(bench.legs().get(0).state()).isEqualTo(LegState.DONE);
    reconcile();
    assertThat(held()).isEqualToIgnoringScale(bench.legs().get(0).quantity());
  }

  @Test
  void orderThatRecoverySendsHasItsTimeToo() throws Exception {
    String properties = "'fillWithin':'1s','thenMarket':true";
    door.gateway().faults().orders().dropBefore(1);
    assertThat(door.postWithKey("/allocation", "k", resting(properties)).statusCode())
        .isAtLeast(500);
    door.gateway().faults().clear();
    clock.advance(LEASE_IS_OVER);

    asked(200, "k", resting(properties));

    assertThat(bench.legs()).hasSize(2);
    assertThat(bench.legs().get(0).message()).contains("and a market order follows");
    reconcile();
    assertThat(held()).isEqualToIgnoringScale(bench.legs().get(0).quantity());
  }

  @Test
  void tradeReconciliationCancelsAndSendsNothing() throws Exception {
    breakOff("'fillWithin':'3s','thenMarket':true", LegState.ACKNOWLEDGED);

    JsonObject answer = answered(200, door.post("/trade-reconciliation", "{}"));

    assertThat(problemCodes(answer)).contains("orders-not-sent");
    assertThat(bench.legs().get(1).state()).isEqualTo(LegState.NOT_SENT);
    assertThat(received()).hasSize(1);
    assertThat(isStanding()).isFalse();
  }
}
