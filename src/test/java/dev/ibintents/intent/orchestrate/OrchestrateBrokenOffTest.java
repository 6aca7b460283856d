package dev.ibintents.intent.orchestrate;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.TestedFunction;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.DirectRequest;
import dev.ibintents.bench.DirectResponse;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.OtherInstance;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.Variables;
import dev.ibintents.intent.Intents;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.ledger.FaultyStore;
import dev.ibintents.trading.ledger.FaultyStore.Fault;
import dev.ibintents.trading.ledger.RunHeaders;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A day's work that is broken off at each of its writes, one after the other, and asked for again:
 * every execution is booked once, every order reaches the broker once, and the books match.
 */
@Timeout(120)
final class OrchestrateBrokenOffTest {
  /** Longer than a lease is held by somebody who is gone. */
  private static final Duration UNTIL_TAKEN = Duration.ofMinutes(2);

  /** Far more writes than there are; so many without an end would be a fault of this test. */
  private static final int TOO_MANY = 100;

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T06:00:00Z"));

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"KILLED_AFTER", "UNAVAILABLE_AFTER"})
  void anInvocationBrokenOffAtAnyWriteIsCompletedByItsRepetition(Fault fault) throws Exception {
    try (FrontDoor door = FrontDoor.in(folder).clock(clock).open()) {
      Bench bench = new Bench(door, clock);
      bench.strategy("growth", Map.of("SPY", "0.6", "IEF", "0.4"));
      bench.strategy("value", Map.of("SPY", "0.5"));
      int number = 1;
      while (playWithFault(bench, fault, number)) {
        number++;
        assertThat(number).isLessThan(TOO_MANY);
      }
      assertThat(number).isAtLeast(10);
    }
  }

  private boolean playWithFault(Bench bench, Fault fault, int number) throws Exception {
    String round = fault + " at write " + number;
    // There is something to be booked, and something to be traded then.
    bench.expose(Map.of("growth", "0.10", "value", "0.08"));
    bench.postWithKey("/allocation", "before " + round, "{}");
    bench.awaitFilled();
    bench.expose(Map.of("growth", "0.06", "value", "0.02"));

    FaultyStore faulty = new FaultyStore(bench.door.store(), number, fault);
    ask(faulty, round);
    clock.advance(UNTIL_TAKEN);

    HttpResponse<String> again = bench.postWithKey("/orchestrate", round, "{}");
    assertWithMessage(round + again.body()).that(again.statusCode()).isEqualTo(200);
    bench.awaitFilled();
    bench.reconciled();
    bench.requireMatch();
    assertWithMessage(round).that(bench.books().openOrders()).isEmpty();
    for (ReceivedOrder order : bench.door.gateway().account().received()) {
      assertWithMessage(round + order)
          .that(bench.door.gateway().account().accepted(order.orderRef()))
          .isAtMost(1);
    }
    return faulty.writes() >= number;
  }

  /** One request, to an instance of its own. */
  private void ask(DocumentStore store, String key) throws Exception {
    Variables variables = OtherInstance.variables(folder, 30);
    TestedFunction.with(
            new FunctionInstance(variables, store, clock, Optional.empty()), Intents.all())
        .service(
            new DirectRequest(
                "/orchestrate", "{}", Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of(key))),
            new DirectResponse());
  }
}
