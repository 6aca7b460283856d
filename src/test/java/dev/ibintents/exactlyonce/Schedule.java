package dev.ibintents.exactlyonce;

import dev.ibintents.bench.DirectResponse;
import dev.ibintents.bench.Waiting;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.ledger.RunHeaders;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One seeded schedule of requests and faults, played against the function. */
final class Schedule {
  private static final List<String> SYMBOLS = List.of("SPY", "GLD", "IEF", "VIXY");

  /** A contract that one strategy gets from the other, so that no order goes out. */
  private static final String CROSSED = "TLT";

  /** In another currency, in a pair whose rate is the inverse, with a multiplier, in pence. */
  private static final Map<String, Integer> OTHERS =
      Map.of("SIE", 60, "USD.JPY", 900, "MNQ", 1500, "VOD", 60);

  /** By so much the clock of a process may be wrong that others take its lease for over. */
  private static final Duration LAG = Duration.ofMinutes(3);

  /** An allocation has about so many uses of the store and the clock. */
  private static final int STEPS = 70;

  private final World world;
  private final long seed;
  private final Random random;
  private final Map<String, List<String>> headers;
  private final Trial trial;
  private final OrderTrouble trouble;
  private boolean lossInstead;
  private Ban ban = Ban.NONE;

  Schedule(World world, long seed) {
    this.world = world;
    this.seed = seed;
    this.random = new Random(seed);
    this.headers = headers(random.nextInt(4));
    this.trial = new Trial(world, Long.toString(seed), headers);
    this.trouble = new OrderTrouble(world, random, trial);
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

  /** Plays it, and proves that each order has reached the broker once. */
  void play() {
    try {
      Map<String, Map<String, BigDecimal>> wanted = weights();
      if (random.nextInt(6) == 0) {
        wanted.put("b", Map.of());
        lossInstead = random.nextBoolean();
      }
      wanted.forEach(trial::want);
      int rounds = 1 + random.nextInt(3);
      for (int i = 0; i < rounds; i++) {
        if (random.nextInt(6) == 0 && Peril.FREEZE.isPlayed()) {
          frozenRound();
        } else {
          round();
        }
        // More often while it matters what recovery makes of it.
        int often = trial.proof().isAnythingLeft() ? 3 : 1;
        if (random.nextInt(6) < often && Peril.SETTINGS.isPlayed()) {
          change();
        }
      }
      trial.settle(weights());
    } catch (RuntimeException | AssertionError e) {
      throw trial.failed(e);
    }
  }

  /** Of both strategies; they may want the opposite of each other in one contract. */
  private Map<String, Map<String, BigDecimal>> weights() {
    Map<String, Map<String, BigDecimal>> both = new TreeMap<>();
    for (String id : List.of("a", "b")) {
      Map<String, BigDecimal> weights = new LinkedHashMap<>();
      for (String symbol : SYMBOLS) {
        if (random.nextInt(3) > 0) {
          weights.put(symbol, BigDecimal.valueOf(random.nextInt(-30, 60), 3));
        }
      }
      for (String other : List.of("SIE", "USD.JPY", "MNQ", "VOD")) {
        if (random.nextInt(4) == 0 && Peril.INSTRUMENTS.isPlayed()) {
          int most = OTHERS.get(other);
          weights.put(other, BigDecimal.valueOf(random.nextInt(-most, most), 3));
        }
      }
      both.put(id, weights);
    }
    if (random.nextBoolean()) {
      BigDecimal weight = BigDecimal.valueOf(random.nextInt(10, 60), 3);
      both.get("a").put(CROSSED, weight);
      both.get("b").put(CROSSED, weight.negate());
    }
    return both;
  }

  /** The configuration is changed; the settling request finds it as usual again. */
  private void change() {
    Settings.Change[] all = Settings.Change.values();
    Settings.Change change = all[random.nextInt(all.length)];
    if (change == Settings.Change.KILL_SWITCH && !Peril.KILL_SWITCH.isPlayed()) {
      return;
    }
    trial.change(change);
    world.awaitIdle();
    forbidBy(change);
    if (random.nextBoolean()) {
      trial.advance(Trial.LEASE_IS_OVER);
      if (random.nextBoolean()) {
        world.watch.forbid("a comparison records what others have left open, and sends nothing");
        trial.askToReconcile();
        world.awaitIdle();
        forbidBy(change);
      } else {
        trial.askAgain(Duration.ofSeconds(2));
      }
    }
  }

  private void forbidBy(Settings.Change change) {
    switch (change) {
      case KILL_SWITCH -> world.watch.forbid("the kill switch is off");
      case NO_EXPOSURE -> world.watch.forbid("nothing may be allocated any more");
      default ->
          world.watch.forbid(
              trial.proof().leftOfMore(world.settings.exposures()),
              "a strategy may use less of the account than when it was planned");
    }
  }

  /** A process freezes at one of its steps, and goes on when it may not do everything any more. */
  private void frozenRound() {
    Meanwhile[] all = Meanwhile.values();
    Meanwhile meanwhile = all[random.nextInt(all.length)];
    Ice ice = Ice.atRandom(random, STEPS);
    // So long that it is not its deadline that keeps it from going on.
    Duration timeout =
        meanwhile == Meanwhile.DEADLINE_PASSES ? Duration.ofSeconds(1) : Duration.ofSeconds(8);
    Duration lag = meanwhile == Meanwhile.TAKEN_OVER_UNNOTICED ? LAG : Duration.ZERO;
    long formerToken = world.leaseToken();
    CompletableFuture<DirectResponse> process = world.allocateFreezing(timeout, ice, lag, headers);
    if (ice.awaitFrozen(process)) {
      trial.tell("frozen at " + ice.where());
      boolean holdsLease = world.leaseToken() != formerToken;
      happen(meanwhile, ice, holdsLease, Deadline.in(timeout));
      trial.tell("thawed");
    }
    Ban.Before before = new Ban.Before(trial.proof());
    ice.thaw();
    trial.hear("it answers", process.orTimeout(60, TimeUnit.SECONDS).join());
    ban.require(before);
    ban = Ban.NONE;
    world.awaitIdle();
    world.settings.usual();
    world.watch.allow();
  }

  /**
   * @param deadline not before the one of the process, which has begun before it froze
   */
  private void happen(Meanwhile meanwhile, Ice ice, boolean holdsLease, Deadline deadline) {
    // Orders that had left before may be on their way yet, and come in spite of any rule.
    boolean mayForbid = ice.isAtGate() || !world.hasOrdersUnderWay();
    switch (meanwhile) {
      case KILL_SWITCH -> {
        trial.change(Settings.Change.KILL_SWITCH);
        ban = Ban.BEGINNING;
        if (mayForbid && !ice.isAtGate()) {
          world.watch.forbid("the kill switch is off");
        }
      }
      case TAKEN_OVER -> {
        trial.advance(Trial.LEASE_IS_OVER);
        anotherTakesOver(holdsLease);
      }
      // After its last look at the store, nobody can stop one whose clock is so wrong.
      case TAKEN_OVER_UNNOTICED -> anotherTakesOver(holdsLease && !ice.isAtGate());
      case LEASE_IS_OVER -> {
        trial.advance(Trial.LEASE_IS_OVER);
        if (holdsLease && mayForbid) {
          world.watch.forbid("its lease is over");
        }
        if (holdsLease) {
          ban = Ban.BEGINNING;
        }
      }
      case DEADLINE_PASSES -> {
        Waiting.until("the deadline has passed", deadline::hasPassed);
        trial.tell("its deadline has passed");
        if (mayForbid) {
          world.watch.forbid("its deadline has passed");
        }
      }
      default -> throw new AssertionError(meanwhile);
    }
  }

  /** As another client, because the frozen one is still connected. */
  private void anotherTakesOver(boolean holdsLease) {
    trial.change(Settings.Change.CLIENT_ID);
    long frozenToken = world.leaseToken();
    if (random.nextBoolean()) {
      trial.askAgain(Duration.ofSeconds(2));
    } else {
      trial.askAnew("while the other is frozen", Duration.ofSeconds(2));
    }
    if (holdsLease && world.leaseToken() != frozenToken) {
      world.watch.forbid(Settings.CLIENT_ID, "another has had the account since");
      ban = Ban.WRITING;
    }
  }

  /** One request, or several at once, with faults. */
  private void round() {
    DocumentStore through = trouble.store();
    trouble.begin(lossInstead);
    // Whether a refusal is heard out, a request must live to show.
    Duration timeout =
        Duration.ofMillis(trouble.isErrorFirst() ? 2_000 : 100 + random.nextInt(250));
    List<CompletableFuture<DirectResponse>> others = new ArrayList<>();
    if (random.nextInt(8) == 0) {
      Map<String, List<String>> same = random.nextBoolean() ? headers : headers(2);
      others.add(
          CompletableFuture.supplyAsync(
              () -> world.allocate(timeout.multipliedBy(2), world.store, same)));
      trial.tell("at once: another with " + same);
    }
    trial.ask(timeout, through);
    for (CompletableFuture<DirectResponse> other : others) {
      trial.hear("the other", other.orTimeout(30, TimeUnit.SECONDS).join());
    }
    if (trouble.isUnknownRefusal() && Peril.SETTINGS.isPlayed() && random.nextBoolean()) {
      anotherClientSettles();
    }
    if (trial.isBrokerLost() && (lossInstead || random.nextBoolean())) {
      longLoss();
    }
    if (random.nextBoolean()) {
      trial.clear(random.nextBoolean());
    }
    if (random.nextInt(8) == 0) {
      trial.forgetDay();
    }
    trial.advance(
        switch (random.nextInt(8)) {
          case 0, 1 -> Duration.ZERO;
          case 2, 3 -> Duration.ofSeconds(16);
          case 4 -> Duration.ofMinutes(16);
          default -> Trial.LEASE_IS_OVER;
        });
  }

  /**
   * The gateway has lost the broker for so long that nobody waits for its orders any more, which it
   * keeps, and shows to nobody; and others are sent, for a strategy that has none of those.
   */
  private void longLoss() {
    lossInstead = false;
    trial.advance(Duration.ofMinutes(16));
    trial.askAgain(Duration.ofSeconds(1));
    trial.wantMore("b", weights().get("b"));
    trial.askAnew("while the broker is lost", Duration.ofSeconds(1));
  }

  /** Somebody changes the client id before it is known what became of all orders. */
  private void anotherClientSettles() {
    trial.change(Settings.Change.CLIENT_ID);
    world.awaitIdle();
    trial.advance(Trial.LEASE_IS_OVER);
    trial.askAgain(Duration.ofSeconds(2));
    world.settings.usual();
  }
}
