package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.simulator.fault.Faults.Direction;
import dev.ibintents.simulator.fault.Faults.Trouble;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.memory.MemoryDocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.ledger.FaultyStore;
import dev.ibintents.trading.ledger.RunHeaders;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One run that places two orders and crosses between two strategies, broken off at each of its
 * steps, one after the other: at every write to the store, and at every message to and from the
 * gateway. Each of its orders still reaches the broker exactly once.
 */
@Timeout(600)
final class EveryStepTest {
  /** Long enough for a run of which nothing is late, so that it is the fault that breaks it off. */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** Far more steps than a run has; so many without an end would be a fault of this test. */
  private static final int TOO_MANY = 2_000;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(FaultyStore.Fault.class)
  void aRunBrokenOffAtAnyWriteSendsEachOrderOnce(FaultyStore.Fault fault) throws Exception {
    int steps =
        atEvery(
            fault + " at write ",
            SqliteDocumentStore::new,
            (world, trial, number) -> {
              FaultyStore faulty = new FaultyStore(world.store, number, fault);
              trial.ask(TIMEOUT, new MortalStore(faulty, () -> false));
              return faulty.writes() >= number;
            });
    assertThat(steps).isAtLeast(5);
  }

  @ParameterizedTest
  @CsvSource({"IN,true,1", "IN,false,1", "OUT,true,1", "OUT,false,5"})
  void aRunBrokenOffAtAnyMessageSendsEachOrderOnce(Direction direction, boolean dies, int stride)
      throws Exception {
    int steps =
        atEvery(
            direction + (dies ? ", and dies, before message " : " before message "),
            own -> new MemoryDocumentStore(),
            (world, trial, step) -> {
              int number = 1 + (step - 1) * stride;
              world.gateway().faults().strike(direction, Trouble.DROP_BEFORE, number);
              BooleanSupplier lost = world.hasLostConnection();
              trial.ask(TIMEOUT, dies ? new MortalStore(world.store, lost) : world.store);
              return !world.gateway().faults().isStrikeLeft();
            });
    assertThat(steps).isAtLeast(10);
  }

  @FunctionalInterface
  private interface Step {
    /** Makes the request with the fault at this step; says whether the run got that far. */
    boolean play(World world, Trial trial, int number);
  }

  /** Plays trials, each with the fault one step later, until the run is over before the fault. */
  private int atEvery(String what, Function<Path, DocumentStore> store, Step step)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    Players.play(
        1,
        () -> {
          Path own = Files.createTempDirectory(folder, "world");
          return new World(own, store.apply(own));
        },
        world -> {
          int number = next.incrementAndGet();
          if (over.get()) {
            return false;
          }
          assertThat(number).isLessThan(TOO_MANY);
          String name = what + number;
          world.speakBy(number);
          Trial trial = new Trial(world, name, Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of(name)));
          try {
            trial.want(
                "a",
                Map.of(
                    "SPY",
                    new BigDecimal("0.05"),
                    "GLD",
                    new BigDecimal("0.04"),
                    "IEF",
                    new BigDecimal("0.05")));
            trial.want("b", Map.of("SPY", new BigDecimal("-0.02"), "GLD", new BigDecimal("-0.04")));
            if (!step.play(world, trial, number)) {
              over.set(true);
            }
            trial.settleAndProve();
          } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(name + ":" + trial.story() + "\n" + e.getMessage(), e);
          }
          return true;
        });
    return next.get();
  }
}
