package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.DirectResponse;
import dev.ibintents.bench.Weights;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.ledger.RunHeaders;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * One request to allocate, made several times while things go wrong, and in the end once more when
 * all is well; and what must be true then, whatever went wrong.
 */
final class Trial {
  static final Duration LEASE_IS_OVER = Duration.ofSeconds(90);

  private static final Duration CLEAN = Duration.ofSeconds(20);
  private static final Duration ALL_IS_FILLED = Duration.ofMinutes(2);

  private static final String RECORDED_AS_REFUSED = "was recorded as rejected";

  /** Problems of runs whose orders were not all sent, or none of which succeeded. */
  private static final Set<String> FELL_SHORT =
      Set.of(
          "orders-not-sent",
          "purchases-not-sent",
          "rest-not-cancelled",
          "orders-in-doubt",
          "nothing-succeeded");

  /** Problems that leave a run what it is. */
  private static final Set<String> TOLD =
      Set.of(
          "client-id-changed",
          "order-contradicts-books",
          "order-refused",
          "order-unsettled",
          "strategy-without-exposure");

  private final World world;
  private final String name;
  private final Map<String, List<String>> headers;
  private final List<String> story = new ArrayList<>();

  /** Orders that the ledger had as refused when an answer came, and that the broker showed. */
  private final Set<String> contradicted = new ConcurrentSkipListSet<>();

  private final List<DirectResponse> answers = Collections.synchronizedList(new ArrayList<>());
  private final int before;
  private final long begun = System.nanoTime();
  private final Map<String, Map<String, BigDecimal>> wanted = new TreeMap<>();
  private boolean brokerLost;
  private boolean dayForgotten;
  private boolean settingsChanged;

  /**
   * @param name tells it from other trials
   * @param headers of the request
   */
  Trial(World world, String name, Map<String, List<String>> headers) {
    this.world = world;
    this.name = name;
    this.headers = headers;
    world.begin(name);
    this.before = world.gateway().account().received().size();
  }

  /** Has a strategy want fractions of its capital, by the names of {@link Weights#instrument}. */
  void want(String strategy, Map<String, BigDecimal> weights) {
    tell(strategy + " wants " + weights);
    wanted.put(strategy, weights);
    world.want(strategy, weights);
  }

  /** Has a strategy want something else before all is settled. */
  void wantMore(String strategy, Map<String, BigDecimal> weights) {
    settingsChanged = true;
    want(strategy, weights);
  }

  void tell(String what) {
    long millis = (System.nanoTime() - begun) / 1_000_000;
    story.add(millis + " ms: " + what);
  }

  /** The failure of this trial, with its story, and the seed with which it can be played again. */
  AssertionError failed(Throwable cause) {
    return new AssertionError(
        "seed %s, played as -Dibintents.soak.seed=%s:%s\n%s"
            .formatted(name, world.played(), story(), cause.getMessage()),
        cause);
  }

  String story() {
    return "\n  " + String.join("\n  ", story);
  }

  /** The request, while things may go wrong. */
  void ask(Duration timeout, DocumentStore through) {
    hear("in " + timeout, world.allocate(timeout, through, headers));
  }

  /** The request, by a process that nothing happens to. */
  void askAgain(Duration timeout) {
    ask(timeout, world.store);
  }

  /** The same of another key, so that it is a run of its own. */
  void askAnew(String key, Duration timeout) {
    hear(key, world.allocate(timeout, world.store, key(key)));
  }

