package dev.ibintents.intent.trade;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.Weights;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.RunDocument;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run broke off before its orders arrived. Recovery sends those that the present cash covers, and
 * that keep the present limits on margin.
 */
@Timeout(120)
final class RecoveryLimitsTest {
  private static final String BODY = doubleQuoted("{'strategies':['growth']}");
  private static final Duration A_WHILE = Duration.ofSeconds(90);

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:45:00Z"));
  @TempDir Path folder;
  private FrontDoor door;
  private Bench bench;
  private String mark;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).variable("TIMEOUT_SECONDS", "6").open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("growth", "0.4"));
    bench.strategy("growth", Map.of("SPY", "0.5", "IEF", "0.5"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  /** Lets the strategy hold what it wants. */
  private void buy() throws Exception {
    answered(200, door.postWithKey("/allocation", "before", BODY));
    bench.awaitFilled();
    bench.reconciled();
  }

  /** Breaks off a run before the gateway has taken any of its orders. */
  private void breakOff() throws Exception {
    int before = accepted().size();
    door.gateway().faults().orders().dropBefore(1);
    HttpResponse<String> broken = door.postWithKey("/allocation", "monday", BODY);
    assertWithMessage(broken.body()).that(broken.statusCode()).isAnyOf(503, 504);
    door.gateway().faults().clear();
    assertThat(accepted()).hasSize(before);
    mark =
        door.store().list("runs").stream()
            .filter(run -> run.string("state").equals("running"))
            .findFirst()
            .orElseThrow()
            .string("mark");
    clock.advance(A_WHILE);
  }

  private List<ReceivedOrder> accepted() {
    return door.gateway().account().received().stream()
        .filter(order -> order.outcome() == ReceivedOrder.Outcome.ACCEPTED)
        .toList();
  }

  private JsonObject recover(int status) throws Exception {
    return answered(status, door.postWithKey("/allocation", "monday", BODY));
  }

  /** An order of the dead run, whose document may have moved into the history. */
  private Leg leg(String symbol) {
    return door.store().list("runs").stream()
        .map(RunDocument::run)
        .filter(run -> run.mark().equals(mark))
        .flatMap(run -> run.legs().stream())
        .filter(leg -> leg.contract().symbol().equals(symbol))
        .findFirst()
        .orElseThrow();
  }

  private void assertNotSent(JsonObject answer, String symbol, String why) {
    Leg leg = leg(symbol);
    assertThat(leg.state()).isEqualTo(LegState.NOT_SENT);
    assertThat(leg.message()).contains(why);
    assertThat(door.gateway().account().accepted(leg.orderRef())).isEqualTo(0);
    assertThat(Bench.problem(answer, "orders-not-sent")).contains(leg.orderRef());
  }

  private void assertSent(String symbol) {
    Leg leg = leg(symbol);
    assertThat(leg.state()).isEqualTo(LegState.ACKNOWLEDGED);
    assertThat(door.gateway().account().accepted(leg.orderRef())).isEqualTo(1);
  }

  @Test
  void purchasesThatTheCashCoversAreSent() throws Exception {
    door.limits(Map.of("noBorrowing", true));
    breakOff();

    recover(200);

    assertSent("SPY");
    assertSent("IEF");
  }

  @Test
  void purchasesThatTheCashNoLongerCoversAreNotSent() throws Exception {
    breakOff();
    door.limits(Map.of("noBorrowing", true));
    bench.leaveCash(new BigDecimal("1000"));

    JsonObject answer = recover(500);

    assertNotSent(answer, "SPY", "limits.noBorrowing does not allow it: the purchases in USD need");
    assertNotSent(answer, "IEF", "limits.noBorrowing does not allow it: the purchases in USD need");
  }

  @Test
  void purchasesAreSentInTheirSequenceAsFarAsTheCashGoes() throws Exception {
    breakOff();
    door.limits(Map.of("noBorrowing", true));
    BigDecimal one = leg("SPY").believed().orElseThrow().value();
    bench.leaveCash(one.multiply(new BigDecimal("1.1")).add(claimedByGold()));

    JsonObject answer = recover(500);

    assertSent("SPY");
    assertNotSent(answer, "IEF", "limits.noBorrowing does not allow it");
  }

  /** The cash that the account's open order for gold claims. */
  private BigDecimal claimedByGold() {
    Instrument gold = Weights.instrument(door.gateway().universe(), "GLD");
    return door.gateway().account().orders().stream()
        .filter(order -> order.conId() == gold.conId())
        .map(order -> order.order().lmtPrice().multiply(order.remaining()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void withoutTheLimitNoCashIsNeeded() throws Exception {
    breakOff();
    bench.leaveCash(new BigDecimal("1000"));

    recover(200);

    assertSent("SPY");
    assertSent("IEF");
  }

  @Test
  void saleNeedsNoCover() throws Exception {
    buy();
    bench.strategy("growth", Map.of("SPY", "0.1", "IEF", "0.5"));
    breakOff();
    door.limits(Map.of("noBorrowing", true));
    bench.leaveCash(new BigDecimal("-5000"));

    recover(200);

    assertSent("SPY");
  }

  @Test
  void ordersThatWouldUseTooMuchMarginAreNotSent() throws Exception {
    breakOff();
    door.limits(Map.of("mostMarginUse", new BigDecimal("0.001")));

    JsonObject answer = recover(500);

    assertNotSent(answer, "SPY", "the present limits do not allow it");
    assertNotSent(answer, "IEF", "at most 0.001 is allowed");
  }

  @Test
  void ordersThatWouldLeaveTooSmallACushionAreNotSent() throws Exception {
    breakOff();
    door.limits(Map.of("leastCushion", new BigDecimal("0.999")));

    JsonObject answer = recover(500);

    assertNotSent(answer, "SPY", "at least 0.999 is required");
    assertNotSent(answer, "IEF", "the cushion after the run would be");
  }

  @Test
  void ordersWithinTheLimitsOnMarginAreSent() throws Exception {
    breakOff();
    door.limits(Map.of("mostMarginUse", BigDecimal.ONE, "leastCushion", new BigDecimal("0.01")));

    recover(200);

    assertSent("SPY");
    assertSent("IEF");
  }

  @Test
  void limitOnMarginHoldsUpOnlyTheOrderThatDoesMoreThanReduce() throws Exception {
    buy();
    bench.strategy("growth", Map.of("SPY", "0.2", "IEF", "0.9"));
    breakOff();
    door.limits(Map.of("mostMarginUse", new BigDecimal("0.0001")));

    JsonObject answer = recover(500);

    assertSent("SPY");
    assertNotSent(answer, "IEF", "the present limits do not allow it");
  }

  @Test
  void marginThatTheBrokerDoesNotTellHoldsTheOrdersUp() throws Exception {
    breakOff();
    door.limits(Map.of("leastCushion", new BigDecimal("0.01")));
    // The first what-if order proves that the gateway has not lost the broker.
    door.gateway().faults().orders().reject(2, 460, "No trading permissions.");

    HttpResponse<String> response = door.postWithKey("/allocation", "monday", BODY);

    assertNotSent(json(response), "SPY", "cannot be checked against leastCushion");
    assertNotSent(json(response), "IEF", "No trading permissions");
  }
}
