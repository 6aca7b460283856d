package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.FrontDoor.answered;

import com.google.gson.JsonParser;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.ServedProcess;
import dev.ibintents.bench.Weights;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.RunState;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process of the function is killed while it places orders, and another goes on. */
final class KilledProcessTest {
  private static final Map<String, String> VARIABLES =
      Map.of("STORE", "embedded", "GATEWAY", "configured", "TIMEOUT_SECONDS", "60");

  @TempDir Path folder;

  @Test
  @Timeout(180)
  void aRunOfAKilledProcessIsEndedByAnotherWithEachOrderPlacedOnce() throws Exception {
    AtomicReference<ServedProcess> victim = new AtomicReference<>();
    GatewayOptions options =
        new GatewayOptions()
            .onRequest(
                (client, number, request) -> {
                  if (request instanceof PlaceOrder && victim.get() != null) {
                    kill(victim.getAndSet(null));
                  }
                });
    try (SimulatedGateway gateway = new SimulatedGateway(options);
        DocumentStore store = new SqliteDocumentStore(folder)) {
      prepare(store, gateway.port());
      FrontDoor.parkHoldings(store, gateway);
      gateway.faults().orders().messages().hold();
      gateway.faults().orders().dropBefore(2);
      try (ServedProcess first = new ServedProcess(folder, VARIABLES).awaitServing()) {
        victim.set(first);
        CompletableFuture<HttpResponse<String>> unanswered = allocate(first);
        assertThat(first.awaitExit()).isNotEqualTo(0);
        unanswered.handle((answer, failure) -> failure).get(30, TimeUnit.SECONDS);
      }
      Run abandoned = onlyRun(store);
      assertThat(abandoned.state()).isEqualTo(RunState.RUNNING);
      assertThat(abandoned.legs().stream().map(Leg::state).distinct().toList())
          .containsExactly(LegState.SENT);
      awaitAccepted(gateway, 1);

      gateway.faults().clear();
      gateway.releaseOrderMessages();
      // Its lease lapses by itself while the repetition waits for it.
      assertThat(leaseOf(store)).isPresent();
      try (ServedProcess second = new ServedProcess(folder, VARIABLES).awaitServing()) {
        HttpResponse<String> answer = allocate(second).get(90, TimeUnit.SECONDS);
        answered(200, answer);
        assertThat(status(answer)).isEqualTo("already-ran");
        assertOnce(gateway, onlyRun(store));

        assertThat(status(allocate(second).get(60, TimeUnit.SECONDS))).isEqualTo("already-ran");
        assertOnce(gateway, onlyRun(store));
      }
    }
  }

  /** The gateway may not be through with the order that it was told of as the process died. */
  private static void awaitAccepted(SimulatedGateway gateway, int count) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(10));
    while (accepted(gateway).size() < count && !deadline.hasPassed()) {
      Thread.onSpinWait();
    }
    assertThat(accepted(gateway)).hasSize(count);
  }

  private static void kill(ServedProcess process) {
    try {
      process.close();
      process.awaitExit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void prepare(DocumentStore store, int port) {
    store.set("config/common", Weights.exposure("1", Map.of("weights", "0.1")));
    store.set("config/paper", Map.of("apiPort", port));
    store.set(
        "strategies/weights",
        Weights.document(Map.of("SPY", "0.25", "GLD", "0.25", "IEF", "0.25", "VIXY", "0.25")));
  }

  private static Optional<Lease> leaseOf(DocumentStore store) {
    return new Leases(store, Clock.systemUTC()).current(TradingMode.PAPER);
  }

  private static CompletableFuture<HttpResponse<String>> allocate(ServedProcess process) {
    return HttpClient.newHttpClient()
        .sendAsync(
            HttpRequest.newBuilder(process.root().resolve("/allocation"))
                .timeout(Duration.ofSeconds(90))
                .header(RunHeaders.IDEMPOTENCY_KEY, "the very same")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static String status(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject().get("status").getAsString();
  }

  private static Run onlyRun(DocumentStore store) {
    assertThat(store.list("runs")).hasSize(1);
    return new RunLedger(store, Clock.systemUTC())
        .read(store.list("runs").get(0).id())
        .orElseThrow();
  }

  private static List<String> accepted(SimulatedGateway gateway) {
    return gateway.account().received().stream()
        .filter(order -> order.outcome() == ReceivedOrder.Outcome.ACCEPTED)
        .map(ReceivedOrder::orderRef)
        .toList();
  }

  private static void assertOnce(SimulatedGateway gateway, Run run) {
    assertThat(run.state()).isEqualTo(RunState.FINISHED);
    assertThat(run.legs()).hasSize(4);
    assertThat(accepted(gateway))
        .containsExactlyElementsIn(run.legs().stream().map(Leg::orderRef).toList());
  }
}
