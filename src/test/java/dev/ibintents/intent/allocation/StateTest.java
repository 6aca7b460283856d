package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.store.Document;
import dev.ibintents.strategy.NoSignalsException;
import dev.ibintents.strategy.Signals;
import dev.ibintents.strategy.StateDocument;
import dev.ibintents.strategy.StrategyContext;
import dev.ibintents.strategy.StrategyState;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The memory of a strategy is written with the run that is planned with it, once. */
@Timeout(120)
final class StateTest {
  private static final String A = StateDocument.path(TradingMode.PAPER, "a");
  private static final String DRY_RUN = doubleQuoted("{'dryRun':true}");

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:45:00Z"));
  private final AtomicInteger asked = new AtomicInteger();
  private Consumer<StrategyContext> rule = context -> {};
  @TempDir Path folder;
  private FrontDoor door;

  /** Counts its runs, and then does what the test says. */
  private Signals signals(StrategyContext context) {
    asked.incrementAndGet();
    StrategyState state = context.state();
    state.put("runs", state.number("runs").orElse(BigDecimal.ZERO).add(BigDecimal.ONE));
    rule.accept(context);
    return Signals.of(
        context.resolve(ContractSpec.stock(context.id().equals("a") ? "SPY" : "IEF")),
        new BigDecimal("0.5"));
  }

  @BeforeEach
  void open() throws Exception {
    open("60");
  }

