package dev.ibintents;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.Variables;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.intent.Intents;
import dev.ibintents.simulator.Faults;
import dev.ibintents.simulator.Faults.Direction;
import dev.ibintents.simulator.Faults.Trouble;
import dev.ibintents.simulator.GatewayOptions;
import dev.ibintents.simulator.OrderFaults;
import dev.ibintents.simulator.ReceivedOrder;
import dev.ibintents.simulator.SimulatedGateway;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.SqliteDocumentStore;
import dev.ibintents.trading.Books;
import dev.ibintents.trading.FaultyStore;
import dev.ibintents.trading.Leases;
import dev.ibintents.trading.Leg;
import dev.ibintents.trading.LegState;
import dev.ibintents.trading.Run;
import dev.ibintents.trading.RunHeaders;
import dev.ibintents.trading.RunLedger;
import dev.ibintents.trading.RunState;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * One seeded schedule of requests and faults, played against the function with a simulated gateway,
 * and the proof that each order reached the broker once.
 */
final class Schedule {
  private static final Duration CLEAN = Duration.ofSeconds(20);
  private static final Duration LEASE_IS_OVER = Duration.ofSeconds(90);
  private static final List<String> SYMBOLS = List.of("SPY", "GLD", "IEF", "VIXY");

  private final World world;
  private final long seed;
  private final Random random;
  private final List<String> story = new ArrayList<>();
  private final Map<String, List<String>> headers;
  private boolean lost;

  /** A gateway and a store, in which several schedules are played, one after the other. */
  static final class World implements AutoCloseable {
    /** The broker's day has begun half an hour ago. */
    private static final Instant MORNING = Instant.parse("2026-11-23T05:30:00Z");

    private static final Duration LONGEST = Duration.ofHours(20);

    /** The simulated account looks through all of its day's fills at every order. */
    private static final int MOST = 8;

    private final MovedClock clock = new MovedClock(MORNING);
    private final DocumentStore store;
    private final SimulatedGateway gateway;
    private final Path folder;
    private int played;
    private boolean spent;

    World(Path folder) throws IOException {
      this.folder = folder;
      this.store = new SqliteDocumentStore(folder);
      this.gateway =
          new SimulatedGateway(new GatewayOptions().clock(clock).messagesPerSecond(100_000));
      store.set(
          "config/common",
          Map.of(
              "connectTimeoutSeconds",
              10,
              "exposure",
              Map.of(
                  "overall",
                  1,
                  "strategies",
                  Map.of("a", new BigDecimal("0.1"), "b", new BigDecimal("0.1")))));
      store.set("config/paper", Map.of("apiPort", gateway.port()));
    }

    /** Whether another is to take its place: its day nears the end, or its lists grow long. */
    boolean isSpent() {
      return spent || played >= MOST || clock.instant().isAfter(MORNING.plus(LONGEST));
    }

    private Variables variables(Duration timeout) {
      Variables usual =
          Variables.from(Map.of("STORE", "embedded", "DATA_FOLDER", folder.toString()));
      return new Variables(
          usual.revision(),
          usual.inCloud(),
          usual.projectId(),
          usual.tradingMode(),
          timeout,
          usual.storeKind(),
          usual.gatewayKind(),
          usual.dataFolder(),
          usual.httpPort());
    }

    private DirectResponse ask(
        Duration timeout, DocumentStore through, Map<String, List<String>> headers) {
      FunctionInstance instance = new FunctionInstance(variables(timeout), through, clock);
      DirectResponse response = new DirectResponse();
      try {
        new IntentFunction(instance, Intents.all())
            .service(new DirectRequest("/allocation", "{}", headers), response);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      return response;
    }

    private void forget() {
      store.list("runs").forEach(run -> store.delete(run.path()));
      for (String part : List.of("holdings", "openOrders")) {
        store.list("positions/paper/" + part).forEach(found -> store.delete(found.path()));
      }
    }

    @Override
    public void close() {
      gateway.close();
      store.close();
    }
  }

  Schedule(World world, long seed) {
    this.world = world;
    this.seed = seed;
    this.random = new Random(seed);
    this.headers = headers(random.nextInt(4));
  }

