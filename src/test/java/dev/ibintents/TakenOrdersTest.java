package dev.ibintents;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.simulator.ReceivedOrder;
import dev.ibintents.trading.RunHeaders;
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
    door.store().update("config/common", Weights.exposure("1", Map.of("growth", "0.4")));
    door.store().set("strategies/growth", Weights.document(Map.of("SPY", "0.5", "IEF", "0.5")));
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
  private void allocateLater() throws Exception {
    clock.advance(A_WHILE);
    HttpResponse<String> again = allocate();
    assertWithMessage(again.body()).that(again.statusCode()).isEqualTo(200);
  }

  private List<ReceivedOrder> received() {
    return door.gateway().account().received().stream()
        .filter(order -> order.outcome() != ReceivedOrder.Outcome.WHAT_IF)
        .toList();
  }

  private String runState() {
    return door.store().list("runs").get(0).string("state");
  }

  @Test
  void whatIsAnsweredWithAnUnknownErrorIsNotSentAgain() throws Exception {
    door.gateway().faults().orders().reject(1, 98_765, "What nobody knows");

    assertThat(allocate().statusCode()).isEqualTo(504);
    allocateLater();

    assertThat(received()).hasSize(2);
    assertThat(runState()).isEqualTo("expired");
  }

  @Test
  void aRestartThatEmptiesTheListsBringsNothingToBeSentAgain() throws Exception {
    door.gateway().faults().orders().dropAfter(2);

    assertThat(allocate().statusCode()).isAnyOf(503, 504);
    door.gateway().account().forgetDay();
    allocateLater();

    assertThat(received()).hasSize(2);
    assertThat(runState()).isEqualTo("expired");
  }

  @Test
  void neitherDoesOneAfterWhichOrderIdsAreCountedAnew() throws Exception {
    door.gateway().faults().orders().dropAfter(2);
    door.gateway().faults().orders().pieces(2, Duration.ofMinutes(1)); // so that they still live

    assertThat(allocate().statusCode()).isAnyOf(503, 504);
    door.gateway().account().resetOrderIds();
    allocateLater();

    assertThat(received()).hasSize(2);
  }

  @Test
  void whatTheGatewayHasNotTakenIsSent() throws Exception {
    door.gateway().faults().orders().dropBefore(2);

    assertThat(allocate().statusCode()).isAnyOf(503, 504);
    allocateLater();

    assertThat(received()).hasSize(2);
    assertThat(runState()).isEqualTo("finished");
  }
}
