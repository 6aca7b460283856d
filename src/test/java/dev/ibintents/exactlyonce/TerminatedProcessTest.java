package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;

import com.google.gson.JsonObject;
import dev.ibintents.TestedFunction;
import dev.ibintents.bench.DirectRequest;
import dev.ibintents.bench.DirectResponse;
import dev.ibintents.bench.OtherInstance;
import dev.ibintents.bench.ServedProcess;
import dev.ibintents.bench.Weights;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.Variables;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.ReqMarketDataType;
import dev.ibintents.ibapi.message.ReqMktData;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.allocation.ManyOrders;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.RunState;
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
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process of the function gets SIGTERM in the middle of a run, as the cloud sends it ten
 * seconds before it kills: nothing leaves any more, the answer goes out, the account is free, and
 * the next request ends the run with each order placed once.
 */
@Timeout(180)
final class TerminatedProcessTest {
  private static final Duration MOST = Duration.ofSeconds(9);
  private static final int TERMINATED = 128 + 15;
  private static final String KEY = "the very same";

  @TempDir Path folder;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final AtomicReference<Predicate<Request>> step = new AtomicReference<>(request -> false);
  private SimulatedGateway gateway;
  private DocumentStore store;
  private ServedProcess process;

  @BeforeEach
  void open() throws Exception {
    gateway =
        new SimulatedGateway(
            new GatewayOptions()
                .state(ManyOrders.wealthy())
                .onRequest(
                    (client, number, request) -> {
                      if (step.get().test(request)) {
                        terminate();
                      }
                    }));
    store = new SqliteDocumentStore(folder);
    store.set("config/common", Weights.exposure("1", Map.of("weights", "0.1")));
    store.set("config/paper", Map.of("apiPort", gateway.port()));
    store.set("strategies/weights", Weights.document(Map.of("SPY", "0.5", "IEF", "0.5")));
    process =
        new ServedProcess(
                folder,
                Map.of("STORE", "embedded", "GATEWAY", "configured", "TIMEOUT_SECONDS", "60"))
            .awaitServing();
  }

  @AfterEach
  void close() {
    process.close();
    store.close();
    gateway.close();
  }