  private Map<String, List<String>> headers(int kind) {
    return switch (kind) {
      case 0 -> Map.of();
      case 1 ->
          Map.of(
              RunHeaders.SCHEDULER_JOB_NAME,
              List.of("job"),
              RunHeaders.SCHEDULE_TIME,
              List.of(world.clock.instant().minusSeconds(2).toString()));
      default -> Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of("key " + seed));
    };
  }

  /** Plays it. */
  void play() {
    try {
      tryToPlay();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed " + seed + "L:\n  " + String.join("\n  ", story) + "\n" + e.getMessage(), e);
    }
  }

  private void tryToPlay() {
    world.played++;
    world.forget();
    writeSignals();
    int before = world.gateway.account().received().size();
    int rounds = 1 + random.nextInt(3);
    for (int i = 0; i < rounds; i++) {
      round();
    }
    DirectResponse answer = settle();
    settleOthers();
    check(before);
    Set<String> orders = new TreeSet<>(accepted(before));
    DirectResponse again = world.ask(CLEAN, world.store, headers);
    story.add("again: " + again);
    assertWithMessage("repeated").that(again.status()).isEqualTo(200);
    assertWithMessage("repeated")
        .that(again.json().get("status").getAsString())
        .isEqualTo("already-ran");
    if (!answer.json().has("status")) {
      assertWithMessage("repeated")
          .that(again.json().getAsJsonObject("result").get("orders"))
          .isEqualTo(answer.json().get("orders"));
    }
    assertWithMessage("orders after the repetition")
        .that(accepted(before))
        .containsExactlyElementsIn(orders);
  }

  private void writeSignals() {
    for (String id : List.of("a", "b")) {
      List<Map<String, Object>> weights = new ArrayList<>();
      for (String symbol : SYMBOLS) {
        if (random.nextInt(3) > 0) {
          BigDecimal weight = BigDecimal.valueOf(random.nextInt(-30, 60), 3);
          weights.add(Map.of("contract", stock(symbol), "weight", weight));
        }
      }
      world.store.set("strategies/" + id, Map.of("kind", "weights", "weights", weights));
    }
  }

  private static Map<String, Object> stock(String symbol) {
    return Map.of("symbol", symbol, "secType", "STK", "exchange", "SMART", "currency", "USD");
  }

  /** One request, or several at once, with faults. */
  private void round() {
    Duration timeout = Duration.ofMillis(100 + random.nextInt(250));
    DocumentStore through = store();
    orderFaults();
    List<CompletableFuture<DirectResponse>> others = new ArrayList<>();
    if (random.nextInt(8) == 0) {
      Map<String, List<String>> same = random.nextBoolean() ? headers : headers(2);
      others.add(
          CompletableFuture.supplyAsync(
              () -> world.ask(timeout.multipliedBy(2), world.store, same)));
      story.add("at once: another with " + same);
    }
    story.add("in " + timeout + ": " + world.ask(timeout, through, headers));
    for (CompletableFuture<DirectResponse> other : others) {
      story.add("the other: " + other.orTimeout(30, TimeUnit.SECONDS).join());
    }
    if (random.nextBoolean()) {
      clear();
    }
    advance(
        switch (random.nextInt(8)) {
          case 0, 1 -> Duration.ZERO;
          case 2, 3 -> Duration.ofSeconds(16);
          case 4 -> Duration.ofMinutes(16);
          default -> LEASE_IS_OVER;
        });
  }

  private void advance(Duration time) {
    story.add("advance " + time);
    world.clock.advance(time);
  }

  /** The store of a process that may die at a write, or when its connection ends. */
  private DocumentStore store() {
    Faults faults = world.gateway.faults();
    switch (random.nextInt(4)) {
      case 0 -> {
        FaultyStore.Fault[] all = FaultyStore.Fault.values();
        FaultyStore.Fault fault = all[random.nextInt(all.length)];
        int nth = 1 + random.nextInt(10);
        story.add(fault + " at write " + nth);
        return new MortalStore(new FaultyStore(world.store, nth, fault), () -> false);
      }
      case 1, 2 -> {
        Direction direction = random.nextBoolean() ? Direction.IN : Direction.OUT;
        Trouble trouble = random.nextBoolean() ? Trouble.DROP_BEFORE : Trouble.DROP_AFTER;
        int number = 1 + random.nextInt(direction == Direction.IN ? 28 : 160);
        boolean dies = random.nextBoolean();
        story.add(direction + " " + trouble + " " + number + (dies ? ", and dies" : ""));
        faults.strike(direction, trouble, number);
        return dies ? new MortalStore(world.store, hasLost()) : world.store;
      }
      default -> {
        return world.store;
      }
    }
  }