  private Map<String, List<String>> key(String key) {
    return Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of(key + " " + name));
  }

  /** The proof of this trial. */
  ExactlyOnceProof proof() {
    return new ExactlyOnceProof(world, before, this::tell);
  }

  /** Whether the gateway has lost the broker. */
  boolean isBrokerLost() {
    return brokerLost;
  }

  /** Has the books compared, by whoever may do that though nobody may trade. */
  void askToReconcile() {
    int number = answers.size();
    Map<String, List<String>> key = key("reconcile " + number);
    hear("comparing", world.ask("/trade-reconciliation", "{}", CLEAN, world.store, key));
  }

  /** Takes note of an answer. */
  DirectResponse hear(String what, DirectResponse answer) {
    answers.add(answer);
    tell(what + ": " + answer);
    contradicted.addAll(proof().contradicted());
    StateProof.check(world.store);
    return answer;
  }

  void loseBroker() {
    world.gateway().loseBroker();
    brokerLost = true;
  }

  /** From now on nothing goes wrong. */
  void clear(boolean dataKept) {
    tell("all is well again");
    world.gateway().faults().clear();
    if (brokerLost) {
      world.gateway().regainBroker(dataKept);
      brokerLost = false;
    }
    world.gateway().releaseOrderMessages();
  }

  /** Somebody changes the configuration, until all is settled. */
  void change(Settings.Change change) {
    tell("the configuration changes: " + change);
    world.watch.allow(); // the change before this one holds no more
    settingsChanged = true;
    world.settings.change(change, Settings.CLIENT_ID);
  }

  /** The gateway's lists of the day are emptied, as by a restart. */
  void forgetDay() {
    tell("the gateway forgets the day");
    world.awaitIdle();
    world.gateway().account().forgetDay();
    contradicted.clear(); // nobody shows those any more
    dayForgotten = true;
  }

  void advance(Duration time) {
    tell("advance " + time);
    world.clock.advance(time);
  }

  /** Lets time pass, asks once more, and proves that each order has reached the broker once. */
  void settleAndProve() {
    settle(wanted);
  }

  /**
   * As {@link #settleAndProve()}; strategies want something else then, and are to get it, though
   * what they wanted before is on order.
   */
  void settle(Map<String, Map<String, BigDecimal>> then) {
    clear(true);
    world.settings.usual();
    world.watch.allow();
    advance(LEASE_IS_OVER);
    world.awaitIdle();
    ExactlyOnceProof proof = proof();
    DirectResponse answer = hear("settling", world.allocate(CLEAN, world.store, headers));
    if (!isRefusedForDoubt(answer)) {
      requireDone("the last request", answer);
    }
    proveCrossings(answer, proof.ordered());
    settleOthers();
    proof.check();
    proof.checkReported(answers);
    Set<String> orders = new TreeSet<>(proof.accepted());
    repeat(answer);
    assertWithMessage("orders after the repetition")
        .that(proof.accepted())
        .containsExactlyElementsIn(orders);
    proveTargets(then, proof.inDoubt());
    for (String orderRef : contradicted) {
      assertWithMessage("problems that name %s, which was refused and lives", orderRef)
          .that(answers.stream().anyMatch(heard -> isProblem(heard, orderRef, RECORDED_AS_REFUSED)))
          .isTrue();
    }
    for (String orderRef : proof.accepted()) {
      if (answers.stream().anyMatch(heard -> isProblem(heard, orderRef, RECORDED_AS_REFUSED))) {
        proof.requireHidden(orderRef);
      }
    }
  }

  /**
   * Of contracts for which no order went out, each strategy has got from the other what it wants:
   * once, and at once. A strategy that was skipped has got nothing, and the answer says so.
   */
  private void proveCrossings(DirectResponse answer, Set<Integer> ordered) {
    if (settingsChanged || isRefusedForDoubt(answer)) {
      return;
    }
    JsonObject json = answer.json();
    JsonObject result = json.has("result") ? json.getAsJsonObject("result") : json;
    TargetProof proof = new TargetProof(world);
    for (String strategy : wanted.keySet()) {
      // What a run that broke off has skipped, nobody says any more.
      boolean skipped =
          result.has("skipped")
              ? result.getAsJsonObject("skipped").has(strategy)
              : proof.holdsNothing(strategy);
      if (!skipped) {
        proof.requireHeld(
            "crossed", strategy, proof.targets(Settings.USUAL, wanted.get(strategy)), ordered);
      }
    }
  }

  /** Whether an answer has said of an order that it could not be cancelled in time. */
  boolean isStuck(String orderRef) {
    return answers.stream().anyMatch(answer -> isProblem(answer, orderRef, "not be cancelled"));
  }

  /** Whether an answer names an order in one of its problems. */
  static boolean isProblem(DirectResponse answer, String orderRef) {
    return isProblem(answer, orderRef, "");
  }

  private static boolean isProblem(DirectResponse answer, String orderRef, String words) {
    return answer.json().has("problems")
        && Bench.list(answer.json(), "problems").stream()
            .map(problem -> problem.get("message").getAsString())
            .anyMatch(message -> message.contains(orderRef) && message.contains(words));
  }

  private void proveTargets(Map<String, Map<String, BigDecimal>> then, Set<Integer> inDoubt) {
    then.forEach(this::want);
    DirectResponse allocated = fresh("/allocation", "towards");
    if (isRefusedForDoubt(allocated)) {
      return;
    }
    requireDone("towards the targets", allocated);
    world.awaitIdle();
    world.gateway().openMarket();
    advance(ALL_IS_FILLED);
    world.gateway().tick();
    DirectResponse compared = fresh("/trade-reconciliation", "compared");
    Set<Integer> except = contradicted(compared.json());
    if (!dayForgotten) {
      Set<Integer> withoutReason = new TreeSet<>(except);
      withoutReason.removeAll(inDoubt);
      assertWithMessage("contracts in doubt, without a reason").that(withoutReason).isEmpty();
    }
    TargetProof proof = new TargetProof(world);
    proof.requireAlive(except);
    JsonObject skipped = allocated.json().getAsJsonObject("skipped");
    then.forEach(
        (strategy, weights) -> {
          if (!skipped.has(strategy)) {
            proof.requireAnswered(strategy, allocated.json(), except);
            proof.requireHeld(
                "in the end", strategy, proof.targets(Settings.USUAL, weights), except);
          }
        });
  }

  /** Contracts of which a comparison says that books and portfolio, or orders, are in doubt. */
  private static Set<Integer> contradicted(JsonObject compared) {
    Set<Integer> conIds = new TreeSet<>();
    for (String list : List.of("differences", "unsettled")) {
      for (JsonElement found : compared.getAsJsonArray(list)) {
        conIds.add(found.getAsJsonObject().get("conId").getAsInt());
      }
    }
    return conIds;
  }

  private DirectResponse fresh(String path, String key) {
    return hear(path, world.ask(path, "{}", CLEAN, world.store, key(key)));
  }

  private void repeat(DirectResponse answer) {
    DirectResponse again = hear("again", world.allocate(CLEAN, world.store, headers));
    if (isRefusedForDoubt(answer)) {
      return; // then nothing was begun
    }
    requireDone("repeated", again);
    if (codes(answer).contains("nothing-succeeded")) {
      return; // then the same key begins a new run
    }
    assertWithMessage("repeated")
        .that(again.json().get("status").getAsString())
        .isEqualTo("already-ran");
    if (!answer.json().has("status")) {
      assertWithMessage("repeated")
          .that(again.json().getAsJsonObject("result").get("orders"))
          .isEqualTo(answer.json().get("orders"));
    }
  }

  /**
   * A repetition of a run that is done recovers nothing, so what another key's run has left open is
   * there until a run of its own comes.
   */
  private void settleOthers() {
    DirectResponse answer = fresh("/allocation", "others");
    if (!isRefusedForDoubt(answer)) {
      requireDone("settling others", answer);
    }
  }

  /**
   * Whether it was refused because books and portfolio differ, as they may where the gateway has
   * forgotten executions before the books had them.
   */
  private boolean isRefusedForDoubt(DirectResponse answer) {
    return dayForgotten
        && answer.status() == 500
        && answer.json().get("error").getAsString().startsWith("HoldingsMismatchException: ");
  }

  /**
   * It has come to its end, and has a status of failure only if it names orders that fell short. A
   * problem that is none of this invocation's own leaves it a success.
   */
  static void requireDone(String what, DirectResponse answer) {
    Set<String> codes = codes(answer);
    boolean fellShort = codes.removeAll(FELL_SHORT);
    assertWithMessage("%s: %s", what, answer)
        .that(answer.status())
        .isEqualTo(fellShort ? 500 : 200);
    assertWithMessage("%s: %s", what, answer).that(TOLD).containsAtLeastElementsIn(codes);
  }

  private static Set<String> codes(DirectResponse answer) {
    return new TreeSet<>(Bench.problemCodes(answer.json()));
  }
}
