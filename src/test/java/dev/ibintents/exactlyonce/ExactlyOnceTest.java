package dev.ibintents.exactlyonce;

import dev.ibintents.store.firestore.FirestoreEmulator;
import dev.ibintents.store.memory.MemoryDocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random schedules of kills, lost connections, late and lost messages, refusals, and repeated and
 * concurrent requests: each order reaches the broker exactly once. With the system property {@code
 * ibintents.soak.schedules} there are as many as it says, and {@code ibintents.soak.seed} repeats
 * those that it names, one after the other in one world, as a failure says.
 *
 * <p>Faults were put into the product on purpose, one at a time, to see whether a schedule fails.
 * These failed one of the usual number:
 *
 * <ul>
 *   <li>a run begins, and its orders are written, under a lease that another has taken since
 *   <li>the last look before orders leave does not look at the lease
 *   <li>the plan of a dead run is sent without a review
 *   <li>the order ids of another client are counted as a proof
 *   <li>whoever recovers a run does not report its orders that fell short
 *   <li>a refusal is recorded before it is heard out
 *   <li>an order that was recorded as refused, and lives, is not matched again
 * </ul>
 *
 * <p>These failed one of 100 {@link StepSchedule}s:
 *
 * <ul>
 *   <li>purchases do not wait for the cash of sales, in a run or in its recovery
 *   <li>purchases and sales are sent together
 *   <li>the order for a rest ignores what was filled before the cancellation
 *   <li>an order is cancelled before the ledger says so
 *   <li>recovery takes an order that is being cancelled for ended, or ends no orders
 *   <li>recovery does not end the orders that it has just sent
 *   <li>closed markets count as open
 * </ul>
 *
 * <p>Two passed. If purchases that are left out are not recorded, the run cannot end, and recovery
 * records them. An order for a rest that is planned again is found by {@code LedgerDocumentsTest}.
 *
 * <p>These failed one of {@link HistoryTest}'s histories: an order that closes a strategy is larger
 * than what the account holds, and a correction is booked beside the execution that it corrects.
 * Earlier runs found these in schedules or histories: the kill switch is not read as a run begins
 * or before orders leave, corrections are ignored, open orders are forgotten in the plan, an order
 * of today is closed as dead, the rate of an inverted pair is not inverted, a crossing is booked on
 * one side only.
 *
 * <p>An earlier run did not find that used order ids are not avoided; {@code
 * RunRecoveryOrderIdsTest} does. Since then a schedule fails if the gateway takes an order for
 * another one, and nobody has measured it again.
 *
 * <p>These two passed. An end that the broker disproves is not told: the ledger is corrected before
 * a schedule looks which ends were disproved, and {@link DisprovedEndTest} finds the fault. The
 * last look before orders leave does not look at the deadline. In a real process all threads
 * freeze; here the thread that reads from the gateway does not, and closes the socket at the
 * deadline. A test of that look by itself finds the fault. One fault changes nothing that can be
 * seen here: an order counts for the plan after it has ended. Its strategy is left alone as long as
 * executions of it are missing.
 */
final class ExactlyOnceTest {
  private static final int USUAL_SCHEDULES = 300;
  private static final int ON_FIRESTORE = 8;

  private static final int USUAL_WORLDS = 8;

  /** Much of a schedule is waiting. */
  private static final int WORLDS_OF_SOAK = 12;

  /** A soak goes on after failures, so that its hours are not lost. */
  private static final int MOST_FAILURES = 10;

  private static final long USUAL_SEED = 20_261_123;

  private final AtomicInteger worlds = new AtomicInteger();
  @TempDir Path folder;

  @Test
  @Timeout(14_400)
  void everyOrderReachesTheBrokerOnce() throws Exception {
    Integer soak = Integer.getInteger("ibintents.soak.schedules");
    String only = System.getProperty("ibintents.soak.seed");
    if (only != null) {
      playInOneWorld(only);
      return;
    }
    // The usual run plays the same schedules every time; the soak looks for new ones.
    Random seeds = soak == null ? new Random(USUAL_SEED) : new Random();
    int schedules = soak == null ? USUAL_SCHEDULES : soak;
    long begun = System.nanoTime();
    int worldsAtOnce = soak == null ? USUAL_WORLDS : WORLDS_OF_SOAK;
    play(worldsAtOnce, soak == null ? 1 : MOST_FAILURES, schedules, seeds::nextLong, this::world);
    System.err.printf(
        "%d schedules in %d ms%n", schedules, (System.nanoTime() - begun) / 1_000_000);
  }

  @Test
  @Timeout(600)
  void everyOrderReachesTheBrokerOnceWithFirestore() throws Exception {
    Random seeds = new Random(USUAL_SEED);
    play(
        USUAL_WORLDS,
        1,
        ON_FIRESTORE,
        seeds::nextLong,
        () ->
            new World(
                Files.createTempDirectory(folder, "world"),
                FirestoreEmulator.newStore(Duration.ofSeconds(60))));
  }

  /** In this schedule, a recovery ends one order in vain, and sends another for its rest. */
  @Test
  @Timeout(120)
  void theReasonWhyAnOrderCouldNotBeCancelledStaysOnRecord() throws Exception {
    playInOneWorld("-5667114251997291455");
  }

  private static void play(
      int worlds, int mostFailures, int schedules, LongSupplier seeds, Players.Maker maker)
      throws Exception {
    AtomicInteger left = new AtomicInteger(schedules);
    Players.play(
        worlds,
        mostFailures,
        maker,
        world -> {
          boolean more = left.getAndDecrement() > 0;
          if (more) {
            playOne(world, seeds.getAsLong());
          }
          return more;
        });
  }

  private static void playOne(World world, long seed) {
    world.speakBy(seed);
    if (StepSchedule.isFor(seed)) {
      new StepSchedule(world, seed).play();
    } else {
      new Schedule(world, seed).play();
    }
  }

  private void playInOneWorld(String seeds) throws Exception {
    try (World world = world()) {
      for (String seed : seeds.split(",")) {
        playOne(world, Long.parseLong(seed));
      }
    }
  }

  /** Makes a world. Every second one keeps its documents in memory, which takes less time. */
  private World world() throws Exception {
    Path own = Files.createTempDirectory(folder, "world");
    boolean onDisk = worlds.getAndIncrement() % 2 == 0;
    return new World(own, onDisk ? new SqliteDocumentStore(own) : new MemoryDocumentStore());
  }
}
