package dev.ibintents;

import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonObject;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.simulator.Faults.Direction;
import dev.ibintents.simulator.Faults.Trouble;
import dev.ibintents.simulator.Fill;
import dev.ibintents.simulator.Instrument;
import dev.ibintents.simulator.ReceivedOrder;
import dev.ibintents.simulator.StandingOrder;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.Books;
import dev.ibintents.trading.FaultyStore;
import dev.ibintents.trading.RunHeaders;
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
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Some weeks in the life of an account, by a seed: every intent that trades, orders that are filled
 * in pieces, cancelled or forgotten, trades by hand, kills, lost connections, restarts of the
 * gateway, and days on which nobody looked. Whenever the books are compared, what strategies hold
 * is what the broker's portfolio says, but for exactly what was traded by hand or forgotten since.
 */
final class History {
  private static final ZoneId BROKER = ZoneId.of("America/New_York");
  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final List<String> SYMBOLS = List.of("SPY", "GLD", "IEF", "VIXY", "AAPL");

  private final World world;
  private final long seed;
  private final Random random;
  private final List<String> story = new ArrayList<>();

  /**
   * What the portfolio has and no strategy, by conId: traded by hand, or forgotten by the gateway.
   */
  private final Map<Integer, BigDecimal> apart = new TreeMap<>();

  private int requests;

  History(World world, long seed) {
    this.world = world;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Lives through so many days. */
  void play(int days) {
    try {
      world.begin();
      positions().forEach((conId, held) -> apart.merge(conId, held, BigDecimal::add));
      for (int day = 0; day < days; day++) {
        morning();
        int events = 2 + random.nextInt(5);
        for (int i = 0; i < events; i++) {
          event();
        }
        if (random.nextInt(5) > 0) {
          evening();
        } else {
          forget();
        }
      }
      morning();
      evening();
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed " + seed + "L:\n  " + String.join("\n  ", story) + "\n" + e.getMessage(), e);
    }
  }

  /** The next working day at half past nine. */
  private void morning() throws IOException {
    LocalDate today = world.clock.instant().atZone(BROKER).toLocalDate();
    LocalDate next = today.plusDays(1);
    while (next.getDayOfWeek().getValue() > 5) {
      next = next.plusDays(1);
    }
    Instant begin = next.atTime(LocalTime.of(9, 30)).atZone(BROKER).toInstant();
    world.clock.advance(Duration.between(world.clock.instant(), begin));
    tell("--- " + next);
    if (random.nextInt(3) == 0) {
      tell("the gateway is started again");
      world.restartGateway();
    }
    world.gateway().tick();
    weigh();
  }

  private void weigh() {
    for (String id : List.of("a", "b")) {
      Map<String, BigDecimal> weights = new LinkedHashMap<>();
      for (String symbol : SYMBOLS) {
        if (random.nextInt(3) > 0) {
          weights.put(symbol, BigDecimal.valueOf(random.nextInt(-30, 60), 3));
        }
      }
      world.store.set("strategies/" + id, Weights.document(weights));
    }
  }

  private void event() throws IOException {
    pieces();
    switch (random.nextInt(14)) {
      case 0, 1, 2 -> trouble("/allocation", "{}");
      case 3, 4 -> trouble("/orchestrate", "{}");
      case 5 -> trouble("/cash-balancer", "{}");
      case 6 ->
          trouble("/close-all", "{\"strategies\":[\"" + "ab".charAt(random.nextInt(2)) + "\"]}");
      case 7 -> closeAll();
      case 8 -> tradeByHand();
      case 9 -> cancelByHand();
      case 10 -> trouble("/trade-reconciliation", "{}");
      case 11 -> weigh();
      case 12 -> {
        tell("the gateway is started again");
        world.restartGateway();
      }
      default -> pass(Duration.ofMinutes(1 + random.nextInt(60)));
    }
    if (random.nextBoolean()) {
      pass(Duration.ofSeconds(random.nextInt(120)));
    }
  }

  private void pieces() {
    world.gateway().faults().orders().pieces(1 + random.nextInt(3), Duration.ofSeconds(20));
  }

  /** A request during which something may go wrong, or two of the same at once. */
  private void trouble(String path, String body) {
    Map<String, List<String>> headers = headers();
    DocumentStore through = store();
    List<CompletableFuture<DirectResponse>> others = new ArrayList<>();
    if (random.nextInt(6) == 0) {
      others.add(
          CompletableFuture.supplyAsync(
              () -> world.ask(path, body, PATIENT, world.store, headers)));
    }
    Duration timeout = Duration.ofMillis(300 + random.nextInt(2_000));
    tell(path + " " + body + ": " + world.ask(path, body, timeout, through, headers));
    others.forEach(other -> tell("and at once: " + other.orTimeout(60, TimeUnit.SECONDS).join()));
    world.gateway().faults().clear();
    world.gateway().releaseOrderMessages();
    pass(Duration.ofSeconds(random.nextInt(20)));
  }

  private Map<String, List<String>> headers() {
    return Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of(seed + "-" + ++requests));
  }

  private DocumentStore store() {
    switch (random.nextInt(6)) {
      case 0 -> {
        FaultyStore.Fault[] all = FaultyStore.Fault.values();
        FaultyStore.Fault fault = all[random.nextInt(all.length)];
        int nth = 1 + random.nextInt(14);
        tell(fault + " at write " + nth);
        return new MortalStore(new FaultyStore(world.store, nth, fault), () -> false);
      }
      case 1 -> {
        Direction direction = random.nextBoolean() ? Direction.IN : Direction.OUT;
        int number = 1 + random.nextInt(direction == Direction.IN ? 30 : 200);
        tell(direction + " drops before " + number);
        world.gateway().faults().strike(direction, Trouble.DROP_BEFORE, number);
        return random.nextBoolean()
            ? new MortalStore(world.store, world.hasLostConnection())
            : world.store;
      }
      default -> {
        return world.store;
      }
    }
  }

