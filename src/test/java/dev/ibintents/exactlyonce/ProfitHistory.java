package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.bench.DirectResponse;
import dev.ibintents.bench.Weights;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.performance.TotalsCheck;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Some days of an account, by a seed, in which every day is recorded: orders in pieces, in several
 * currencies, futures and pence, corrections, commissions that come late or change, crossings,
 * conversions of cash, trades by hand, adoptions, and days on which nobody looked. The account's
 * profit is exactly that of its strategies and of what nobody wanted.
 */
final class ProfitHistory {
  private static final ZoneId BROKER = ZoneId.of("America/New_York");
  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final List<String> SYMBOLS =
      List.of("SPY", "GLD", "VIXY", "AAPL", "SIE", "VOD", "MNQ", "EUR.USD", "USD.JPY");

  private final World world;
  private final long seed;
  private final Random random;
  private final List<String> story = new ArrayList<>();
  private final Nobody nobody;
  private int requests;

  ProfitHistory(World world, long seed) {
    this.world = world;
    this.seed = seed;
    this.random = new Random(seed);
    this.nobody = new Nobody(world);
  }

  /** Lives through so many days, and proves the profit of each. */
  void play(int days) {
    try {
      world.begin(Long.toString(seed));
      world.store.update(
          "config/common", Map.of("cashBalanceThresholdInBaseCurrency", BigDecimal.valueOf(500)));
      nobody.begin();
      record();
      for (int day = 0; day < days; day++) {
        morning();
        int events = 2 + random.nextInt(4);
        for (int i = 0; i < events; i++) {
          event();
        }
        settleOrders();
        if (random.nextInt(5) > 0) {
          evening();
        } else {
          nobody.look();
          tell("nobody looks");
        }
      }
      morning();
      evening();
      nobody.prove();
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed "
              + seed
              + ", played as -Dibintents.soak.profit="
              + seed
              + ":\n  "
              + String.join("\n  ", story)
              + "\n"
              + e.getMessage(),
          e);
    }
  }

  private void morning() throws IOException {
    LocalDate next = world.clock.instant().atZone(BROKER).toLocalDate().plusDays(1);
    while (next.getDayOfWeek().getValue() > 5) {
      next = next.plusDays(1);
    }
    Instant begin = next.atTime(LocalTime.of(9, 30)).atZone(BROKER).toInstant();
    world.clock.advance(Duration.between(world.clock.instant(), begin));
    tell("--- " + next);
    if (random.nextInt(4) == 0) {
      world.restartGateway();
    }
    weigh();
  }

  private void weigh() {
    for (String id : List.of("a", "b")) {
      Map<String, BigDecimal> weights = new LinkedHashMap<>();
      for (String symbol : SYMBOLS) {
        if (random.nextInt(2) > 0) {
          int most = symbol.equals("MNQ") ? 1500 : symbol.equals("USD.JPY") ? 900 : 200;
          weights.put(symbol, BigDecimal.valueOf(random.nextInt(-most, most), 3));
        }
      }
      if (id.equals("b") && random.nextInt(3) == 0) {
        world.want("a", Map.of("SPY", new BigDecimal("0.3"), "MNQ", new BigDecimal("1.2")));
        weights.put("SPY", new BigDecimal("-0.3"));
        weights.put("MNQ", new BigDecimal("-1.2"));
      }
      world.want(id, weights);
    }
  }

  private void event() {
    world.gateway().faults().orders().pieces(1 + random.nextInt(3), Duration.ofSeconds(20));
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> ask("/allocation", "{}");
      case 3 -> {
        ask("/orchestrate", "{}");
        record(); // it has recorded the day before it has placed orders
      }
      case 4 -> {
        settleOrders();
        pass(Duration.ofMinutes(5));
        ask("/cash-balancer", "{}");
      }
      case 5 -> ask("/close-all", doubleQuoted("{'strategies':['a']}"));
      case 6 -> byHand();
      case 7 -> ask("/trade-reconciliation", "{}");
      case 8 -> weigh();
      case 9 -> correct();
      case 10 -> {
        world
            .gateway()
            .faults()
            .executions()
            .commissionsTake(Duration.ofSeconds(random.nextInt(90)));
        world.gateway().faults().executions().pendingCommissions(random.nextBoolean());
        ask("/allocation", "{}");
      }
      default -> record();
    }
    pass(Duration.ofSeconds(random.nextInt(600)));
  }

  private void byHand() {
    Instrument instrument =
        Weights.instrument(
            world.gateway().universe(), SYMBOLS.get(random.nextInt(SYMBOLS.size() - 2)));
    BigDecimal quantity = BigDecimal.valueOf(random.nextInt(1, 30));
    BigDecimal price = world.gateway().prices().mark(instrument, world.clock.instant());
    tell("by hand: " + quantity + " " + instrument.localSymbol() + " at " + price);
    world
        .gateway()
        .tws()
        .trade(instrument, random.nextBoolean() ? quantity : quantity.negate(), price);
  }

  /** The broker corrects quantity, price or commission of an execution of today. */
  private void correct() {
    settleOrders();
    Map<String, PaperFill> latest = new TreeMap<>();
    for (PaperFill fill : world.gateway().account().fills()) {
      latest.put(Nobody.base(fill), fill);
    }
    latest
        .values()
        .removeIf(
            fill ->
                fill.execution().shares().signum() == 0
                    || fill.instrument().kind() == Instrument.Kind.CASH);
    if (latest.isEmpty()) {
      return;
    }
    PaperFill wrong = List.copyOf(latest.values()).get(random.nextInt(latest.size()));
    switch (random.nextInt(3)) {
      case 0 -> world.gateway().tws().bust(wrong.execId());
      case 1 ->
          world
              .gateway()
              .tws()
              .correct(
                  wrong.execId(),
                  BigDecimal.valueOf(1 + random.nextInt(20)),
                  wrong.execution().price().add(wrong.instrument().minTick()));
      default ->
          world
              .gateway()
              .tws()
              .correctCommission(
                  wrong.execId(), wrong.commission().commission().add(new BigDecimal("0.37")));
    }
    tell("corrected: " + wrong.execId() + " of " + wrong.instrument().localSymbol());
  }

  /** Lets every order come to its end, and every commission be told. */
  private void settleOrders() {
    world.gateway().faults().clear();
    world.gateway().releaseOrderMessages();
    pass(Duration.ofMinutes(2));
    world.awaitIdle();
    pass(Duration.ofMinutes(16));
  }

  private void evening() {
    ask("/allocation", "{}");
    settleOrders();
    record();
    if (random.nextInt(3) == 0) {
      adopt();
    }
  }

  /** Records the day, and notes what the account has then. */
  private void record() {
    settleOrders();
    DirectResponse answer = ask("/reconcile", "{}");
    assertWithMessage("reconcile: %s", answer).that(answer.status()).isEqualTo(200);
    nobody.recorded();
    assertWithMessage("rebuilt totals")
        .that(new TotalsCheck(world.store, TradingMode.PAPER).differences())
        .isEmpty();
    pass(Duration.ofSeconds(5));
  }

  /** Gives a strategy what the account has and no strategy. */
  private void adopt() {
    SortedMap<Integer, BigDecimal> apart = nobody.quantities();
    apart.keySet().removeIf(nobody::isPair);
    apart.values().removeIf(quantity -> quantity.signum() == 0);
    if (apart.isEmpty()) {
      return;
    }
    List<String> quantities = new ArrayList<>();
    apart.forEach(
        (conId, quantity) -> quantities.add("'" + conId + "':" + quantity.toPlainString()));
    DirectResponse adopted =
        ask(
            "/trade-reconciliation",
            doubleQuoted("{'adopt':{'a':{" + String.join(",", quantities) + "}}}"));
    if (adopted.status() == 200) {
      nobody.adopted(apart);
    }
    pass(Duration.ofSeconds(5));
  }

  private void pass(Duration time) {
    world.clock.advance(time);
    world.gateway().tick();
  }

  private DirectResponse ask(String path, String body) {
    DirectResponse answer =
        world.ask(
            path,
            body,
            PATIENT,
            world.store,
            Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of(seed + "-" + ++requests)));
    tell(path + " " + body + ": " + answer);
    return answer;
  }

  private void tell(String what) {
    story.add(world.clock.instant() + " " + what);
  }
}
