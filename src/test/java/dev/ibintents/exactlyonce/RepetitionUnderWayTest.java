package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.TestedFunction;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.DirectRequest;
import dev.ibintents.bench.DirectResponse;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.OtherInstance;
import dev.ibintents.bench.Waiting;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.Variables;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.intent.Intents;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.ledger.FaultyStore;
import dev.ibintents.trading.ledger.FaultyStore.Fault;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.RunState;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same request again, while the run that it asks for is under way, or its owner is dead. */
@Timeout(120)
final class RepetitionUnderWayTest {
  private static final String KEY = "monday";

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:30:00Z"));
  private final AtomicInteger uses = new AtomicInteger();
  private final CountDownLatch placing = new CountDownLatch(1);

  @TempDir Path folder;
  private FrontDoor door;
  private int before;

  private void open(int timeoutSeconds) throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(clock)
            .wrapStore(
                store ->
                    new MortalStore(
                        store,
                        () -> {
                          uses.incrementAndGet();
                          return false;
                        }))
            .variable("TIMEOUT_SECONDS", Integer.toString(timeoutSeconds))
            .gateway(
                options ->
                    options.onRequest(
                        (client, number, request) -> {
                          if (request instanceof PlaceOrder) {
                            placing.countDown();
                          }
                        }))
            .open();
    Bench bench = new Bench(door, clock);
    bench.expose(Map.of("growth", "0.4"));
    bench.strategy("growth", Map.of("SPY", "0.6", "IEF", "0.4"));
    before = door.gateway().account().received().size();
  }

  @AfterEach
  void close() {
    if (door != null) {
      door.close();
      door.store().close(); // the function has it through another that does not
    }
  }

  private CompletableFuture<HttpResponse<String>> post(String path) {
    return HttpClient.newHttpClient()
        .sendAsync(
            door.request(path)
                .header(RunHeaders.IDEMPOTENCY_KEY, KEY)
                .POST(BodyPublishers.ofString("{}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> answer(CompletableFuture<HttpResponse<String>> asked)
      throws Exception {
    return asked.get(60, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/allocation", "/orchestrate"})
  void repetitionWaitsForTheEndOfTheRunAndAnswersAlreadyRan(String path) throws Exception {
    open(30);
    door.gateway().faults().orders().messages().hold();
    CompletableFuture<HttpResponse<String>> first = post(path);
    assertThat(placing.await(30, TimeUnit.SECONDS)).isTrue();
    int connections = door.gateway().connectionsAccepted();
    CompletableFuture<HttpResponse<String>> second = post(path);
    awaitPolling();

    assertThat(first.isDone()).isFalse();
    assertThat(second.isDone()).isFalse();
    assertThat(door.gateway().connectionsAccepted()).isEqualTo(connections);
    door.gateway().releaseOrderMessages();

    assertWithMessage(answer(first).body()).that(answer(first).statusCode()).isEqualTo(200);
    assertWithMessage(answer(second).body()).that(answer(second).statusCode()).isEqualTo(200);
    assertThat(answer(second).body()).contains(doubleQuoted("'status':'already-ran'"));
    assertThat(received()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/allocation", "/orchestrate"})
  void repetitionIsRefusedWhenTheRunDoesNotEndInTime(String path) throws Exception {
    open(5);
    door.gateway().faults().orders().messages().hold();
    CompletableFuture<HttpResponse<String>> first = post(path);
    assertThat(placing.await(30, TimeUnit.SECONDS)).isTrue();
    long begun = System.nanoTime();
    HttpResponse<String> second = answer(post(path));

    answered(409, second);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isAtLeast(Duration.ofMillis(2_400));
    assertThat(error(second)).startsWith("RunningException: this run is under way, by invocation ");
    assertThat(error(second)).contains("ask again");
    door.gateway().releaseOrderMessages();
    answer(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/allocation", "/orchestrate"})
  void repetitionOfARunWhoseOwnerIsDeadWaitsForTheLeaseAndSendsThePlan(String path)
      throws Exception {
    open(60);
    dieAfterThePlanIsWritten(path);
    CompletableFuture<HttpResponse<String>> again = post(path);
    awaitPolling();

    assertThat(again.isDone()).isFalse();
    assertThat(received()).isEqualTo(0);
    clock.advance(Leases.LENGTH.plus(Leases.MAX_CLOCK_SKEW));

    HttpResponse<String> recovered = answer(again);
    answered(200, recovered);
    assertThat(recovered.body()).contains(doubleQuoted("'status':'already-ran'"));
    Run run = onlyRun();
    assertThat(run.state()).isEqualTo(RunState.FINISHED);
    assertThat(run.legs()).hasSize(2);
    for (Leg leg : run.legs()) {
      assertThat(door.gateway().account().accepted(leg.orderRef())).isEqualTo(1);
    }
    assertThat(json(recovered).has("error")).isFalse();
  }

  /** A request that waits reads the run again and again. */
  private void awaitPolling() {
    int begun = uses.get();
    Waiting.until("the repetition reads the store", () -> uses.get() > begun + 10);
  }

  private int received() {
    return door.gateway().account().received().size() - before;
  }

  private Run onlyRun() {
    assertThat(door.store().list("runs")).hasSize(1);
    return new RunLedger(door.store(), clock)
        .read(door.store().list("runs").get(0).id())
        .orElseThrow();
  }

  /** An instance of its own, whose process ends right after the write that begins the run. */
  private void dieAfterThePlanIsWritten(String path) throws Exception {
    Variables variables = OtherInstance.variables(folder, 30);
    boolean hasRun = false;
    for (int write = 1; !hasRun; write++) {
      assertThat(write).isLessThan(20);
      clock.advance(Duration.ofMinutes(1)); // whoever died before holds nothing any more
      DocumentStore mortal =
          new MortalStore(new FaultyStore(door.store(), write, Fault.KILLED_AFTER), () -> false);
      TestedFunction.with(
              new FunctionInstance(variables, mortal, clock, Optional.empty()), Intents.all())
          .service(
              new DirectRequest(path, "{}", Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of(KEY))),
              new DirectResponse());
      hasRun = !door.store().list("runs").isEmpty();
    }
    assertThat(onlyRun().state()).isEqualTo(RunState.RUNNING);
    assertThat(onlyRun().legs().stream().map(Leg::state).distinct().toList())
        .containsExactly(LegState.PLANNED);
  }
}
