package dev.ibintents.exactlyonce;

import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of an account: what strategies earn and what nobody wanted is exactly the change
 * of the account's value. With the system property {@code ibintents.soak.profits} there are as many
 * as it says, and {@code ibintents.soak.profit} repeats those that it names.
 */
final class ProfitHistoryTest {
  private static final int USUAL_HISTORIES = 6;
  private static final int WORLDS = 4;
  private static final int MOST_FAILURES = 10;
  private static final int DAYS = 6;
  private static final long USUAL_SEED = 20_261_128;

  @TempDir Path folder;

  @Test
  @Timeout(14_400)
  void profitsOfStrategiesAndOfNobodyAreTheAccounts() throws Exception {
    Integer soak = Integer.getInteger("ibintents.soak.profits");
    String only = System.getProperty("ibintents.soak.profit");
    if (only != null) {
      for (String seed : only.split(",")) {
        try (World world = world()) {
          new ProfitHistory(world, Long.parseLong(seed)).play(DAYS);
        }
      }
      return;
    }
    Random seeds = soak == null ? new Random(USUAL_SEED) : new Random();
    AtomicInteger left = new AtomicInteger(soak == null ? USUAL_HISTORIES : soak);
    long begun = System.nanoTime();
    Players.play(
        WORLDS,
        soak == null ? 1 : MOST_FAILURES,
        this::world,
        world -> {
          boolean more = left.getAndDecrement() > 0;
          if (more) {
            long seed = seeds.nextLong();
            new ProfitHistory(world, seed).play(DAYS);
            System.err.println("profit history " + seed + " holds");
          }
          return more;
        });
    System.err.printf(
        "%d histories of %d days in %d ms%n",
        soak == null ? USUAL_HISTORIES : soak, DAYS, (System.nanoTime() - begun) / 1_000_000);
  }

  private World world() throws Exception {
    Path own = Files.createTempDirectory(folder, "world");
    return new World(own, new SqliteDocumentStore(own));
  }
}