  private BooleanSupplier hasLost() {
    int before = world.gateway.connectionsAccepted();
    return () -> world.gateway.connectionsAccepted() > before && world.gateway.sessions() == 0;
  }

  private void orderFaults() {
    OrderFaults faults = world.gateway.faults().orders();
    int n = 1 + random.nextInt(4);
    int what = random.nextInt(16);
    story.add("order fault " + what + " at " + n);
    switch (what) {
      case 0 -> faults.dropBefore(n);
      case 1 -> faults.dropAfter(n);
      case 2 -> faults.reject(n, 201, "Order rejected - reason:on purpose");
      case 3 -> faults.warn(n, 399, "Order Message:\nWarning: on purpose");
      case 4 -> faults.reject(n, 98_765, "What nobody knows");
      case 5 -> faults.warn(n, 98_765, "What nobody knows");
      case 6 -> faults.hold();
      case 7 -> faults.hold(Duration.ofMillis(20));
      case 8 -> faults.lose(true);
      case 9 -> faults.withoutStatus(true);
      case 10 -> {
        // New clients are not told (1100): orders are sent, are kept, and arrive later.
        world.gateway.loseBroker();
        lost = true;
      }
      default -> {}
    }
    faults.pieces(1 + random.nextInt(3), Duration.ofSeconds(random.nextInt(2)));
    faults.duplicate(random.nextInt(4) == 0);
    faults.reorder(random.nextInt(4) == 0);
  }

  private void clear() {
    story.add("all is well again");
    world.gateway.faults().clear();
    if (lost) {
      world.gateway.regainBroker(random.nextBoolean());
      lost = false;
    }
    world.gateway.releaseOrderMessages();
  }

