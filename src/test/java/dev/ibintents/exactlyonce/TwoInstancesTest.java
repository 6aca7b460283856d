package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.ServedProcess;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.RunHeaders;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A second instance of the function is asked to trade while the first one does. */
@Timeout(180)
final class TwoInstancesTest {
  @TempDir Path folder;
  private final CountDownLatch placing = new CountDownLatch(1);
  private FrontDoor door;
  private ServedProcess other;

  @BeforeEach
  void open() throws Exception {
    door =
        FrontDoor.in(folder)
            .gateway(
                options ->
                    options.onRequest(
                        (client, number, request) -> {
                          if (request instanceof PlaceOrder) {
                            placing.countDown();
                          }
                        }))
            .open();
    door.parkHoldings();
    door.strategy("weights", Map.of("SPY", "1"));
    door.store().set("config/common", Map.of("connectTimeoutSeconds", 1));
    door.expose(Map.of("weights", "0.1"));
    other =
        new ServedProcess(
                folder,
                Map.of("STORE", "embedded", "GATEWAY", "configured", "TIMEOUT_SECONDS", "60"))
            .awaitServing();
  }

  @AfterEach
  void close() {
    other.close();
    door.close();
  }

  /** In the other instance. */
  private CompletableFuture<HttpResponse<String>> allocate() {
    return HttpClient.newHttpClient()
        .sendAsync(
            HttpRequest.newBuilder(other.root().resolve("/allocation"))
                .timeout(Duration.ofSeconds(60))
                .header(RunHeaders.IDEMPOTENCY_KEY, "monday")
                .POST(BodyPublishers.ofString("{}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path) throws Exception {
    return door.send(
        door.request(path)
            .header(RunHeaders.IDEMPOTENCY_KEY, "tuesday")
            .POST(BodyPublishers.ofString("{}")));
  }

  @Test
  void anIntentThatNeedsTheClientIdOfATradingRunIsToldWhoHoldsTheAccount() throws Exception {
    door.gateway().faults().orders().messages().hold();
    CompletableFuture<HttpResponse<String>> first = allocate();
    assertThat(placing.await(60, TimeUnit.SECONDS)).isTrue();
    String owner =
        new Leases(door.store(), Clock.systemUTC())
            .current(TradingMode.PAPER)
            .orElseThrow()
            .owner();

    for (String path : List.of("/allocation", "/orchestrate", "/reconcile")) {
      HttpResponse<String> refused = post(path);

      assertWithMessage(path + refused.body()).that(refused.statusCode()).isEqualTo(409);
      assertThat(error(refused))
          .startsWith(
              "LeaseHeldException: another run trades this account: the lease on paper trading"
                  + " (token ");
      assertThat(error(refused)).contains("held by " + owner + " until ");
      assertThat(error(refused)).contains("client id 1 has stayed in use");
    }

    door.gateway().releaseOrderMessages();
    HttpResponse<String> answer = first.get(60, TimeUnit.SECONDS);
    answered(200, answer);
    assertThat(door.gateway().account().received()).hasSize(1);
  }

  @Test
  void anIntentThatNeedsAClientIdOfAnotherProgramIsToldThatItIsInUse() throws Exception {
    door.gateway().faults().orders().messages().hold();
    CompletableFuture<HttpResponse<String>> first = allocate();
    assertThat(placing.await(60, TimeUnit.SECONDS)).isTrue();
    door.store().delete("leases/paper");

    HttpResponse<String> refused = post("/allocation");

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(error(refused)).startsWith("ClientIdInUseException: client id 1 is in use (326 ");
    door.gateway().releaseOrderMessages();
    first.get(60, TimeUnit.SECONDS);
  }
}