  private void closeAll() {
    settleOrders();
    DirectResponse closed = ask("/close-all", "{}");
    Trial.requireDone("close-all", closed);
    settleOrders();
    DirectResponse compared = ask("/trade-reconciliation", "{}");
    assertWithMessage("books after close-all").that(compared.status()).isEqualTo(200);
    apart.clear();
    assertWithMessage("portfolio after close-all").that(positions()).isEmpty();
    compare();
  }

  private void tradeByHand() {
    Instrument instrument =
        world.gateway().universe().stock(SYMBOLS.get(random.nextInt(SYMBOLS.size())));
    BigDecimal quantity =
        BigDecimal.valueOf(random.nextInt(1, 30) * (random.nextBoolean() ? 1 : -1));
    tell("by hand: " + quantity + " " + instrument.symbol());
    world.gateway().tws().trade(instrument, quantity, BigDecimal.TEN);
    addApart(instrument.conId(), quantity);
  }

  private void addApart(int conId, BigDecimal quantity) {
    apart.merge(conId, quantity, BigDecimal::add);
    apart.values().removeIf(amount -> amount.signum() == 0);
  }

  private void cancelByHand() {
    List<StandingOrder> live = world.gateway().account().orders();
    if (!live.isEmpty()) {
      StandingOrder order = live.get(random.nextInt(live.size()));
      tell("by hand: cancel " + order.order().orderRef());
      world.gateway().tws().cancel(order.order().permId());
    }
  }

  private void pass(Duration time) {
    tell("advance " + time);
    world.clock.advance(time);
    world.gateway().tick();
  }

  /** Lets every order that is not waiting for a price come to its end. */
  private void settleOrders() {
    world.gateway().faults().clear();
    world.gateway().releaseOrderMessages();
    pass(Trial.LEASE_IS_OVER);
    world.awaitIdle();
    pass(Duration.ofMinutes(16));
  }

  /** The books are compared, and what no strategy has is given to one now and then. */
  private void evening() {
    settleOrders();
    // The first may have to recover runs, whose orders are filled a little later.
    ask("/orchestrate", "{}");
    settleOrders();
    DirectResponse compared = ask("/trade-reconciliation", "{}");
    assertWithMessage("status of the comparison")
        .that(compared.status())
        .isEqualTo(apart.isEmpty() ? 200 : 500);
    compare();
    if (!apart.isEmpty() && random.nextBoolean()) {
      adopt();
    }
  }

  private void adopt() {
    JsonObject quantities = new JsonObject();
    apart.forEach((conId, quantity) -> quantities.addProperty(conId.toString(), quantity));
    JsonObject strategies = new JsonObject();
    strategies.add(random.nextBoolean() ? "a" : "b", quantities);
    JsonObject body = new JsonObject();
    body.add("adopt", strategies);
    DirectResponse adopted = ask("/trade-reconciliation", body.toString());
    assertWithMessage("adopting").that(adopted.status()).isEqualTo(200);
    apart.clear();
    compare();
  }

  /** Nobody looks before the gateway forgets the day. */
  private void forget() {
    settleOrders();
    for (Fill fill : world.gateway().account().fills()) {
      boolean booked =
          world.store.get("positions/paper/fills/" + fill.execution().execId()).isPresent();
      boolean ours = !fill.execution().orderRef().isEmpty();
      if (!booked && ours && fill.instrument().kind() != Instrument.Kind.CASH) {
        addApart(fill.instrument().conId(), fill.signedQuantity());
      }
    }
    tell("nobody looks; apart is now " + apart);
  }

  private DirectResponse ask(String path, String body) {
    DirectResponse answer = world.ask(path, body, PATIENT, world.store, headers());
    tell(path + " " + body + ": " + answer);
    return answer;
  }

  private Map<Integer, BigDecimal> positions() {
    Map<Integer, BigDecimal> positions = new TreeMap<>();
    world
        .gateway()
        .account()
        .positions()
        .forEach(
            (instrument, held) -> {
              if (instrument.kind() != Instrument.Kind.CASH && held.signum() != 0) {
                positions.put(instrument.conId(), held.stripTrailingZeros());
              }
            });
    return positions;
  }

  private void compare() {
    Map<Integer, BigDecimal> expected = new TreeMap<>(apart);
    new Books(world.store, TradingMode.PAPER, world.clock)
        .holdings()
        .values()
        .forEach(
            holding ->
                holding.forEach((conId, held) -> expected.merge(conId, held, BigDecimal::add)));
    expected.replaceAll((conId, held) -> held.stripTrailingZeros());
    expected.values().removeIf(held -> held.signum() == 0);
    assertWithMessage("what strategies hold, and what is apart (" + apart + "), is the portfolio")
        .that(expected)
        .isEqualTo(positions());
    List<String> refs = new ArrayList<>();
    for (ReceivedOrder order : world.gateway().account().received()) {
      if (order.outcome() == ReceivedOrder.Outcome.ACCEPTED && !order.orderRef().isEmpty()) {
        refs.add(order.orderRef());
      }
    }
    assertWithMessage("orders at the broker").that(refs).containsNoDuplicates();
  }

  private void tell(String what) {
    story.add(what);
  }
}
