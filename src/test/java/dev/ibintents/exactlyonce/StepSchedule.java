package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.bench.DirectResponse;
import dev.ibintents.bench.Weights;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.RunHeaders;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One seeded schedule of runs that take several steps, with faults at any of them: purchases that
 * wait for the cash of sales, orders that are cancelled when their time is over, market orders for
 * their rest, and requests while the market is closed.
 */
final class StepSchedule {
  /** Strategy a sells the first, and b buys the second; each has one order in a run. */
  private static final List<String> SYMBOLS = List.of("SPY", "IEF");

  private static final int SHARE = Integer.getInteger("ibintents.soak.steps", 5);

  private static final Duration CLEAN = Duration.ofSeconds(20);
  private static final Duration ALL_IS_FILLED = Duration.ofMinutes(2);

  /** Of cash that no open order claims, so little that no purchase is covered without sales. */
  private static final BigDecimal LITTLE = new BigDecimal("2000");

  /** Fees and the spread of the market may cost so much. */
  private static final BigDecimal SLACK = new BigDecimal("-50");

  private final World world;
  private final long seed;
  private final Random random;
  private final Map<String, List<String>> headers;
  private final Trial trial;
  private final OrderTrouble trouble;
  private BigDecimal withdrawn = BigDecimal.ZERO;

