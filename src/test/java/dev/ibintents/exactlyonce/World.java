package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.TestedFunction;
import dev.ibintents.bench.DirectRequest;
import dev.ibintents.bench.DirectResponse;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.OrderWatch;
import dev.ibintents.bench.SharedPrices;
import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.bench.Weights;
import dev.ibintents.environment.Access;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.Variables;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.intent.Intents;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.RunState;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * For tests of several processes: a simulated gateway and a store, in which several trials are
 * made, one after the other. Requests go to function instances that share nothing but these two, as
 * those of different processes do.
 */
public final class World implements AutoCloseable {
  /** The broker's day has begun half an hour ago. */
  private static final Instant MORNING = Instant.parse("2026-11-23T05:30:00Z");

  /** The pause between two looks at whether clients are gone. */
  private static final long STEP_NANOS = 100_000;

  private static final Duration LONGEST = Duration.ofHours(20);

  /** Gateways remember every order that has ever come; more of them make it slow. */
  private static final int MOST = 8;

  /** The collections of the books. */
  private static final List<String> PARTS =
      List.of(
          "holdings",
          "openOrders",
          "fills",
          "portfolio",
          "totals",
          "crossings",
          "amendments",
          "days",
          "states",
          "lastRuns");

  /** Has in the books what the account held before a trial. */
  static final String ELSEWHERE = "elsewhere";