  /** Returns when the process knows. */
  private void terminate() {
    try {
      process.signalTermination();
      Deadline patience = Deadline.in(Duration.ofSeconds(30));
      while (!refusesRequests() && !patience.hasPassed()) {
        patience.pause(Duration.ofMillis(20));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reached.countDown();
    }
  }

  /** It refuses every request from the moment on at which it knows. */
  private boolean refusesRequests() throws InterruptedException {
    try {
      return HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(process.root().resolve("/ping"))
                      .timeout(Duration.ofSeconds(10))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .statusCode()
          == 503;
    } catch (IOException e) {
      return false;
    }
  }

  private CompletableFuture<HttpResponse<String>> allocate() {
    return HttpClient.newHttpClient()
        .sendAsync(
            HttpRequest.newBuilder(process.root().resolve("/allocation"))
                .timeout(Duration.ofSeconds(60))
                .header(RunHeaders.IDEMPOTENCY_KEY, KEY)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** Asks, and sends the signal when the gateway gets such a request. */
  private CompletableFuture<HttpResponse<String>> terminatedAt(Class<? extends Request> kind)
      throws InterruptedException {
    step.set(
        request -> {
          boolean now = kind.isInstance(request);
          if (now) {
            step.set(any -> false);
          }
          return now;
        });
    CompletableFuture<HttpResponse<String>> asked = allocate();
    assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
    return asked;
  }

  /** The answer of a process that has got the signal, and ends in time. */
  private HttpResponse<String> lastAnswer(CompletableFuture<HttpResponse<String>> asked)
      throws Exception {
    long begun = System.nanoTime();
    int code = process.awaitExit();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertWithMessage(String.join("\n", process.output())).that(took).isLessThan(MOST);
    assertThat(code).isEqualTo(TERMINATED);
    assertThat(leases().current(TradingMode.PAPER)).isEmpty();
    return asked.get(10, TimeUnit.SECONDS);
  }

  private Leases leases() {
    return new Leases(store, Clock.systemUTC());
  }

  private static JsonObject runOf(HttpResponse<String> answer) {
    return json(answer).getAsJsonObject("outcome").getAsJsonObject("run");
  }

  private void assertCutShort(HttpResponse<String> answer) {
    answered(503, answer);
    assertThat(error(answer)).startsWith("CutShortException: this instance was told to end");
  }

  private List<String> accepted() {
    return gateway.account().received().stream()
        .filter(order -> order.outcome() == ReceivedOrder.Outcome.ACCEPTED)
        .map(ReceivedOrder::orderRef)
        .toList();
  }

  /** The same request, to another instance of the function: it ends the run. */
  private void assertEndedByTheNext() throws IOException {
    Variables variables = OtherInstance.variables(folder, 60);
    DirectResponse response = new DirectResponse();
    TestedFunction.with(
            new FunctionInstance(variables, store, Clock.systemUTC(), Optional.empty()),
            Intents.all())
        .service(
            new DirectRequest(
                "/allocation", "{}", Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of(KEY))),
            response);
    assertWithMessage(response.toString()).that(response.status()).isEqualTo(200);
    assertThat(store.list("runs")).hasSize(1);
    Run run =
        new RunLedger(store, Clock.systemUTC()).read(store.list("runs").get(0).id()).orElseThrow();
    assertThat(run.state()).isEqualTo(RunState.FINISHED);
    assertThat(run.legs()).hasSize(2);
    assertThat(accepted())
        .containsExactlyElementsIn(run.legs().stream().map(Leg::orderRef).toList());
  }

  @Test
  void aProcessThatEndsWhilePlanningBeginsNoRun() throws Exception {
    HttpResponse<String> answer = lastAnswer(terminatedAt(ReqMktData.class));

    assertCutShort(answer);
    assertThat(error(answer)).contains("the run is not begun");
    assertThat(store.list("runs")).isEmpty();
    assertThat(gateway.account().received()).isEmpty();
    assertEndedByTheNext();
  }

  @Test
  void aProcessThatEndsAnswersWithTheOrdersThatAreAcknowledgedInTime() throws Exception {
    gateway.faults().orders().messages().hold(Duration.ofSeconds(1));
    HttpResponse<String> answer = lastAnswer(terminatedAt(PlaceOrder.class));

    answered(200, answer);
    assertThat(json(answer).getAsJsonArray("orders")).hasSize(2);
    assertEndedByTheNext();
  }

  @Test
  void ordersThatAreNotAcknowledgedInTimeAreSettledByTheNextRun() throws Exception {
    gateway.faults().orders().messages().hold();
    HttpResponse<String> answer = lastAnswer(terminatedAt(PlaceOrder.class));

    assertCutShort(answer);
    assertThat(error(answer)).contains("UnsettledOrdersException");
    String log = String.join("\n", process.output());
    assertThat(log).contains("CutShortException: this instance was told to end");
    assertThat(runOf(answer).getAsJsonObject("byState").get("sent").getAsInt()).isEqualTo(2);
    gateway.releaseOrderMessages();
    assertEndedByTheNext();
  }

  @Test
  void aRequestThatWaitsForTheAccountIsTurnedAwayWhenTheProcessEnds() throws Exception {
    leases().acquire(TradingMode.PAPER, "another", Instant.now().plusSeconds(60), time -> {});
    CompletableFuture<HttpResponse<String>> waiting = terminatedAt(ReqMarketDataType.class);

    HttpResponse<String> answer = waiting.get(10, TimeUnit.SECONDS);

    assertCutShort(answer);
    assertThat(error(answer)).contains("nothing was done");
    assertThat(process.awaitExit()).isEqualTo(TERMINATED);
    assertThat(leases().current(TradingMode.PAPER).orElseThrow().owner()).isEqualTo("another");
  }
}
