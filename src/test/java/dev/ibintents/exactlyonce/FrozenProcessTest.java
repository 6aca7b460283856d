package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.TestedFunction;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.DirectRequest;
import dev.ibintents.bench.DirectResponse;
import dev.ibintents.bench.OtherInstance;
import dev.ibintents.bench.ServedProcess;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.Variables;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.allocation.ManyOrders;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.ledger.RunLedger;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process of the function is frozen while it places orders, as a cloud does that takes the
 * processor away, and thaws when its time is over and another has settled its run.
 */
final class FrozenProcessTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String KEY = "the very same";

  @TempDir Path folder;
  private final CountDownLatch frozen = new CountDownLatch(1);
  private final AtomicReference<ServedProcess> victim = new AtomicReference<>();

  @Test
  @Timeout(240)
  void aProcessThatThawsAfterItsDeadlineAndItsLeaseSendsNoOrder() throws Exception {
    GatewayOptions options =
        new GatewayOptions()
            .state(ManyOrders.wealthy())
            .onRequest(
                (client, number, request) -> {
                  ServedProcess process =
                      request instanceof PlaceOrder ? victim.getAndSet(null) : null;
                  if (process != null) {
                    signal(process, "STOP");
                    frozen.countDown();
                  }
                });
    try (SimulatedGateway gateway = new SimulatedGateway(options);
        DocumentStore store = new SqliteDocumentStore(folder);
        ServedProcess first = start()) {
      prepare(store, gateway);
      victim.set(first);
      Deadline ofFirst = Deadline.in(TIMEOUT.plusSeconds(1));
      CompletableFuture<HttpResponse<String>> answer = allocate(first);
      assertThat(frozen.await(60, TimeUnit.SECONDS)).isTrue();
      Run frozenRun = onlyRun(store);
      assertThat(frozenRun.legs().stream().map(Leg::state).distinct().toList())
          .containsExactly(LegState.SENT);

      ofFirst.pause(ofFirst.remaining());
      leaseEndedLongAgo(store);
      store.update("config/common", Map.of("clientId", 7));
      DirectResponse other = allocateElsewhere(store);
      List<String> arrived = arrived(gateway);
      assertThat(arrived.size()).isLessThan(frozenRun.legs().size());

      signal(first, "CONT");
      HttpResponse<String> late = answer.get(60, TimeUnit.SECONDS);

      assertWithMessage(late.body()).that(late.statusCode()).isAtLeast(500);
      assertThat(arrived(gateway)).isEqualTo(arrived);
      assertThat(arrived).containsNoDuplicates();
      assertThat(other.status()).isEqualTo(500);
      assertThat(Bench.problemCodes(other.json()))
          .containsExactly("client-id-changed", "orders-in-doubt");
      for (Leg leg : onlyRun(store).legs()) {
        assertWithMessage(leg + " " + leg.message())
            .that(leg.state() == LegState.UNKNOWN)
            .isEqualTo(!arrived.contains(leg.orderRef()));
      }
    }
  }

  private ServedProcess start() throws Exception {
    return new ServedProcess(
            folder,
            Map.of(
                "STORE",
                "embedded",
                "GATEWAY",
                "configured",
                "TIMEOUT_SECONDS",
                Long.toString(TIMEOUT.toSeconds())))
        .awaitServing();
  }

  private static void signal(ServedProcess process, String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      assertThat(kill.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(kill.exitValue()).isEqualTo(0);
    } catch (IOException e) {
      throw new IllegalStateException("kill could not be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void prepare(DocumentStore store, SimulatedGateway gateway) {
    store.set("config/common", Map.of());
    store.set("config/paper", Map.of("apiPort", gateway.port()));
    ManyOrders.want(store, ManyOrders.instruments(gateway.universe()), 1);
  }

  private static CompletableFuture<HttpResponse<String>> allocate(ServedProcess process) {
    return HttpClient.newHttpClient()
        .sendAsync(
            HttpRequest.newBuilder(process.root().resolve("/allocation"))
                .timeout(Duration.ofSeconds(180))
                .header(RunHeaders.IDEMPOTENCY_KEY, KEY)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** The same request, to another instance of the function. */
  private DirectResponse allocateElsewhere(DocumentStore store) throws IOException {
    Variables variables = OtherInstance.variables(folder, 60);
    DirectResponse response = new DirectResponse();
    TestedFunction.with(
            new FunctionInstance(variables, store, Clock.systemUTC(), Optional.empty()),
            Intents.all())
        .service(
            new DirectRequest(
                "/allocation", "{}", Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of(KEY))),
            response);
    return response;
  }

  /** Ends the lease at once; the wait for its end takes half a minute. */
  private static void leaseEndedLongAgo(DocumentStore store) {
    store.update("leases/paper", Map.of("expiresAt", Instant.now().minus(Duration.ofMinutes(1))));
  }

  private static Run onlyRun(DocumentStore store) {
    assertThat(store.list("runs")).hasSize(1);
    return new RunLedger(store, Clock.systemUTC())
        .read(store.list("runs").get(0).id())
        .orElseThrow();
  }

  private static List<String> arrived(SimulatedGateway gateway) {
    return gateway.account().received().stream()
        .filter(order -> order.outcome() != ReceivedOrder.Outcome.WHAT_IF)
        .map(ReceivedOrder::orderRef)
        .toList();
  }
}
