package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.bench.DirectResponse;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.Invocations;
import dev.ibintents.environment.ShuttingDownException;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.RunHeaders;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is told to end at each step of a run, one after the other: at every use of the store,
 * and at every message that reaches the gateway. No order leaves after that, the answer says how it
 * ended, the account is free at once, and the next request ends the run with each order placed
 * once. ({@link TerminatedProcessTest} sends the real signal to a real process.)
 */
@Timeout(600)
final class ToldToEndTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration MOST = Duration.ofSeconds(9);

  /** Far more steps than a run has; so many without an end would be a fault of this test. */
  private static final int TOO_MANY = 500;

  @TempDir Path folder;

  @Test
  void aRequestThatComesAfterwardsIsTurnedAway() throws Exception {
    try (World world = new World(folder, new SqliteDocumentStore(folder))) {
      FunctionInstance instance = world.instance(TIMEOUT, world.store);
      instance.invocations().endAll();

      DirectResponse answer = world.ask(instance, "/allocation", "{}", Map.of());

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().get("error").getAsString())
          .startsWith("ShuttingDownException: this instance was told to end; nothing was done");
      assertThat(world.gateway().connectionsAccepted()).isEqualTo(0);
    }
  }

  @Test
  void aProcessToldToEndAtAnyUseOfTheStoreSendsNoOrderTwice() throws Exception {
    int steps =
        atEvery(
            "told to end at use of the store ",
            (world, told) -> {
              return world.instance(
                  TIMEOUT,
                  new MortalStore(
                      world.store,
                      () -> {
                        told.step(true);
                        return false;
                      }));
            });
    assertThat(steps).isAtLeast(15);
  }

  @Test
  void aProcessToldToEndAtAnyMessageToTheGatewaySendsNoOrderTwice() throws Exception {
    int steps =
        atEvery(
            "told to end at message ",
            (world, told) -> {
              // What has left with an order that is here cannot be called back, and what nobody
              // answers, such as the end of a subscription, may be overtaken by orders.
              AtomicBoolean placing = new AtomicBoolean();
              world.watch(
                  request -> {
                    boolean isOrder =
                        request instanceof PlaceOrder order && !order.order().whatIf();
                    placing.compareAndSet(false, isOrder);
                    told.step(!placing.get() && !isUnanswered(request));
                  });
              return world.instance(TIMEOUT, world.store);
            });
    assertThat(steps).isAtLeast(10);
  }

  private static boolean isUnanswered(Request request) {
    return request.getClass().getSimpleName().startsWith("Cancel");
  }

  /** When a process is told to end. */
  private static final class Told {
    private final World world;
    private final int number;
    private final AtomicReference<Invocations> invocations = new AtomicReference<>();
    private final AtomicInteger steps = new AtomicInteger();
    private int ordersThen = -1;

    Told(World world, int number) {
      this.world = world;
      this.number = number;
    }

    /** The run comes to its next step, perhaps the one at which the process is told to end. */
    void step(boolean isExact) {
      Invocations told = invocations.get();
      if (told != null && steps.incrementAndGet() == number) {
        ordersThen = isExact ? orders() : -1;
        Thread ending = new Thread(told::endAll, "told-to-end");
        ending.setDaemon(true);
        ending.start();
        while (admits(told)) {
          Thread.onSpinWait();
        }
      }
    }

    private static boolean admits(Invocations told) {
      try {
        Deadline admitted = told.begin(TIMEOUT);
        told.end(admitted);
        return true;
      } catch (ShuttingDownException e) {
        return false;
      }
    }

    private int orders() {
      return world.gateway().account().received().size();
    }
  }

  @FunctionalInterface
  private interface Telling {
    /** The instance that is asked, prepared to say at which step it is. */
    FunctionInstance prepare(World world, Told told);
  }

  /** Plays trials, each of which ends one step later, until the run is over before. */
  private int atEvery(String what, Telling telling) throws Exception {
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    Players.play(
        1,
        () -> {
          Path own = Files.createTempDirectory(folder, "world");
          return new World(own, new SqliteDocumentStore(own));
        },
        world -> {
          int number = next.incrementAndGet();
          if (over.get()) {
            return false;
          }
          assertThat(number).isLessThan(TOO_MANY);
          String name = what + number;
          Map<String, List<String>> headers = Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of(name));
          Trial trial = new Trial(world, name, headers);
          try {
            trial.want("a", Map.of("SPY", new BigDecimal("0.05"), "GLD", new BigDecimal("0.04")));
            trial.want("b", Map.of("SPY", new BigDecimal("-0.02"), "IEF", new BigDecimal("0.04")));
            if (!play(world, trial, headers, telling, number)) {
              over.set(true);
            }
            trial.settleAndProve();
          } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(name + ":" + trial.story() + "\n" + e.getMessage(), e);
          } finally {
            world.watch(request -> {});
          }
          return true;
        });
    return next.get();
  }

  private static boolean play(
      World world, Trial trial, Map<String, List<String>> headers, Telling telling, int number) {
    Told told = new Told(world, number);
    FunctionInstance instance = telling.prepare(world, told);
    told.invocations.set(instance.invocations());
    long begun = System.nanoTime();
    DirectResponse answer = world.ask(instance, "/allocation", "{}", headers);
    told.invocations.set(null);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    trial.tell("in " + took + ": " + answer);
    assertThat(took).isLessThan(MOST);
    assertWithMessage(answer.body()).that(answer.status()).isAnyOf(200, 503);
    assertWithMessage("the lease")
        .that(new Leases(world.store, world.clock).current(TradingMode.PAPER))
        .isEqualTo(Optional.empty());
    if (told.ordersThen >= 0) {
      assertWithMessage("orders that left after it was told to end")
          .that(told.orders())
          .isEqualTo(told.ordersThen);
    }
    return told.steps.get() >= number;
  }
}
