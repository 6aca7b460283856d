package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.DirectResponse;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.ledger.RunHeaders;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

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

  /** In another currency, in a pair whose rate is the inverse, with a multiplier, in pence. */
  private static final Map<String, Integer> OTHERS =
      new TreeMap<>(Map.of("SIE", 60, "USD.JPY", 900, "MNQ", 1500, "VOD", 60));

  /** The settings of the second strategy: it leaves small differences alone. */
  private static final Map<String, Object> BAND =
      Map.of("rebalance", Map.of("band", Map.of("relative", new BigDecimal("0.2"))));

  /**
   * The days in a row that may be forgotten. In protobuf the gateway lists executions of a week:
   * those of a Friday until Thursday.
   */
  private static final int MOST_FORGOTTEN = 4;

  /** A trading intent has about so many uses of the store and the clock. */
  private static final int STEPS = 90;

  private final World world;
  private final long seed;
  private final Random random;
  private final List<String> story = new ArrayList<>();
  private final List<DirectResponse> answers = new ArrayList<>();

  private final Apart apart;
  private final Hands hands;
  private final Trouble trouble;
  private final Map<String, Map<String, BigDecimal>> wanted = new TreeMap<>();
  private int requests;
  private int forgotten;

  public History(World world, long seed) {
    this.world = world;
    this.seed = seed;
    this.random = new Random(seed);
    this.apart = new Apart(world);
    this.hands = new Hands(world, random, apart, this::tell);
    this.trouble = new Trouble(world, random, this::tell);
  }

  /** Lives through so many days. */
  void play(int days) {
    try {
      world.begin(Long.toString(seed));
      if (random.nextInt(3) == 0) {
        apartFromTheStart();
      }
      for (int day = 0; day < days; day++) {
        morning();
        int events = 2 + random.nextInt(5);
        for (int i = 0; i < events; i++) {
          event();
        }
        boolean looks = random.nextInt(5) > 0;
        if (looks || forgotten == MOST_FORGOTTEN) {
          evening();
        } else {
          forget();
        }
      }
      morning();
      evening();
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed "
              + seed
              + ", played as -Dibintents.soak.history="
              + world.played()
              + ":\n  "
              + String.join("\n  ", story)
              + "\n"
              + e.getMessage(),
          e);
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
    openMarket();
    weigh();
  }

  /** The first positions of the account belong to no strategy, so no strategy trades them. */
  private void apartFromTheStart() {
    world.store.delete("positions/paper/holdings/" + World.ELSEWHERE);
    world.gateway().account().positions().forEach(apart::add);
  }

  private void weigh() {
    for (String id : List.of("a", "b")) {
      Map<String, BigDecimal> weights = new LinkedHashMap<>();
      for (String symbol : SYMBOLS) {
        if (random.nextInt(3) > 0) {
          weights.put(symbol, BigDecimal.valueOf(random.nextInt(-30, 60), 3));
        }
      }
      OTHERS.forEach(
          (name, most) -> {
            if (random.nextInt(4) == 0 && Peril.INSTRUMENTS.isPlayed()) {
              weights.put(name, BigDecimal.valueOf(random.nextInt(-most, most), 3));
            }
          });
      wanted.put(id, weights);
      world.want(id, weights);
      if (id.equals("b")) {
        world.store.update("strategies/b", BAND);
      }
    }
  }

  private void event() throws IOException {
    pieces();
    switch (random.nextInt(18)) {
      case 0, 1, 2 -> trouble("/allocation", "{}");
      case 3, 4 -> trouble("/orchestrate", "{}");
      case 5 -> trouble("/cash-balancer", "{}");
      case 6 -> closeStrategy();
      case 7 -> closeAll();
      case 8 -> hands.trade(SYMBOLS);
      case 9 -> hands.cancel();
      case 10 -> trouble("/trade-reconciliation", "{}");
      case 11 -> weigh();
      case 12 -> {
        tell("the gateway is started again");
        world.restartGateway();
      }
      case 13 -> played(Peril.CORRECTIONS, hands::correct);
      case 14 -> played(Peril.OVER_NIGHT, this::overNight);
      case 15 -> played(Peril.FREEZE, this::frozen);
      case 16 -> played(Peril.SETTINGS, this::changed);
      default -> pass(Duration.ofMinutes(1 + random.nextInt(60)));
    }
    if (random.nextBoolean()) {
      pass(Duration.ofSeconds(random.nextInt(120)));
    }
  }

  private static void played(Peril peril, Runnable event) {
    if (peril.isPlayed()) {
      event.run();
    }
  }

  private void pieces() {
    world.gateway().faults().orders().pieces(1 + random.nextInt(3), Duration.ofSeconds(20));
  }

  /** A request during which something may go wrong, or two of the same at once. */
  private void trouble(String path, String body) {
    Map<String, List<String>> headers = headers();
    DocumentStore through = trouble.store();
    trouble.begin();
    Duration timeout = Duration.ofMillis(300 + random.nextInt(2_000));
    List<CompletableFuture<DirectResponse>> others = new ArrayList<>();
    if (random.nextInt(6) == 0) {
      others.add(
          CompletableFuture.supplyAsync(
              () -> world.ask(path, body, timeout.plusSeconds(2), world.store, headers)));
    }
    hear(path + " " + body, world.ask(path, body, timeout, through, headers));
    others.forEach(other -> hear("and at once", other.orTimeout(60, TimeUnit.SECONDS).join()));
    trouble.end();
    pass(Duration.ofSeconds(random.nextInt(20)));
  }

  private Map<String, List<String>> headers() {
    return Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of(seed + "-" + ++requests));
  }

  /** Closing a strategy makes no position of the account larger, even if the books are wrong. */
  private void closeStrategy() {
    world.awaitIdle();
    world.watch.onlyReducing();
    trouble(
        "/close-all", doubleQuoted("{'strategies':['" + "ab".charAt(random.nextInt(2)) + "']}"));
    world.awaitIdle();
    asUsual();
  }

  private void closeAll() {
    openMarket();
    settleOrders();
    world.watch.onlyReducing();
    DirectResponse closed = ask("/close-all", "{}");
    Trial.requireDone("close-all", closed);
    world.awaitIdle();
    asUsual();
    settleOrders();
    DirectResponse compared = ask("/trade-reconciliation", "{}");
    assertWithMessage("books after close-all").that(compared.status()).isEqualTo(200);
    apart.clear();
    assertWithMessage("portfolio after close-all").that(world.positions()).isEmpty();
    apart.requireAgreement();
  }

  /**
   * The market closes, and orders wait for tomorrow; or for tonight's end, if they are of a day.
   */
  private void overNight() {
    tell("the market closes");
    world.gateway().closeMarket();
    String tif = random.nextInt(4) == 0 ? "DAY" : "GTC";
    trouble("/allocation", doubleQuoted("{'orderProperties':{'tif':'" + tif + "'}}"));
  }

  private void openMarket() {
    world.gateway().openMarket();
  }

  /** A process freezes, and goes on when its lease is over or the kill switch is off. */
  private void frozen() {
    Ice ice = Ice.atRandom(random, STEPS);
    Ban ban = Ban.NONE;
    long formerToken = world.leaseToken();
    CompletableFuture<DirectResponse> process =
        world.allocateFreezing(Duration.ofSeconds(2), ice, Duration.ZERO, headers());
    if (ice.awaitFrozen(process)) {
      tell("frozen at " + ice.where());
      if (random.nextBoolean()) {
        boolean holdsLease = world.leaseToken() != formerToken;
        pass(Trial.LEASE_IS_OVER);
        if (holdsLease) {
          world.watch.forbid("its lease is over");
          ban = Ban.BEGINNING;
        }
      } else {
        world.settings.change(Settings.Change.KILL_SWITCH, Settings.CLIENT_ID);
        ban = Ban.BEGINNING;
        if (!ice.isAtGate()) {
          world.watch.forbid("the kill switch is off");
        }
      }
    }
    Ban.Before before = new Ban.Before(new ExactlyOnceProof(world, 0, this::tell));
    ice.thaw();
    hear("it answers", process.orTimeout(60, TimeUnit.SECONDS).join());
    ban.require(before);
    world.awaitIdle();
    asUsual();
  }

  /** The configuration is another one for a while. */
  private void changed() {
    Settings.Change[] all = Settings.Change.values();
    Settings.Change change = all[random.nextInt(all.length)];
    if (change == Settings.Change.KILL_SWITCH && !Peril.KILL_SWITCH.isPlayed()) {
      return;
    }
    tell("the configuration changes: " + change);
    world.awaitIdle();
    world.settings.change(change, Settings.CLIENT_ID);
    if (!world.settings.mayTrade()) {
      world.watch.forbid("the kill switch is off");
    }
    trouble(random.nextBoolean() ? "/allocation" : "/trade-reconciliation", "{}");
    world.awaitIdle();
    asUsual();
  }

  private void asUsual() {
    world.watch.allow();
    world.settings.usual();
    assertWithMessage("orders that were not to come").that(world.watch.takeViolations()).isEmpty();
  }

  private void pass(Duration time) {
    tell("advance " + time);
    world.clock.advance(time);
    world.gateway().tick();
  }

  /** Lets every order that is not waiting for a price come to its end. */
  private void settleOrders() {
    trouble.end();
    pass(Trial.LEASE_IS_OVER);
    world.awaitIdle();
    pass(Duration.ofMinutes(16));
  }

  /** The books are compared, and what no strategy has is given to one now and then. */
  private void evening() {
    settleOrders();
    forgotten = 0;
    // The first may have to recover runs, whose orders are filled a little later.
    trouble.begin();
    ask(random.nextBoolean() ? "/orchestrate" : "/allocation", "{}");
    if (random.nextInt(3) == 0) {
      hands.cancel();
    }
    settleOrders();
    Set<String> contradicted = new ExactlyOnceProof(world, 0, this::tell).contradicted();
    DirectResponse allocated = ask("/allocation", "{}");
    settleOrders();
    DirectResponse compared = ask("/trade-reconciliation", "{}");
    assertWithMessage("status of the comparison")
        .that(compared.status())
        .isEqualTo(apart.isEmpty() ? 200 : 500);
    apart.requireAgreement();
    requireTargets(allocated, compared);
    for (String orderRef : contradicted) {
      assertWithMessage("problems that name %s, which was refused and lives", orderRef)
          .that(answers.stream().anyMatch(answer -> Trial.isProblem(answer, orderRef)))
          .isTrue();
    }
    if (!apart.isEmpty() && random.nextBoolean()) {
      adopt();
    }
  }

  /** Each strategy is where it wants to be, or the answer says why not. */
  private void requireTargets(DirectResponse allocated, DirectResponse compared) {
    if (allocated.status() != 200 || compared.json().getAsJsonArray("unsettled").size() > 0) {
      return;
    }
    TargetProof proof = new TargetProof(world);
    proof.requireAlive(Set.of());
    wanted.forEach(
        (strategy, weights) -> {
          if (!allocated.json().getAsJsonObject("skipped").has(strategy)) {
            Set<Integer> alone = leftAlone(strategy, allocated.json());
            proof.requireAnswered(strategy, allocated.json(), alone);
            proof.requireHeld(
                "in the evening", strategy, proof.targets(Settings.USUAL, weights), alone);
          }
        });
  }

  /** The contracts whose difference is inside the strategy's band, by the answer. */
  private static Set<Integer> leftAlone(String strategy, JsonObject answer) {
    JsonObject leftAlone = answer.getAsJsonObject("leftAlone");
    return leftAlone.has(strategy)
        ? leftAlone.getAsJsonObject(strategy).keySet().stream()
            .map(name -> answer.getAsJsonObject("contractIds").get(name).getAsInt())
            .collect(Collectors.toSet())
        : Set.of();
  }

  private void adopt() {
    JsonObject quantities = new JsonObject();
    apart
        .quantities()
        .forEach((conId, quantity) -> quantities.addProperty(conId.toString(), quantity));
    JsonObject strategies = new JsonObject();
    strategies.add(random.nextBoolean() ? "a" : "b", quantities);
    JsonObject body = new JsonObject();
    body.add("adopt", strategies);
    DirectResponse adopted = ask("/trade-reconciliation", body.toString());
    // What open orders may still change is not adopted; the next evening tries again.
    boolean isOpen = apart.hasOpenOrders();
    assertWithMessage("adopting").that(adopted.status()).isEqualTo(isOpen ? 400 : 200);
    if (!isOpen) {
      apart.clear();
    }
    apart.requireAgreement();
  }

  /** Nobody looks before the day is over. Texts cannot ask for its executions later. */
  private void forget() {
    settleOrders();
    forgotten++;
    if (world.listsPastDays()) {
      tell("nobody looks today");
    } else {
      apart.addUnbooked();
      tell("nobody looks; apart is now " + apart.quantities());
    }
  }

  private DirectResponse ask(String path, String body) {
    return hear(path + " " + body, world.ask(path, body, PATIENT, world.store, headers()));
  }

  private DirectResponse hear(String what, DirectResponse answer) {
    answers.add(answer);
    tell(what + ": " + answer);
    StateProof.check(world.store);
    return answer;
  }

  private void tell(String what) {
    story.add(what);
  }
}
