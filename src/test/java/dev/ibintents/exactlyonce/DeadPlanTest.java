package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;

import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.Weights;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.ledger.RunLedger;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A run broke off before any of its orders arrived, and by now nobody may want them any more. */
@Timeout(120)
final class DeadPlanTest {
  private static final Duration A_WHILE = Duration.ofSeconds(90);

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:45:00Z"));
  @TempDir Path folder;
  private FrontDoor door;
  private Bench bench;
  private String deadRun;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).variable("TIMEOUT_SECONDS", "4").open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("growth", "0.4"));
    bench.strategy("growth", Map.of("SPY", "0.5", "IEF", "0.5"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private HttpResponse<String> post(String path, String key) throws Exception {
    return post(path, key, "{}");
  }

  private HttpResponse<String> post(String path, String key, String body) throws Exception {
    return door.send(
        door.request(path)
            .header(RunHeaders.IDEMPOTENCY_KEY, key)
            .POST(BodyPublishers.ofString(body)));
  }

  /** Breaks off a run of two orders before the gateway has taken any of them. */
  private void breakOff(String path) throws Exception {
    door.gateway().faults().orders().dropBefore(1);
    HttpResponse<String> broken = post(path, "monday");
    assertWithMessage(broken.body()).that(broken.statusCode()).isAnyOf(503, 504);
    door.gateway().faults().clear();
    assertThat(accepted()).isEmpty();
    deadRun = door.store().list("runs").get(0).id();
    clock.advance(A_WHILE);
  }

  private List<ReceivedOrder> accepted() {
    return door.gateway().account().received().stream()
        .filter(order -> order.outcome() == ReceivedOrder.Outcome.ACCEPTED)
        .toList();
  }

  private List<Leg> legs() {
    return new RunLedger(door.store(), Clock.systemUTC()).read(deadRun).orElseThrow().legs();
  }

  private boolean isOfDeadRun(String orderRef) {
    return legs().stream().anyMatch(leg -> leg.orderRef().equals(orderRef));
  }

  /** The dead run is closed, its orders were not sent, and whoever recovered it says so. */
  private void assertNotSent(HttpResponse<String> answer, int status, String why) {
    answered(status, answer);
    assertThat(accepted().stream().filter(order -> isOfDeadRun(order.orderRef())).toList())
        .isEmpty();
    for (Leg leg : legs()) {
      assertWithMessage(leg.message()).that(leg.state()).isEqualTo(LegState.NOT_SENT);
      assertThat(leg.message()).contains(why);
    }
    assertThat(door.store().get("runs/" + deadRun).orElseThrow().string("state"))
        .isEqualTo("failed");
    assertThat(
            bench.books().openOrders().stream()
                .filter(order -> isOfDeadRun(order.orderRef()))
                .toList())
        .isEmpty();
    String problem = Bench.problem(json(answer), "orders-not-sent");
    assertThat(problem).contains(deadRun);
    assertThat(problem).contains(why);
    legs().forEach(leg -> assertThat(problem).contains(leg.orderRef()));
  }

  @Test
  void anOrderOfADeadRunThatIsStillWantedIsSent() throws Exception {
    breakOff("/allocation");

    HttpResponse<String> again = post("/allocation", "monday");

    answered(200, again);
    assertThat(json(again).has("problems")).isFalse();
    assertThat(accepted()).hasSize(2);
  }

  @Test
  void tradeReconciliationRecordsADeadRunAndSendsNothing() throws Exception {
    breakOff("/allocation");

    HttpResponse<String> answer = door.post("/trade-reconciliation", "{}");

    assertNotSent(answer, 200, "trade-reconciliation does not send what a run of allocation");
    assertThat(accepted()).isEmpty();
  }

  @Test
  void aRunOfWhichNothingReachedTheBrokerIsPlannedAnewByItsRepetition() throws Exception {
    breakOff("/allocation");
    assertNotSent(
        door.post("/trade-reconciliation", "{}"),
        200,
        "trade-reconciliation does not send what a run of allocation");

    HttpResponse<String> again = post("/allocation", "monday");
    HttpResponse<String> third = post("/allocation", "monday");

    answered(200, again);
    assertThat(accepted()).hasSize(2);
    assertThat(json(third).get("status").getAsString()).isEqualTo("already-ran");
  }

  @Test
  void aRecoveryRecordsTheOrdersThatTheBrokerHas() throws Exception {
    door.gateway().faults().orders().dropAfter(1);
    assertThat(post("/allocation", "monday").statusCode()).isAnyOf(503, 504);
    door.gateway().faults().clear();
    deadRun = door.store().list("runs").get(0).id();
    clock.advance(A_WHILE);

    HttpResponse<String> answer = door.post("/trade-reconciliation", "{}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(accepted()).hasSize(1);
    assertThat(legs().stream().map(Leg::state).filter(LegState.NOT_SENT::equals).count())
        .isEqualTo(1);
    assertThat(legs().get(0).state()).isAnyOf(LegState.DONE, LegState.ACKNOWLEDGED);
  }

  @Test
  void theKillSwitchHoldsForTheIntentThatPlannedToo() throws Exception {
    breakOff("/allocation");
    door.store()
        .update(
            "config/common",
            Map.of("tradingEnabled", false, "killSwitchExempt", List.of("orchestrate")));

    assertNotSent(
        post("/orchestrate", "tuesday"), 500, "trading is disabled now (tradingEnabled is false");
  }

  @Test
  void aPanicExitDoesNotBuyTheDeadPlanFirst() throws Exception {
    breakOff("/allocation");

    HttpResponse<String> answer = post("/close-all", "tuesday");

    assertNotSent(answer, 500, "close-all does not send what a run of allocation has left");
    for (ReceivedOrder order : accepted()) {
      assertThat(order.action()).isEqualTo("SELL");
    }
    assertThat(accepted()).isNotEmpty();
  }

  @Test
  void aCloseAllThatBrokeOffIsSentByItsRepetition() throws Exception {
    breakOff("/close-all");
    int planned = legs().size();

    HttpResponse<String> again = post("/close-all", "monday");

    answered(200, again);
    assertThat(accepted()).hasSize(planned);
    assertThat(accepted().stream().allMatch(order -> isOfDeadRun(order.orderRef()))).isTrue();
  }

  @Test
  void aDeadCloseAllClosesOnlyWhatIsStillHeld() throws Exception {
    breakOff("/close-all");
    HttpResponse<String> other = post("/close-all", "by another");
    assertNotSent(other, 500, "close-all does not send what a run of close-all has left");
    bench.awaitFilled();
    int closed = accepted().size();
    assertThat(closed).isAtLeast(1);
    assertThat(bench.owned()).isEmpty();
  }

  @Test
  void anOrderThatWasToCloseIsNotSentIfTheAccountHoldsLessByNow() throws Exception {
    breakOff("/close-all");
    for (Map.Entry<Integer, BigDecimal> held : bench.owned().entrySet()) {
      Instrument instrument = door.gateway().universe().byConId(held.getKey()).orElseThrow();
      door.gateway()
          .tws()
          .trade(
              instrument,
              BigDecimal.valueOf(-held.getValue().signum()),
              door.gateway().prices().mark(instrument, clock.instant()));
    }
    int byHand = accepted().size();

    HttpResponse<String> again = post("/close-all", "monday");

    answered(500, again);
    assertThat(error(again)).contains("and by now the account holds ");
    bench.awaitFilled();
    assertThat(accepted().size()).isGreaterThan(byHand);
    assertThat(bench.owned()).isEmpty(); // closed by a new plan, for what was held then
  }

  @Test
  void conversionsOfCashAreNotSentWhenNobodyBalancesAnyMore() throws Exception {
    door.store().update("config/common", Map.of("cashBalanceThresholdInBaseCurrency", 500));
    breakOff("/cash-balancer");
    door.store()
        .update(
            "config/common", Collections.singletonMap("cashBalanceThresholdInBaseCurrency", null));

    assertNotSent(
        post("/orchestrate", "tuesday"),
        500,
        "cashBalanceThresholdInBaseCurrency is not configured any more");
  }

  @Test
  void conversionsOfCashKeepTheLimitsOfNow() throws Exception {
    door.store().update("config/common", Map.of("cashBalanceThresholdInBaseCurrency", 500));
    breakOff("/cash-balancer");
    door.store().update("config/common", Map.of("limits", Map.of("largestOrderValue", 1)));

    assertNotSent(post("/cash-balancer", "monday"), 500, "at most 1 is allowed for an order");
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of("config/common", exposure("0", "0.4"), "exposure.overall is 0 now"),
        Arguments.of(
            "config/common",
            exposure("1", "0"),
            "exposure.strategies.growth is not above 0 any more"),
        Arguments.of(
            "config/common",
            exposure("1", "0.3"),
            "the exposure of growth is 0.3 now, and was 0.4 when the order was planned"),
        Arguments.of(
            "config/common",
            exposure("0.5", "0.4"),
            "the exposure of growth is 0.20 now, and was 0.4 when the order was planned"),
        Arguments.of(
            "config/common",
            Map.of("exposure", Map.of("overall", 1, "strategies", Map.of("other", 1))),
            "exposure.strategies.growth is not above 0 any more"),
        Arguments.of(
            "strategies/growth", Map.of("enabled", false), "strategies/growth is not enabled"),
        Arguments.of(
            "config/common",
            Map.of("limits", Map.of("largestOrderValue", 1)),
            "at most 1 is allowed for an order"),
        Arguments.of(
            "config/paper",
            Map.of("limits", Map.of("largestPositionValue", 1)),
            "at most 1 is allowed for a contract"),
        Arguments.of(
            "config/common",
            Map.of("limits", Map.of("largestGrossExposure", "0.01")),
            "at most 0.01 times is allowed"),
        Arguments.of(
            "config/common",
            Map.of("limits", Map.of("mostOrders", 1)),
            "its run has 2 orders; at most 1 are allowed now"));
  }

  private static Map<String, Object> exposure(String overall, String growth) {
    return Weights.exposure(overall, Map.of("growth", growth));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void anOrderOfADeadRunBeyondTheLimitsOfNowIsNotSent(
      String document, Map<String, Object> change, String why) throws Exception {
    breakOff("/allocation");
    door.store().update(document, change);

    assertNotSent(post("/orchestrate", "tuesday"), 500, why);
  }
}
