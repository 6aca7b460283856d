package dev.ibintents;

import dev.ibintents.simulator.Faults;
import dev.ibintents.simulator.Faults.Direction;
import dev.ibintents.simulator.Faults.Trouble;
import dev.ibintents.simulator.OrderFaults;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.FaultyStore;
import dev.ibintents.trading.RunHeaders;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One seeded schedule of requests and faults, played against the function. */
final class Schedule {
  private static final List<String> SYMBOLS = List.of("SPY", "GLD", "IEF", "VIXY");

  private final World world;
  private final long seed;
  private final Random random;
  private final Map<String, List<String>> headers;
  private final Trial trial;

  Schedule(World world, long seed) {
    this.world = world;
    this.seed = seed;
    this.random = new Random(seed);
    this.headers = headers(random.nextInt(4));
    this.trial = new Trial(world, Long.toString(seed), headers);
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
      for (String id : List.of("a", "b")) {
        trial.want(id, weights());
      }
      int rounds = 1 + random.nextInt(3);
      for (int i = 0; i < rounds; i++) {
        round();
      }
      trial.settleAndProve();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + "L:" + trial.story() + "\n" + e.getMessage(), e);
    }
  }

  private Map<String, BigDecimal> weights() {
    Map<String, BigDecimal> weights = new LinkedHashMap<>();
    for (String symbol : SYMBOLS) {
      if (random.nextInt(3) > 0) {
        weights.put(symbol, BigDecimal.valueOf(random.nextInt(-30, 60), 3));
      }
    }
    return weights;
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
              () -> world.allocate(timeout.multipliedBy(2), world.store, same)));
      trial.tell("at once: another with " + same);
    }
    trial.ask(timeout, through);
    for (CompletableFuture<DirectResponse> other : others) {
      trial.hear("the other", other.orTimeout(30, TimeUnit.SECONDS).join());
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

  /** The store of a process that may die at a write, or when its connection ends. */
  private DocumentStore store() {
    Faults faults = world.gateway().faults();
    switch (random.nextInt(4)) {
      case 0 -> {
        FaultyStore.Fault[] all = FaultyStore.Fault.values();
        FaultyStore.Fault fault = all[random.nextInt(all.length)];
        int nth = 1 + random.nextInt(10);
        trial.tell(fault + " at write " + nth);
        return new MortalStore(new FaultyStore(world.store, nth, fault), () -> false);
      }
      case 1, 2 -> {
        Direction direction = random.nextBoolean() ? Direction.IN : Direction.OUT;
        Trouble trouble = random.nextBoolean() ? Trouble.DROP_BEFORE : Trouble.DROP_AFTER;
        int number = 1 + random.nextInt(direction == Direction.IN ? 28 : 160);
        boolean dies = random.nextBoolean();
        trial.tell(direction + " " + trouble + " " + number + (dies ? ", and dies" : ""));
        faults.strike(direction, trouble, number);
        return dies ? new MortalStore(world.store, world.hasLostConnection()) : world.store;
      }
      default -> {
        return world.store;
      }
    }
  }

  private void orderFaults() {
    OrderFaults faults = world.gateway().faults().orders();
    int n = 1 + random.nextInt(4);
    int what = random.nextInt(17);
    trial.tell("order fault " + what + " at " + n);
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
      case 10 -> trial.loseBroker(); // new clients are not told (1100); orders are kept
      case 11 -> faults.warn(n, 201, "Order rejected - reason:on purpose, and yet it lives");
      default -> {}
    }
    faults.pieces(1 + random.nextInt(3), Duration.ofSeconds(random.nextInt(2)));
    faults.duplicate(random.nextInt(4) == 0);
    faults.reorder(random.nextInt(4) == 0);
  }
}
