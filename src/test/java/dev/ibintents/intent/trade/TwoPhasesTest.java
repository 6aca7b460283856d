package dev.ibintents.intent.trade;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.bench.Bench.problemCodes;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.Waiting;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.order.OrderTerms;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** If nothing may be borrowed, the sales of a run come first, and their cash pays the purchases. */
@Timeout(60)
final class TwoPhasesTest {
  private static final String BODY = doubleQuoted("{'strategies':['growth']}");
  private static final Duration LEASE_IS_OVER = Duration.ofSeconds(90);

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:45:00Z"));
  private FrontDoor door;
  private Bench bench;

  /** The strategy holds SPY for half of the account, and is to hold bonds instead. */
  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).variable("TIMEOUT_SECONDS", "5").open();
    bench = new Bench(door, clock);
    door.expose(Map.of("growth", "0.5"));
    door.strategy("growth", Map.of("SPY", "1"));
    answered(200, door.postWithKey("/allocation", "before", BODY));
    bench.awaitFilled();
    door.limits(Map.of("noBorrowing", true, "scaleToFit", true));
    door.strategy("growth", Map.of("IEF", "0.5"));
    bench.leaveCash(new BigDecimal("1000"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private JsonObject order(JsonObject answer, String contract) {
    return list(answer, "orders").stream()
        .filter(order -> order.get("contract").getAsString().equals(contract))
        .findFirst()
        .orElseThrow();
  }

  private static String text(JsonObject from, String name) {
    return from.get(name).getAsString();
  }

  private List<ReceivedOrder> received(String action) {
    return door.ordersReceived().stream()
        .filter(order -> order.action().equals(action))
        .filter(order -> !order.orderRef().isEmpty())
        .toList();
  }

  /** The purchases since the one of SPY that precedes each test. */
  private List<ReceivedOrder> purchases() {
    List<ReceivedOrder> all = received("BUY");
    return all.subList(1, all.size());
  }

  private Leg leg(String symbol) {
    return bench.legs().stream()
        .filter(leg -> leg.contract().symbol().equals(symbol))
        .filter(leg -> !leg.orderRef().equals(received("BUY").get(0).orderRef()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void salesGoFirstAndTheirCashPaysThePurchases() throws Exception {
    JsonObject answer = answered(200, door.postWithKey("/allocation", "now", BODY));
    bench.awaitFilled();

    assertThat(problemCodes(answer)).isEmpty();
    assertThat(text(order(answer, "SPY"), "action")).isEqualTo("SELL");
    assertThat(order(answer, "SPY").get("phase").getAsInt()).isEqualTo(1);
    JsonObject bonds = order(answer, "IEF");
    assertThat(bonds.get("phase").getAsInt()).isEqualTo(2);
    assertThat(text(bonds, "status")).isEqualTo("acknowledged");
    ReceivedOrder last = door.ordersReceived().get(door.ordersReceived().size() - 1);
    assertThat(last.orderRef()).isEqualTo(text(bonds, "orderRef"));
    assertThat(purchases()).hasSize(1);
    assertThat(bench.cash()).isAtLeast(BigDecimal.ZERO);
    assertThat(leg("IEF").terms().isAfterSales()).isTrue();
    bench.reconciled();
    bench.requireMatch();
  }

  @Test
  void dryRunShowsThePhaseOfEachOrder() throws Exception {
    JsonObject answer = bench.ok("/allocation", doubleQuoted("{'dryRun':true}"));

    assertThat(order(answer, "SPY").get("phase").getAsInt()).isEqualTo(1);
    assertThat(order(answer, "IEF").get("phase").getAsInt()).isEqualTo(2);
    assertThat(answer.getAsJsonArray("limits")).isEmpty();
  }

  @Test
  void thereIsOnePhaseIfTheCashCoversThePurchasesAlready() throws Exception {
    bench.leaveCash(new BigDecimal("900000"));

    JsonObject answer = answered(200, door.postWithKey("/allocation", "now", BODY));

    for (JsonObject order : list(answer, "orders")) {
      assertThat(order.get("phase").getAsInt()).isEqualTo(1);
    }
    assertThat(bench.legs().stream().map(Leg::terms).distinct()).containsExactly(OrderTerms.PLAIN);
  }

  @Test
  void thereIsOnePhaseWithoutTheLimit() throws Exception {
    door.limits(Map.of());

    JsonObject answer = answered(200, door.postWithKey("/allocation", "now", BODY));

    assertThat(order(answer, "IEF").get("phase").getAsInt()).isEqualTo(1);
  }

  @Test
  void purchasesBeyondCashAndSalesAreRefusedBeforeAnythingIsSold() throws Exception {
    door.limits(Map.of("noBorrowing", true));
    door.expose(Map.of("growth", "1"));
    door.strategy("growth", Map.of("IEF", "1.5"));

    HttpResponse<String> refused = door.postWithKey("/allocation", "now", BODY);

    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(FrontDoor.error(refused)).contains("with the sales of this run");
    assertThat(received("SELL")).isEmpty();
  }

  @Test
  void purchasesAreMadeSmallerToFitCashAndSales() throws Exception {
    door.expose(Map.of("growth", "1"));
    door.strategy("growth", Map.of("IEF", "1.5"));

    JsonObject answer = answered(200, door.postWithKey("/allocation", "now", BODY));
    bench.awaitFilled();

    assertThat(answer.getAsJsonObject("skipped").get("IEF").getAsString())
        .contains("do not cover all purchases");
    assertThat(text(order(answer, "IEF"), "status")).isEqualTo("acknowledged");
    assertThat(bench.cash()).isAtLeast(BigDecimal.ZERO);
    assertThat(bench.cash()).isLessThan(new BigDecimal("60000"));
  }

  @Test
  void purchaseWhoseSalesAreNotFilledInTimeIsNotSentAndPlannedAnewLater() throws Exception {
    door.gateway().closeMarket();

    JsonObject answer = answered(500, door.postWithKey("/allocation", "now", BODY));

    assertThat(problemCodes(answer)).containsExactly("purchases-not-sent");
    String problem = Bench.problem(answer, "purchases-not-sent");
    assertThat(problem).contains("IEF");
    assertThat(problem).contains("limits.noBorrowing");
    assertThat(problem).contains("The next allocation plans them anew");
    assertThat(text(order(answer, "SPY"), "status")).isEqualTo("acknowledged");
    JsonObject bonds = order(answer, "IEF");
    assertThat(text(bonds, "status")).isEqualTo("notSent");
    assertThat(text(bonds, "message")).contains("the free cash in USD is");
    assertThat(purchases()).isEmpty();
    assertThat(bench.books().openOrders()).hasSize(1);

    door.gateway().openMarket();
    bench.awaitFilled();
    JsonObject later = answered(200, door.postWithKey("/allocation", "later", BODY));

    assertThat(text(order(later, "IEF"), "status")).isEqualTo("acknowledged");
    assertThat(order(later, "IEF").get("phase").getAsInt()).isEqualTo(1);
    assertThat(purchases()).hasSize(1);
  }

  @Test
  void repetitionTellsAgainWhichPurchasesWereNotSent() throws Exception {
    door.gateway().closeMarket();
    answered(500, door.postWithKey("/allocation", "now", BODY));

    JsonObject again = answered(500, door.postWithKey("/allocation", "now", BODY));

    assertThat(text(again, "status")).isEqualTo("already-ran");
    assertThat(problemCodes(again)).contains("purchases-not-sent");
    assertThat(purchases()).isEmpty();
  }

  @Test
  void purchasesThatTheCashAloneCoversGoInTheirSequenceInTheEnd() throws Exception {
    door.strategy("growth", Map.of("GLD", "0.01", "IEF", "0.5"));
    bench.leaveCash(new BigDecimal("60000")); // of which an open order for gold claims a part
    door.gateway().closeMarket();

    JsonObject answer = answered(500, door.postWithKey("/allocation", "now", BODY));

    List<String> states =
        Stream.of("GLD", "IEF").map(name -> text(order(answer, name), "status")).toList();
    assertThat(states).containsExactly("acknowledged", "notSent").inOrder();
    assertThat(purchases()).hasSize(1);
  }

  @Test
  void refusedSaleBringsNoCashAndIsNotAwaited() throws Exception {
    door.gateway().faults().orders().reject(1, 201, "Order rejected - reason:on purpose");
    long begun = System.nanoTime();

    JsonObject answer = answered(500, door.postWithKey("/allocation", "now", BODY));

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
    assertThat(problemCodes(answer)).contains("purchases-not-sent");
    assertThat(problemCodes(answer)).contains("order-refused");
    assertThat(purchases()).isEmpty();
  }

  @Test
  void purchasesFollowWhileTheRequestWaits() throws Exception {
    door.gateway().closeMarket();
    CompletableFuture<HttpResponse<String>> answer = ask("now");
    awaitSale();

    door.gateway().openMarket();

    JsonObject json = answered(200, answer.join());
    assertThat(text(order(json, "IEF"), "status")).isEqualTo("acknowledged");
    assertThat(purchases()).hasSize(1);
  }

  @Test
  void killSwitchStopsThePurchasesBetweenThePhases() throws Exception {
    door.gateway().closeMarket();
    CompletableFuture<HttpResponse<String>> answer = ask("now");
    awaitSale();

    door.store().update("config/common", Map.of("tradingEnabled", false));
    door.gateway().openMarket();

    JsonObject json = answered(500, answer.join());
    assertThat(problemCodes(json)).contains("purchases-not-sent");
    assertThat(text(order(json, "IEF"), "status")).isEqualTo("notSent");
    assertThat(purchases()).isEmpty();
  }

  private CompletableFuture<HttpResponse<String>> ask(String key) {
    return door.postLater("/allocation", key, BODY);
  }

  /** Waits until the sale is at the broker, and the ledger says so. */
  private void awaitSale() {
    Waiting.until(
        "the sale is acknowledged",
        () ->
            bench.legs().stream()
                .anyMatch(
                    leg -> leg.action().equals("SELL") && leg.state() == LegState.ACKNOWLEDGED));
  }

  /** Breaks off a run whose sale is at the broker, before its purchase is sent. */
  private void breakOff() {
    door.gateway().closeMarket();
    CompletableFuture<HttpResponse<String>> answer = ask("now");
    awaitSale();
    door.gateway().dropConnections();
    assertThat(answer.join().statusCode()).isAtLeast(500);
    assertThat(leg("IEF").state()).isEqualTo(LegState.PLANNED);
    clock.advance(LEASE_IS_OVER);
  }

  @Test
  void recoverySendsNoPurchaseWhoseSalesAreNotFilled() throws Exception {
    breakOff();

    JsonObject answer = answered(500, door.postWithKey("/allocation", "now", BODY));

    assertThat(problemCodes(answer)).contains("purchases-not-sent");
    assertThat(leg("IEF").state()).isEqualTo(LegState.NOT_SENT);
    assertThat(leg("IEF").message()).contains("limits.noBorrowing does not allow it");
    assertThat(purchases()).isEmpty();
    assertThat(received("SELL")).hasSize(1);
  }

  @Test
  void recoveryKeepsTheConditionEvenIfTheLimitIsGone() throws Exception {
    breakOff();
    door.limits(Map.of());

    answered(500, door.postWithKey("/allocation", "now", BODY));

    assertThat(leg("IEF").state()).isEqualTo(LegState.NOT_SENT);
    assertThat(purchases()).isEmpty();
  }

  @Test
  void recoverySendsAPurchaseWhoseSalesAreFilledMeanwhile() throws Exception {
    breakOff();
    door.gateway().openMarket();
    bench.awaitFilled();

    JsonObject answer = answered(200, door.postWithKey("/allocation", "now", BODY));

    assertThat(text(answer, "status")).isEqualTo("already-ran");
    assertThat(purchases()).hasSize(1);
    assertThat(leg("IEF").state()).isEqualTo(LegState.ACKNOWLEDGED);
    assertThat(received("SELL")).hasSize(1);
  }

  @Test
  void nextRunPlansAnewWhatRecoveryDidNotSend() throws Exception {
    breakOff();
    CompletableFuture<HttpResponse<String>> next = ask("next");
    Waiting.until(
        "the purchase of the dead run is closed", () -> leg("IEF").state() == LegState.NOT_SENT);
    door.gateway().openMarket();
    next.join();
    bench.awaitFilled();

    door.postWithKey("/allocation", "last", BODY);

    bench.awaitFilled();
    assertThat(purchases()).hasSize(1);
    bench.reconciled();
    bench.requireMatch();
  }
}