  /**
   * A repetition of a run that is done recovers nothing, so what another key's run has left open is
   * there until a run of its own comes.
   */
  private void settleOthers() {
    DirectResponse other =
        world.ask(
            CLEAN,
            world.store,
            Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of("settling others " + seed)));
    story.add("settling others: " + other);
    assertWithMessage("settling others").that(other.status()).isEqualTo(200);
  }

  /** Lets time pass, and asks until there is an answer. */
  private DirectResponse settle() {
    clear();
    advance(LEASE_IS_OVER);
    awaitIdle();
    DirectResponse answer = world.ask(CLEAN, world.store, headers);
    story.add("settling: " + answer);
    assertWithMessage("the last request's status").that(answer.status()).isEqualTo(200);
    return answer;
  }

  private void awaitIdle() {
    Deadline deadline = Deadline.in(Duration.ofSeconds(10));
    while (world.gateway.sessions() > 0 && !deadline.hasPassed()) {
      Thread.onSpinWait();
    }
  }

  private List<ReceivedOrder> arrived(int before) {
    List<ReceivedOrder> all = world.gateway.account().received();
    return all.subList(before, all.size()).stream()
        .filter(order -> order.outcome() != ReceivedOrder.Outcome.WHAT_IF)
        .toList();
  }

  private List<String> accepted(int before) {
    return arrived(before).stream()
        .filter(order -> order.outcome() == ReceivedOrder.Outcome.ACCEPTED)
        .map(ReceivedOrder::orderRef)
        .toList();
  }

  private void check(int before) {
    RunLedger ledger = new RunLedger(world.store, world.clock);
    List<Run> runs =
        world.store.list("runs").stream()
            .map(Document::id)
            .map(id -> ledger.read(id).orElseThrow())
            .toList();
    Map<String, Leg> legs = new HashMap<>();
    for (Run run : runs) {
      run.legs().forEach(leg -> story.add(run.state() + ": " + leg + " " + leg.message()));
      assertWithMessage("state of " + run).that(run.state()).isNotEqualTo(RunState.RUNNING);
      run.legs().forEach(leg -> legs.put(leg.orderRef(), leg));
    }
    arrived(before).forEach(order -> story.add(order.toString()));
    assertWithMessage("orders at the broker, outside of any plan or twice")
        .that(accepted(before))
        .containsNoDuplicates();
    for (ReceivedOrder order : arrived(before)) {
      Leg leg = legs.get(order.orderRef());
      assertWithMessage("plan of " + order).that(leg).isNotNull();
      assertWithMessage("action of " + order).that(order.action()).isEqualTo(leg.action());
      assertWithMessage("quantity of " + order)
          .that(order.quantity())
          .isEqualToIgnoringScale(leg.quantity());
      assertWithMessage("contract of " + order)
          .that(order.conId())
          .isEqualTo(leg.contract().conId());
      assertWithMessage("what became of " + order)
          .that(order.outcome())
          .isAnyOf(ReceivedOrder.Outcome.ACCEPTED, ReceivedOrder.Outcome.REFUSED);
    }
    legs.values().forEach(this::check);
    checkBooks(legs);
    // One that could not be given back has run out.
    assertWithMessage("lease")
        .that(
            new Leases(world.store, world.clock)
                .current(TradingMode.PAPER)
                .filter(lease -> lease.expiresAt().isAfter(world.clock.instant().minusSeconds(5))))
        .isEqualTo(Optional.empty());
  }

  private void check(Leg leg) {
    int times = world.gateway.account().accepted(leg.orderRef());
    switch (leg.state()) {
      case ACKNOWLEDGED -> assertWithMessage("times of %s", leg).that(times).isEqualTo(1);
      case DONE -> {
        // What the broker has refused, it lists as ended too.
        boolean refused = times == 0 && arrivals(leg, leg.permId()) == 1;
        assertWithMessage("times of %s", leg).that(refused ? 1 : times).isEqualTo(1);
      }
      case UNKNOWN -> assertWithMessage("times of %s", leg).that(times).isAtMost(1);
      case REJECTED, EXPIRED, NOT_SENT ->
          assertWithMessage("times of %s", leg).that(times).isEqualTo(0);
      default -> throw new AssertionError(leg + " is left over");
    }
    if (leg.permId() != 0) {
      assertWithMessage("permIds of %s", leg)
          .that(
              world.gateway.account().received(leg.orderRef()).stream()
                  .map(ReceivedOrder::permId)
                  .toList())
          .contains(leg.permId());
    }
  }

  private long arrivals(Leg leg, long permId) {
    return world.gateway.account().received(leg.orderRef()).stream()
        .filter(order -> permId != 0 && order.permId() == permId)
        .count();
  }

  private void checkBooks(Map<String, Leg> legs) {
    Map<String, Books.OpenOrderEntry> open =
        new Books(world.store, TradingMode.PAPER, world.clock)
            .openOrders().stream()
                .collect(Collectors.toMap(Books.OpenOrderEntry::orderRef, entry -> entry));
    Set<LegState> nothing = Set.of(LegState.REJECTED, LegState.EXPIRED, LegState.NOT_SENT);
    assertWithMessage("open orders")
        .that(open.keySet())
        .isEqualTo(
            legs.values().stream()
                .filter(leg -> !nothing.contains(leg.state()))
                .map(Leg::orderRef)
                .collect(Collectors.toSet()));
    open.forEach(
        (ref, entry) -> {
          assertWithMessage("source of " + ref)
              .that(entry.source())
              .isEqualTo(legs.get(ref).source());
          assertWithMessage("contract of " + ref)
              .that(entry.conId())
              .isEqualTo(legs.get(ref).contract().conId());
        });
    Map<Integer, BigDecimal> crossed = new HashMap<>();
    new Books(world.store, TradingMode.PAPER, world.clock)
        .holdings()
        .values()
        .forEach(
            holding -> holding.forEach((id, held) -> crossed.merge(id, held, BigDecimal::add)));
    crossed.forEach(
        (id, sum) ->
            assertWithMessage("what strategies gave each other of " + id)
                .that(sum)
                .isEqualToIgnoringScale(BigDecimal.ZERO));
  }
}