  private void open(String timeoutSeconds) throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(clock)
            .variable("TIMEOUT_SECONDS", timeoutSeconds)
            .kind("rule", () -> this::signals)
            .open();
    door.parkHoldings();
    strategies(Map.of("a", "0.4"));
  }

  private void strategies(Map<String, String> exposures) {
    door.expose(exposures);
    exposures.keySet().forEach(id -> door.store().set("strategies/" + id, Map.of("kind", "rule")));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private HttpResponse<String> allocate(String key) throws Exception {
    return door.postWithKey("/allocation", key, "{}");
  }

  /** Breaks off a run whose plan is written, before the gateway has taken its order. */
  private void breakOffMonday() throws Exception {
    door.close();
    open("8");
    door.gateway().faults().orders().dropBefore(1);
    assertThat(allocate("monday").statusCode()).isAtLeast(500);
    door.gateway().faults().clear();
  }

  private void requireRuns(String strategy, int runs) {
    Optional<Document> document = door.store().get(StateDocument.path(TradingMode.PAPER, strategy));
    assertWithMessage("runs that %s has counted", strategy)
        .that(StateDocument.values(document).getOrDefault("runs", 0L))
        .isEqualTo((long) runs);
  }

  @Test
  void aRunWritesItOnceAndItsRepetitionDoesNot() throws Exception {
    answered(200, allocate("monday"));
    requireRuns("a", 1);
    Document state = door.store().get(A).orElseThrow();
    Document run = door.store().list("runs").get(0);
    assertThat(state.string("run")).isEqualTo(run.path());
    assertThat(state.instant("updatedAt")).isEqualTo(run.instant("begunAt"));

    answered(200, allocate("monday"));
    requireRuns("a", 1);
    clock.advance(Duration.ofHours(1));
    answered(200, allocate("tuesday"));
    requireRuns("a", 2);
  }

  @Test
  void orchestrateWritesItOnceAsWell() throws Exception {
    answered(200, door.postWithKey("/orchestrate", "monday", "{}"));
    answered(200, door.postWithKey("/orchestrate", "monday", "{}"));
    requireRuns("a", 1);
    door.store().update("config/common", Map.of("whenClosed", "skip"));
    answered(200, door.postWithKey("/orchestrate", "gated", "{}"));
    requireRuns("a", 2);
    assertThat(asked.get()).isEqualTo(2);
  }

  @Test
  void whatBeginsNoRunLeavesItAlone() throws Exception {
    answered(200, allocate("monday"));
    Document before = door.store().get(A).orElseThrow();
    answered(200, door.post("/allocation", DRY_RUN));
    answered(200, door.post("/orchestrate", DRY_RUN));
    answered(200, door.post("/allocation", doubleQuoted("{'dryRun':true,'preview':'broker'}")));
    answered(200, door.get("/holdings"));
    answered(200, door.get("/status"));
    answered(200, door.post("/trade-reconciliation", "{}"));
    answered(200, door.post("/reconcile", "{}"));
    door.limits(Map.of("mostOrders", 0));
    door.store().set("strategies/b", Map.of("kind", "rule"));
    door.expose(Map.of("a", "0.2", "b", "0.2"));
    assertThat(error(allocate("refused"))).startsWith("LimitsExceededException: ");
    door.limits(Map.of());
    door.store().update("config/common", Map.of("tradingEnabled", false));
    assertThat(error(allocate("disabled"))).startsWith("KillSwitchException: ");

    assertThat(asked.get()).isAtLeast(5);
    assertThat(door.store().get(A)).hasValue(before);
    assertThat(door.store().list("positions/paper/states")).hasSize(1);
  }

  @Test
  void aStrategyWithoutSignalsLeavesItsOwnAloneAndTheOthersWriteTheirs() throws Exception {
    strategies(Map.of("a", "0.2", "b", "0.2"));
    answered(200, allocate("monday"));
    requireRuns("a", 1);
    requireRuns("b", 1);
    rule =
        context -> {
          if (context.id().equals("a")) {
            throw new NoSignalsException("no opinion");
          }
        };

    JsonObject answer = answered(200, allocate("tuesday"));

    assertThat(answer.getAsJsonObject("skipped").get("a").getAsString()).isEqualTo("no opinion");
    requireRuns("a", 1);
    requireRuns("b", 2);
  }

  @Test
  void aStrategyThatGetsNoTargetLeavesItsOwnAlone() throws Exception {
    strategies(Map.of("a", "0.2", "b", "0.2"));
    door.gateway().faults().halt(Bench.SPY, clock.instant().minus(Duration.ofDays(20)));

    JsonObject answer = answered(200, allocate("monday"));

    assertThat(answer.getAsJsonObject("skipped").has("a")).isTrue();
    requireRuns("a", 0);
    requireRuns("b", 1);
    assertThat(door.store().list("positions/paper/lastRuns")).hasSize(1);
  }

  /** The rule can tell, because it holds nothing. */
  @Test
  void ordersThatAreNeverSentLeaveItAsItWasPlanned() throws Exception {
    breakOffMonday();
    requireRuns("a", 1);
    clock.advance(Duration.ofMinutes(2));
    answered(200, door.post("/trade-reconciliation", "{}"));
    requireRuns("a", 1);

    rule = context -> assertThat(context.holdings().isEmpty()).isTrue();
    answered(200, allocate("monday"));

    requireRuns("a", 2); // nothing of the first run reached the broker, so this is another run
  }

  @Test
  void recoveryThatSendsTheOrdersDoesNotChangeIt() throws Exception {
    breakOffMonday();
    clock.advance(Duration.ofMinutes(2));

    answered(200, allocate("monday"));

    requireRuns("a", 1);
    assertThat(asked.get()).isEqualTo(1);
    assertThat(door.ordersReceived()).isNotEmpty();
  }

  @Test
  void aChangeByAPersonMeanwhileIsNotLost() throws Exception {
    answered(200, allocate("monday"));
    rule = context -> door.store().update(A, Map.of("values", Map.of("runs", 41)));

    HttpResponse<String> refused = allocate("tuesday");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(error(refused))
        .isEqualTo(
            "StateChangedException: positions/paper/states/a was changed after the strategy had"
                + " read it, so the run was not begun, and nothing was sent. Ask again");
    assertThat(door.store().list("runs")).hasSize(1);
    requireRuns("a", 41);
    door.store().update(A, Map.of("x-note", "mine"));
    rule = context -> {};
    answered(200, allocate("tuesday"));
    requireRuns("a", 42);
    assertThat(door.store().get(A).orElseThrow().string("x-note")).isEqualTo("mine");
  }

  @Test
  void aMemoryThatIsTooLargeSkipsTheStrategyAlone() throws Exception {
    strategies(Map.of("a", "0.2", "b", "0.2"));
    rule =
        context -> {
          if (context.id().equals("a")) {
            context.state().put("all", "x".repeat(200_000));
          }
        };

    JsonObject answer = answered(200, allocate("monday"));

    assertThat(answer.getAsJsonObject("skipped").get("a").getAsString())
        .isEqualTo(
            "positions/paper/states/a has 200,019 bytes of JSON, and may have at most 100,000; keep"
                + " less in the state");
    requireRuns("a", 0);
    requireRuns("b", 1);
  }

  @Test
  void aMemoryThatCannotBeReadSkipsTheStrategy() throws Exception {
    door.store().set(A, Map.of("runs", 7));

    JsonObject answer = answered(500, allocate("monday"));

    assertThat(answer.getAsJsonObject("skipped").get("a").getAsString())
        .startsWith("positions/paper/states/a runs is unknown");
    assertThat(Bench.problemCodes(answer)).contains("strategy-failed");
  }

  @Test
  void aMemoryThatIsOnlyReadIsNotWritten() throws Exception {
    rule = context -> context.state().clear();
    answered(200, allocate("monday"));
    assertThat(door.store().get(A)).isEmpty();
  }

  @Test
  void twoStrategiesAtOnceKeepTheirOwn() throws Exception {
    strategies(Map.of("a", "0.2", "b", "0.2"));
    var first = door.postLater("/allocation", "of a", doubleQuoted("{'strategies':['a']}"));
    var second = door.postLater("/allocation", "of b", doubleQuoted("{'strategies':['b']}"));
    answered(200, first.get());
    answered(200, second.get());

    requireRuns("a", 1);
    requireRuns("b", 1);
    assertThat(door.store().list("positions/paper/states").stream().map(Document::id).toList())
        .isEqualTo(List.of("a", "b"));
  }

  @Test
  void playMoneyAndRealMoneyHaveMemoriesOfTheirOwn() throws Exception {
    answered(200, allocate("monday"));
    door.close();
    door =
        FrontDoor.in(folder)
            .clock(clock)
            .variable("TRADING_MODE", "live")
            .kind("rule", () -> this::signals)
            .open();
    door.store().set("config/live", Map.of("apiPort", door.gateway().port()));
    door.expose(Map.of("a", "0.4"));
    door.parkHoldings();
    rule = context -> assertThat(context.lastRun()).isEmpty();

    answered(200, allocate("live monday"));

    requireRuns("a", 1);
    assertThat(StateDocument.values(door.store().get(StateDocument.path(TradingMode.LIVE, "a"))))
        .isEqualTo(Map.of("runs", 1L));
  }
}