  /** Processes that may freeze keep their threads. */
  private static final ExecutorService PROCESSES =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "freezing-process");
            thread.setDaemon(true);
            return thread;
          });

  final MovedClock clock = new MovedClock(MORNING);
  public final DocumentStore store;
  final Settings settings;
  final OrderWatch watch = new OrderWatch(this::position);
  private final StateStore account = StateStore.inMemory();
  private volatile Consumer<Request> watcher = request -> {};
  private SimulatedGateway gateway;
  private String protocol = TestedProtocol.id();
  private final Path folder;
  private final List<String> played = new ArrayList<>();

  /**
   * @param folder for whatever the function wants to keep
   * @param store is closed with this
   */
  World(Path folder, DocumentStore store) throws IOException {
    this.folder = folder;
    this.store = store;
    settings = new Settings(store);
    settings.usual();
    startGateway();
  }

  private void startGateway() throws IOException {
    gateway =
        new SimulatedGateway(
            new GatewayOptions()
                .prices(SharedPrices.of(1))
                .clock(clock)
                .state(account)
                .messagesPerSecond(100_000)
                .onRequest(
                    (client, number, request) -> {
                      watch.received(client, number, request);
                      watcher.accept(request);
                    }));
    configure();
  }

  private void configure() {
    store.set(
        "config/paper", Map.of("apiPort", gateway.port(), "gateway", Map.of("protocol", protocol)));
  }

  /** Chooses the dialect for a number that chance has drawn: half of them speak protobuf. */
  void speakBy(long number) {
    String chosen = number % 2 == 0 ? "protobuf" : "text";
    if (!chosen.equals(protocol)) {
      protocol = chosen;
      configure();
    }
  }

  /** Whether the product can ask for the executions of past days. */
  boolean listsPastDays() {
    return protocol.equals("protobuf");
  }

  /** Asks for the dialect in which the product speaks with the gateway now. */
  String spoken() {
    awaitIdle();
    DirectResponse answer = ask("/ping", "{}", Duration.ofSeconds(20), store, Map.of());
    assertWithMessage(answer.toString()).that(answer.status()).isEqualTo(200);
    return answer.json().get("protocol").getAsString();
  }

  public SimulatedGateway gateway() {
    return gateway;
  }

  /** Shows the requests that the gateway gets from now on. */
  void watch(Consumer<Request> other) {
    watcher = other;
  }

  /** Ends the gateway's process, and starts another one for the same account. */
  void restartGateway() throws IOException {
    gateway.close();
    startGateway();
  }

  /** Whether the exchanges of US stocks are closed at this hour. */
  boolean isNight() {
    LocalTime time = LocalTime.ofInstant(clock.instant(), ZoneId.of("America/New_York"));
    return time.isBefore(LocalTime.of(9, 30)) || !time.isBefore(LocalTime.of(15, 50));
  }

  /** Whether another is to take its place: its day nears the end, or its lists grow long. */
  public boolean isSpent() {
    return played.size() >= MOST || clock.instant().isAfter(MORNING.plus(LONGEST));
  }

  /**
   * Forgets what earlier trials have left in the store and in the gateway's lists. What the account
   * holds belongs to a strategy that trades nothing, so that books and portfolio agree.
   *
   * @param trial names it
   */
  void begin(String trial) {
    played.add(trial);
    awaitIdle();
    watch.allow();
    watch.takeViolations();
    settings.usual();
    gateway.openMarket();
    gateway.account().forgetDay();
    store.list("runs").forEach(run -> store.delete(run.path()));
    for (String part : PARTS) {
      store.list("positions/paper/" + part).forEach(found -> store.delete(found.path()));
    }
    Map<String, BigDecimal> held = new TreeMap<>();
    positions().forEach((conId, quantity) -> held.put(conId.toString(), quantity));
    store.set("positions/paper/holdings/" + ELSEWHERE, held);
  }

  /** The trials that were made here, the last of them last: they make a world what it is. */
  String played() {
    return String.join(",", played);
  }

  /** The positions of the account by conId, without currencies. */
  SortedMap<Integer, BigDecimal> positions() {
    SortedMap<Integer, BigDecimal> positions = new TreeMap<>();
    gateway
        .account()
        .positions()
        .forEach(
            (instrument, held) -> {
              if (instrument.kind() != Instrument.Kind.CASH && held.signum() != 0) {
                positions.put(
                    instrument.conId(), new BigDecimal(held.stripTrailingZeros().toPlainString()));
              }
            });
    return positions;
  }

  private BigDecimal position(int conId) {
    return positions().getOrDefault(conId, BigDecimal.ZERO);
  }

  /**
   * Has a strategy want fractions of its capital, by the names of {@link Weights#instrument}. For
   * half of the weights it has orders of its own; the weights decide it, so that a seed repeats it.
   */
  void want(String strategy, Map<String, BigDecimal> weights) {
    Map<String, Object> document =
        new LinkedHashMap<>(Weights.document(gateway.universe(), weights));
    if (weights.hashCode() % 2 == 0) {
      document.put("orderProperties", Map.of("outsideRth", true));
    }
    store.set("strategies/" + strategy, document);
  }

  /** One request to allocate, to an instance of its own. */
  DirectResponse allocate(
      Duration timeout, DocumentStore through, Map<String, List<String>> headers) {
    return ask("/allocation", "{}", timeout, through, headers);
  }

  /** One request, to an instance of its own. */
  DirectResponse ask(
      String path,
      String body,
      Duration timeout,
      DocumentStore through,
      Map<String, List<String>> headers) {
    return ask(instance(timeout, through), path, body, headers);
  }

  /**
   * One request to allocate, to a process that freezes; the caller waits for neither.
   *
   * @param lag how far its clock is behind that of others
   */
  CompletableFuture<DirectResponse> allocateFreezing(
      Duration timeout, Ice ice, Duration lag, Map<String, List<String>> headers) {
    FunctionInstance instance =
        instance(
            timeout, new FreezingStore(store, ice), ice.clock(Clock.offset(clock, lag.negated())));
    return CompletableFuture.supplyAsync(
        () -> {
          ice.begin();
          return ask(instance, "/allocation", "{}", headers);
        },
        PROCESSES);
  }

  /** An instance of the function, whose process nobody else shares. */
  FunctionInstance instance(Duration timeout, DocumentStore through) {
    return instance(timeout, through, clock);
  }

  private FunctionInstance instance(Duration timeout, DocumentStore through, Clock time) {
    FunctionInstance instance =
        new FunctionInstance(variables(timeout), through, time, Optional.empty());
    instance.replace(Strategies.class, CountingWeights.table());
    return instance;
  }

  /** One request, to this instance. */
  DirectResponse ask(
      FunctionInstance instance, String path, String body, Map<String, List<String>> headers) {
    DirectResponse response = new DirectResponse();
    TestedFunction.with(instance, Intents.all())
        .service(new DirectRequest(path, body, headers), response);
    return response;
  }

  private Variables variables(Duration timeout) {
    // A direct request comes over no connection, so there is no address to be known by.
    Variables usual =
        Variables.from(
            Map.of("STORE", "embedded", "DATA_FOLDER", folder.toString(), Access.HOST, "0.0.0.0"));
    return new Variables(
        usual.revision(),
        usual.inCloud(),
        usual.projectId(),
        usual.tradingMode(),
        timeout,
        usual.storeKind(),
        usual.gatewayKind(),
        usual.dataFolder(),
        usual.access());
  }

  /** Whether the next connection has come to its end. */
  BooleanSupplier hasLostConnection() {
    int before = gateway.connectionsAccepted();
    return () -> gateway.connectionsAccepted() > before && gateway.sessions() == 0;
  }

  /** Waits until the gateway has noticed that its clients are gone. */
  void awaitIdle() {
    Deadline deadline = Deadline.in(Duration.ofSeconds(10));
    while (gateway.sessions() > 0 && !deadline.hasPassed()) {
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  /** Whether a run is under way that may have sent orders. */
  boolean hasOrdersUnderWay() {
    RunLedger ledger = new RunLedger(store, clock);
    return store.list("runs").stream()
        .flatMap(document -> ledger.read(document.id()).stream())
        .filter(run -> run.state() == RunState.RUNNING)
        .flatMap(run -> run.legs().stream())
        .anyMatch(leg -> leg.state() != LegState.PLANNED);
  }

  /** The token of whoever has the account for itself, or had it when it died; 0 for nobody. */
  long leaseToken() {
    return new Leases(store, clock).current(TradingMode.PAPER).map(Lease::token).orElse(0L);
  }

  @Override
  public void close() {
    gateway.close();
    store.close();
  }
}
