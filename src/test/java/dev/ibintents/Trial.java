package dev.ibintents;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.RunHeaders;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One request to allocate, made several times while things go wrong, and in the end once more when
 * all is well; and what must be true then, whatever went wrong.
 */
final class Trial {
  static final Duration LEASE_IS_OVER = Duration.ofSeconds(90);

  private static final Duration CLEAN = Duration.ofSeconds(20);

  private final World world;
  private final String name;
  private final Map<String, List<String>> headers;
  private final List<String> story = new ArrayList<>();
  private final List<DirectResponse> answers = Collections.synchronizedList(new ArrayList<>());
  private final int before;
  private boolean brokerLost;

  /**
   * @param name tells it from other trials
   * @param headers of the request
   */
  Trial(World world, String name, Map<String, List<String>> headers) {
    this.world = world;
    this.name = name;
    this.headers = headers;
    world.begin();
    this.before = world.gateway().account().received().size();
  }

  /** Has a strategy want fractions of its capital in stocks, by symbol. */
  void want(String strategy, Map<String, BigDecimal> weights) {
    world.store.set("strategies/" + strategy, Weights.document(weights));
  }

  void tell(String what) {
    story.add(what);
  }

  String story() {
    return "\n  " + String.join("\n  ", story);
  }

  /** The request, while things may go wrong. */
  void ask(Duration timeout, DocumentStore through) {
    hear("in " + timeout, world.allocate(timeout, through, headers));
  }

  /** Takes note of an answer. */
  DirectResponse hear(String what, DirectResponse answer) {
    answers.add(answer);
    tell(what + ": " + answer);
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

  /** The gateway's lists of the day are emptied, as by a restart. */
  void forgetDay() {
    tell("the gateway forgets the day");
    world.awaitIdle();
    world.gateway().account().forgetDay();
  }

  void advance(Duration time) {
    tell("advance " + time);
    world.clock.advance(time);
  }

  /** Lets time pass, asks once more, and proves that each order has reached the broker once. */
  void settleAndProve() {
    clear(true);
    advance(LEASE_IS_OVER);
    world.awaitIdle();
    DirectResponse answer = hear("settling", world.allocate(CLEAN, world.store, headers));
    requireDone("the last request", answer);
    settleOthers();
    ExactlyOnceProof proof = new ExactlyOnceProof(world, before, this::tell);
    proof.check();
    proof.checkReported(answers);
    Set<String> orders = new TreeSet<>(proof.accepted());
    repeat(answer);
    assertWithMessage("orders after the repetition")
        .that(proof.accepted())
        .containsExactlyElementsIn(orders);
  }

  private void repeat(DirectResponse answer) {
    DirectResponse again = hear("again", world.allocate(CLEAN, world.store, headers));
    requireDone("repeated", again);
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
    DirectResponse other =
        world.allocate(
            CLEAN, world.store, Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of("others " + name)));
    requireDone("settling others", hear("settling others", other));
  }

  /**
   * It has come to its end, and has a status of failure only if it names orders that fell short.
   */
  static void requireDone(String what, DirectResponse answer) {
    if (answer.status() == 200) {
      assertWithMessage(what).that(answer.json().has("problems")).isFalse();
      return;
    }
    assertWithMessage(what).that(answer.status()).isEqualTo(500);
    assertWithMessage(what + " (" + answer + ")").that(answer.json().has("problems")).isTrue();
    assertWithMessage(what)
        .that(Set.of("orders-not-sent", "orders-in-doubt"))
        .containsAtLeastElementsIn(
            Bench.list(answer.json(), "problems").stream()
                .map(problem -> problem.get("code").getAsString())
                .toList());
  }
}
