package dev.ibintents;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
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
  private static final int USUAL_SCHEDULES = 200;

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
  @Timeout(7200)
  void everyOrderReachesTheBrokerOnce() throws Exception {
    int schedules = Integer.getInteger("ibintents.soak.schedules", USUAL_SCHEDULES);
    Long only = Long.getLong("ibintents.soak.seed");
    Random seeds = new Random();
    long begun = System.nanoTime();
    Schedule.World world = world();
    try {
      for (int i = 0; i < (only == null ? schedules : 1); i++) {
        if (world.isSpent()) {
          world.close();
          world = world();
        }
        new Schedule(world, only == null ? seeds.nextLong() : only).play();
      }
    } finally {
      world.close();
    }
    System.err.printf(
        "%d schedules in %d ms%n", schedules, (System.nanoTime() - begun) / 1_000_000);
  }

  private Schedule.World world() throws Exception {
    return new Schedule.World(Files.createTempDirectory(folder, "world"));
  }
}