  StepSchedule(World world, long seed) {
    this.world = world;
    this.seed = seed;
    this.random = new Random(seed);
    this.headers = Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of("steps " + seed));
    this.trial = new Trial(world, Long.toString(seed), headers);
    this.trouble = new OrderTrouble(world, random, trial);
  }

  /**
   * Whether a seed is played as such a schedule: each fifth is, or another share that the system
   * property {@code ibintents.soak.steps} says. With 1, all are.
   */
  static boolean isFor(long seed) {
    return Math.floorMod(seed, SHARE) == 0;
  }

  /** Plays it, and proves that each order has reached the broker once, and nothing was borrowed. */
  void play() {
    try {
      holdSomething();
      if (random.nextInt(4) == 0) {
        closedMarket();
      }
      boolean mayBorrow = random.nextInt(3) == 0;
      if (!mayBorrow) {
        withdraw();
        world.settings.usualWith(Map.of("limits", Map.of("noBorrowing", true, "scaleToFit", true)));
      }
      Map<String, Map<String, BigDecimal>> wanted = rotation();
      wanted.forEach(this::want);
      int rounds = 1 + random.nextInt(3);
      for (int i = 0; i < rounds; i++) {
        round();
        if (!mayBorrow) {
          requireNothingBorrowed();
        }
      }
      end(wanted, mayBorrow);
    } catch (RuntimeException | AssertionError e) {
      throw trial.failed(e);
    } finally {
      world.settings.usualWith(Map.of());
      giveBack();
      cancelOwn();
    }
  }

  /** Cancels what has been taken for refused, lives, and rests at a price that never comes. */
  private void cancelOwn() {
    trial.clear(true);
    trial.advance(ALL_IS_FILLED);
    world.gateway().tick();
    Set<String> own = own();
    world.gateway().account().orders().stream()
        .filter(order -> own.contains(order.order().orderRef()))
        .forEach(order -> world.gateway().tws().cancel(order.order().permId()));
  }

  private Set<String> own() {
    return trial.proof().legs().map(Leg::orderRef).collect(Collectors.toSet());
  }

  private void end(Map<String, Map<String, BigDecimal>> wanted, boolean mayBorrow) {
    trial.clear(true);
    world.gateway().openMarket();
    trial.advance(ALL_IS_FILLED);
    world.gateway().tick();
    if (!mayBorrow) {
      requireNothingBorrowed();
    }
    if (random.nextBoolean()) {
      giveBack();
      world.settings.usualWith(Map.of());
    } else { // what has broken off is settled while nothing may be borrowed yet
      trial.advance(Trial.LEASE_IS_OVER);
      world.awaitIdle();
      trial.askAgain(Duration.ofSeconds(4));
      world.awaitIdle();
      if (!mayBorrow) {
        requireNothingBorrowed();
      }
      giveBack();
      world.settings.usualWith(Map.of());
    }
    wanted.forEach(trial::wantMore);
    trial.settle(wanted);
    new StepProof(world).requireRests(trial.proof().legs().toList(), trial::isStuck);
  }

  /** Strategy a holds the first symbol, so that there is something to sell. */
  private void holdSomething() {
    trial.want("a", Map.of(SYMBOLS.get(0), new BigDecimal("0.9")));
    trial.want("b", Map.of());
    trial.askAnew("before", CLEAN);
    trial.advance(ALL_IS_FILLED);
    world.gateway().tick();
    world.awaitIdle();
  }

  /** Strategy a sells the first symbol, and b buys the second. */
  private Map<String, Map<String, BigDecimal>> rotation() {
    Map<String, Map<String, BigDecimal>> wanted = new TreeMap<>();
    wanted.put("a", Map.of(SYMBOLS.get(0), BigDecimal.valueOf(random.nextInt(400), 3)));
    wanted.put("b", Map.of(SYMBOLS.get(1), BigDecimal.valueOf(200 + random.nextInt(700), 3)));
    return wanted;
  }

  /** Has a strategy want something, with a time in which its order is to be filled now and then. */
  private void want(String strategy, Map<String, BigDecimal> weights) {
    trial.wantMore(strategy, weights);
    if (random.nextInt(3) == 0) {
      return;
    }
    boolean sells = strategy.equals("a");
    boolean rests = random.nextBoolean();
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("orderType", "LMT");
    properties.put("lmtPrice", sells == rests ? 100_000 : 1);
    if (!sells && !rests) {
      properties.put(
          "lmtPrice",
          price(SYMBOLS.get(1)).multiply(new BigDecimal("1.01")).setScale(2, RoundingMode.UP));
    }
    properties.put("fillWithin", "1s");
    properties.put("thenMarket", random.nextBoolean());
    trial.tell(strategy + " has orders with " + properties);
    world.store.update("strategies/" + strategy, Map.of("orderProperties", properties));
  }

  private BigDecimal price(String symbol) {
    Instrument instrument = Weights.instrument(world.gateway().universe(), symbol);
    return world.gateway().prices().price(instrument, true, world.clock.instant());
  }

  /** Takes away the cash, but for what open orders claim and a little more. */
  private void withdraw() {
    PaperAccount account = world.gateway().account();
    BigDecimal claimed =
        account.orders().stream()
            .filter(StandingOrder::buys)
            .filter(order -> order.order().lmtPrice() != null)
            .map(order -> order.order().lmtPrice().multiply(order.remaining()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    withdrawn = cash().subtract(claimed).subtract(LITTLE);
    trial.tell("withdraw " + withdrawn);
    account.deposit("USD", withdrawn.negate());
  }

  private void giveBack() {
    world.gateway().account().deposit("USD", withdrawn);
    withdrawn = BigDecimal.ZERO;
  }

  private BigDecimal cash() {
    return world.gateway().account().valuation().cash("USD");
  }

  private void requireNothingBorrowed() {
    assertWithMessage("cash, though nothing may be borrowed").that(cash()).isAtLeast(SLACK);
  }

  /** One request with faults, during which an order may be filled in part. */
  private void round() {
    DocumentStore through = trouble.store();
    trouble.begin(false);
    slowCancellations();
    if (random.nextInt(4) == 0) {
      trial.tell("the market is closed");
      world.gateway().closeMarket();
    }
    // A fill time must fit twice into the deadline.
    Duration timeout = Duration.ofMillis(2_000 + random.nextInt(2_500));
    CompletableFuture<Void> fill = fillLater();
    trial.ask(timeout, through);
    fill.orTimeout(30, TimeUnit.SECONDS).join();
    world.awaitIdle();
    if (random.nextBoolean()) {
      trial.clear(random.nextBoolean());
      world.gateway().openMarket();
    }
    trial.advance(
        switch (random.nextInt(4)) {
          case 0 -> Duration.ZERO;
          case 1 -> Duration.ofSeconds(16);
          default -> Trial.LEASE_IS_OVER;
        });
  }

  private void slowCancellations() {
    switch (random.nextInt(4)) {
      case 0 ->
          world
              .gateway()
              .faults()
              .orders()
              .cancellationsTake(Duration.ofMillis(random.nextInt(800)));
      case 1 -> world.gateway().faults().orders().answerCancel(1, 10147, random.nextBoolean());
      default -> {
        // at once
      }
    }
  }

  /** Fills a part of an order at a moment of the request, if there is one then. */
  private CompletableFuture<Void> fillLater() {
    if (random.nextInt(3) == 0) {
      return CompletableFuture.completedFuture(null);
    }
    long millis = random.nextInt(1_600);
    int part = 1 + random.nextInt(60);
    return CompletableFuture.runAsync(
        () -> fillPart(part), CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
  }

  private void fillPart(int part) {
    Set<String> own = own();
    world.gateway().account().orders().stream()
        .filter(order -> order.isVisible() && own.contains(order.order().orderRef()))
        .filter(order -> order.remaining().compareTo(BigDecimal.valueOf(part)) >= 0)
        .findFirst()
        .ifPresent(
            order -> {
              try {
                world
                    .gateway()
                    .tws()
                    .fill(order.order().permId(), BigDecimal.valueOf(part), price(symbol(order)));
              } catch (IllegalArgumentException ended) {
                // it has ended meanwhile
              }
            });
  }

  private static String symbol(StandingOrder order) {
    return order.open().contract().symbol();
  }

  /** At night nothing is sent, no run begins, and the same key can be used again. */
  private void closedMarket() {
    String whenClosed = random.nextBoolean() ? "skip" : "refuse";
    trial.tell("closed markets: " + whenClosed);
    world.settings.usualWith(Map.of("whenClosed", whenClosed));
    Map<String, Map<String, BigDecimal>> wanted = rotation();
    wanted.forEach(trial::wantMore);
    Set<String> begun = trial.proof().begun();
    if (world.isNight()) {
      world.watch.forbid("the market is closed");
    }
    DocumentStore through = trouble.store();
    DirectResponse answer =
        trial.hear("while closed", world.allocate(Duration.ofSeconds(2), through, headers));
    world.awaitIdle();
    if (world.isNight()) {
      assertWithMessage("runs that began while the market was closed")
          .that(trial.proof().begun())
          .isEqualTo(begun);
      if (answer.status() == 200) {
        assertThat(answer.json().get("status").getAsString()).isEqualTo("market-closed");
      }
      world.watch.allow();
    }
    trial.clear(true);
    world.settings.usualWith(Map.of());
    trial.advance(Trial.LEASE_IS_OVER);
  }
}
