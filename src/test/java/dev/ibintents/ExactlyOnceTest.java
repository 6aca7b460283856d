package dev.ibintents;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random schedules of kills, lost connections, late and lost messages, refusals, and repeated and
 * concurrent requests: each order reaches the broker exactly once. With the system property {@code
 * ibintents.soak.schedules} there are as many as it says, and {@code ibintents.soak.seed} repeats
 * one.
 */
final class ExactlyOnceTest {
  private static final Logger PRODUCT = Logger.getLogger("dev.ibintents");
  private static final int USUAL_SCHEDULES = 300;
  private static final long USUAL_SEED = 20_261_123;

  /** Played beside each other, as much of a schedule is waiting. */
  private static final int WORLDS = 4;

  @TempDir Path folder;

  @BeforeAll
  static void saysNothing() {
    PRODUCT.setLevel(Level.OFF);
  }

  @AfterAll
  static void speaks() {
    PRODUCT.setLevel(null);
  }

  @Test
  @Timeout(14_400)
  void everyOrderReachesTheBrokerOnce() throws Exception {
    Integer soak = Integer.getInteger("ibintents.soak.schedules");
    int schedules = soak == null ? USUAL_SCHEDULES : soak;
    Long only = Long.getLong("ibintents.soak.seed");
    if (only != null) {
      play(() -> only, new AtomicInteger(1));
      return;
    }
    // The usual run plays the same schedules every time; the soak looks for new ones.
    Random seeds = soak == null ? new Random(USUAL_SEED) : new Random();
    AtomicInteger left = new AtomicInteger(schedules);
    long begun = System.nanoTime();
    ExecutorService players = Executors.newFixedThreadPool(WORLDS);
    try {
      List<Future<?>> playing = new ArrayList<>();
      for (int i = 0; i < WORLDS; i++) {
        playing.add(
            players.submit(
                () -> {
                  play(seeds::nextLong, left);
                  return null;
                }));
      }
      for (Future<?> each : playing) {
        each.get(4, TimeUnit.HOURS);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError failed) {
        throw failed;
      }
      throw e;
    } finally {
      left.set(0);
      players.shutdown();
      players.awaitTermination(1, TimeUnit.MINUTES);
    }
    System.err.printf(
        "%d schedules in %d ms%n", schedules, (System.nanoTime() - begun) / 1_000_000);
  }

  /** Plays schedules one after the other, as long as some are left. */
  private void play(LongSupplier seeds, AtomicInteger left) throws Exception {
    Schedule.World world = world();
    try {
      while (left.getAndDecrement() > 0) {
        if (world.isSpent()) {
          world.close();
          world = world();
        }
        new Schedule(world, seeds.getAsLong()).play();
      }
    } finally {
      world.close();
    }
  }

  private Schedule.World world() throws Exception {
    return new Schedule.World(Files.createTempDirectory(folder, "world"));
  }
}
