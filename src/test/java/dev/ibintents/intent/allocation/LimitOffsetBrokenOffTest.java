package dev.ibintents.intent.allocation;

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
import dev.ibintents.intent.Intents;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.trading.ledger.FaultyStore;
import dev.ibintents.trading.ledger.FaultyStore.Fault;
import dev.ibintents.trading.ledger.RunHeaders;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run with a limit by offset that breaks off. If its plan is in the ledger, the repetition places
 * the order at the price of the plan, although the market has moved.
 */
@Timeout(120)
final class LimitOffsetBrokenOffTest {
  private static final Instant PLANNED = Instant.parse("2026-11-23T15:45:00Z");
  private static final int MOST_WRITES = 12;

  @TempDir Path folder;

  @Test
  void repetitionPlacesTheOrderAtThePriceOfThePlan() throws Exception {
    int resumed = 0;
    for (int number = 1; number <= MOST_WRITES; number++) {
      resumed += isResumedAfter(number) ? 1 : 0;
    }

    assertThat(resumed).isAtLeast(1);
  }

  /** Whether the plan was in the ledger, and the order not yet at the broker. */
  private boolean isResumedAfter(int number) throws Exception {
    Path own = Files.createDirectory(folder.resolve("after" + number));
    MovedClock clock = new MovedClock(PLANNED);
    try (FrontDoor door = FrontDoor.in(own).clock(clock).open()) {
      Bench bench = new Bench(door, clock);
      door.expose(Map.of("growth", "0.4"));
      door.strategy("growth", Map.of("SPY", "0.6"));
      door.store()
          .update(
              "strategies/growth",
              Map.of(
                  "orderProperties",
                  Map.of("orderType", "LMT", "limit", Map.of("from", "mid", "offset", "-300bps"))));
      BigDecimal planned = limit(bench, PLANNED);
      FaultyStore faulty = new FaultyStore(door.store(), number, Fault.KILLED_AFTER);
      TestedFunction.with(
              new FunctionInstance(
                  OtherInstance.variables(own, 30), faulty, clock, Optional.empty()),
              Intents.all())
          .service(
              new DirectRequest(
                  "/allocation", "{}", Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of("plan"))),
              new DirectResponse());
      boolean isPlanned = !door.store().list("runs").isEmpty();
      boolean isPlaced = !placed(door).isEmpty();
      clock.advance(Duration.ofMinutes(10));
      BigDecimal now = limit(bench, clock.instant());
      assertThat(now).isNotEqualTo(planned);

      HttpResponse<String> again = bench.postWithKey("/allocation", "plan", "{}");

      String words = "after write " + number + ": " + again.body();
      assertWithMessage(words).that(again.statusCode()).isEqualTo(200);
      assertWithMessage(words).that(placed(door)).hasSize(1);
      assertWithMessage(words)
          .that(bench.standing(Bench.SPY).order().lmtPrice())
          .isEqualToIgnoringScale(isPlanned ? planned : now);
      return isPlanned && !isPlaced;
    }
  }

  private static List<ReceivedOrder> placed(FrontDoor door) {
    return door.ordersReceived();
  }

  private static BigDecimal limit(Bench bench, Instant time) {
    var quote = bench.door.gateway().prices().quote(bench.spy(), time);
    return quote
        .bid()
        .add(quote.ask())
        .divide(BigDecimal.valueOf(2))
        .multiply(new BigDecimal("0.97"))
        .setScale(2, RoundingMode.FLOOR);
  }
}
