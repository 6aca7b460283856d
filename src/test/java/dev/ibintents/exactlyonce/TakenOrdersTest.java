package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.json;

import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.trading.ledger.RunHeaders;
import java.net.http.HttpRequest.BodyPublishers;
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

/** Orders that a gateway has taken, and of which its lists say nothing. */
@Timeout(60)
final class TakenOrdersTest {
  /** Longer than an order can be on its way. */
  private static final Duration A_WHILE = Duration.ofSeconds(90);

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:45:00Z"));
  @TempDir Path folder;
  private FrontDoor door;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).variable("TIMEOUT_SECONDS", "3").open();
    door.parkHoldings();
    door.expose(Map.of("growth", "0.4"));
    door.strategy("growth", Map.of("SPY", "0.5", "IEF", "0.5"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private HttpResponse<String> allocate() throws Exception {
    return door.send(
        door.request("/allocation")
            .header(RunHeaders.IDEMPOTENCY_KEY, "monday")
            .POST(BodyPublishers.ofString("{}")));
  }

  /** The same request once more, a while later, when whatever is on its way has arrived. */
  private HttpResponse<String> allocateLater(int status) throws Exception {
    clock.advance(A_WHILE);
    HttpResponse<String> again = allocate();
    answered(status, again);
    return again;
  }

  /** The same request once more; it says that nobody knows what became of orders. */
  private void allocateInDoubt() throws Exception {
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> again = allocateLater(500);
      assertThat(problems(again)).containsExactly("orders-in-doubt");
      assertThat(json(again).get("status").getAsString()).isEqualTo("already-ran");
    }
  }

  private static List<String> problems(HttpResponse<String> answer) {
    return Bench.problemCodes(json(answer));
  }

  private String runState() {
    return door.store().list("runs").get(0).string("state");
  }

  @Test
  void anOrderThatIsAnsweredWithAnUnknownErrorIsNotSentAgain() throws Exception {
    door.gateway().faults().orders().reject(1, 98_765, "What nobody knows");

    assertThat(allocate().statusCode()).isEqualTo(504);
    allocateInDoubt();

    assertThat(door.ordersReceived()).hasSize(2);
    assertThat(runState()).isEqualTo("expired");
  }

  @Test
  void aRestartThatEmptiesTheListsBringsNothingToBeSentAgain() throws Exception {
    door.gateway().faults().orders().dropAfter(2);

    assertThat(allocate().statusCode()).isAnyOf(503, 504);
    door.gateway().account().forgetDay();
    allocateInDoubt();

    assertThat(door.ordersReceived()).hasSize(2);
    assertThat(runState()).isEqualTo("expired");
  }

  @Test
  void aRestartThatCountsOrderIdsAnewBringsNothingToBeSentAgain() throws Exception {
    door.gateway().faults().orders().dropAfter(2);
    door.gateway().faults().orders().pieces(2, Duration.ofMinutes(1)); // so that they still live

    assertThat(allocate().statusCode()).isAnyOf(503, 504);
    door.gateway().account().resetOrderIds();
    allocateLater(200);

    assertThat(door.ordersReceived()).hasSize(2);
  }

  @Test
  void anOrderThatTheGatewayHasNotTakenIsSent() throws Exception {
    door.gateway().faults().orders().dropBefore(2);

    assertThat(allocate().statusCode()).isAnyOf(503, 504);
    allocateLater(200);

    assertThat(door.ordersReceived()).hasSize(2);
    assertThat(runState()).isEqualTo("finished");
  }

  /** The gateway counts each client's orders by themselves. */
  @Test
  void theOrderIdsOfAnotherClientProveNothing() throws Exception {
    door.gateway().faults().orders().reject(1, 98_765, "What nobody knows");
    assertThat(allocate().statusCode()).isEqualTo(504);
    door.store().update("config/common", Map.of("clientId", 7));

    HttpResponse<String> again = allocateLater(500);

    assertThat(door.ordersReceived()).hasSize(2);
    assertThat(problems(again)).containsExactly("client-id-changed", "orders-in-doubt").inOrder();
    String changed = Bench.list(json(again), "problems").get(0).get("message").getAsString();
    assertThat(changed).startsWith("clientId is 7, but orders");
    assertThat(changed).contains("were sent under clientId 1: ");
    assertThat(changed).contains("Set clientId back to 1 until");
  }

  @Test
  void anOrderOfAnotherClientIsNotSentAgainThoughNoListShowsIt() throws Exception {
    door.gateway().faults().orders().dropAfter(2);
    assertThat(allocate().statusCode()).isAnyOf(503, 504);
    door.store().update("config/common", Map.of("clientId", 7));
    door.gateway().account().forgetDay();
    door.gateway().account().resetOrderIds();

    allocateLater(500);

    assertThat(door.ordersReceived()).hasSize(2);
  }

  @Test
  void aClientIdThatIsChangedWhileOrdersAreOpenIsAProblem() throws Exception {
    assertThat(allocate().statusCode()).isEqualTo(200);
    door.store().update("config/common", Map.of("clientId", 7));

    HttpResponse<String> reconciled = door.post("/trade-reconciliation", "{}");
    HttpResponse<String> settled = door.post("/trade-reconciliation", "{}");

    assertWithMessage(reconciled.body()).that(problems(reconciled)).contains("client-id-changed");
    assertWithMessage(settled.body()).that(json(settled).has("problems")).isFalse();
  }
}
