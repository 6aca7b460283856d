package dev.ibintents;

import dev.ibintents.store.FirestoreEmulator;
import dev.ibintents.store.SqliteDocumentStore;
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
 * <p>Faults that were put into the product on purpose failed a schedule of the usual number, or one
 * of {@link HistoryTest}'s histories: the rate of an inverted pair not inverted, no look before
 * orders leave, the kill switch not read there, corrections ignored, open orders forgotten in the
 * plan, a crossing booked wrongly, an order of today closed as dead. Three such faults passed: used
 * order ids not avoided, refusals not heard out, the lease's owner unchecked. Tests of their own
 * find the first two.
 */
final class ExactlyOnceTest {
  private static final int USUAL_SCHEDULES = 300;
  private static final int ON_FIRESTORE = 8;

  private static final int USUAL_WORLDS = 4;

  /** Much of a schedule is waiting. */
  private static final int WORLDS_OF_SOAK = 12;

  /** A soak goes on after failures, so that its hours are not lost. */
  private static final int MOST_FAILURES = 10;

  private static final long USUAL_SEED = 20_261_123;

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
    if (soak == null) {
      play(USUAL_WORLDS, 1, schedules, seeds::nextLong, this::world);
    } else {
      play(WORLDS_OF_SOAK, MOST_FAILURES, schedules, seeds::nextLong, this::world);
    }
    System.err.printf(
        "%d schedules in %d ms%n", schedules, (System.nanoTime() - begun) / 1_000_000);
  }

  @Test
  @Timeout(600)
  void andSoItDoesWithFirestore() throws Exception {
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
            new Schedule(world, seeds.getAsLong()).play();
          }
          return more;
        });
  }

  private void playInOneWorld(String seeds) throws Exception {
    try (World world = world()) {
      for (String seed : seeds.split(",")) {
        new Schedule(world, Long.parseLong(seed)).play();
      }
    }
  }

  private World world() throws Exception {
    Path own = Files.createTempDirectory(folder, "world");
    return new World(own, new SqliteDocumentStore(own));
  }
}
