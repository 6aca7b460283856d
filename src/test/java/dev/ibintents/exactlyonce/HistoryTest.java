package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.store.memory.MemoryDocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of an account over weeks: the books always agree with the broker's portfolio.
 * With the system property {@code ibintents.soak.histories} there are as many as it says, and
 * {@code ibintents.soak.history} repeats those that it names, one after the other in one world.
 */
final class HistoryTest {
  private static final int USUAL_HISTORIES = 6;

  /** Most of a history is waiting for what the product gives some time. */
  private static final int WORLDS = 8;

  /** A soak goes on after failures, so that its hours are not lost. */
  private static final int MOST_FAILURES = 10;

  private static final int DAYS = 15;
  private static final long USUAL_SEED = 20_261_124;

  private final AtomicInteger worlds = new AtomicInteger();

  /** The dialects in which the product spoke with the gateway. */
  private final Set<String> spoken = new ConcurrentSkipListSet<>();

  @TempDir Path folder;

  @Test
  @Timeout(14_400)
  void theBooksAreRightDayAfterDay() throws Exception {
    Integer soak = Integer.getInteger("ibintents.soak.histories");
    String only = System.getProperty("ibintents.soak.history");
    if (only != null) {
      playInOneWorld(only);
      return;
    }
    Random seeds = soak == null ? new Random(USUAL_SEED) : new Random();
    int histories = soak == null ? USUAL_HISTORIES : soak;
    AtomicInteger left = new AtomicInteger(histories);
    long begun = System.nanoTime();
    Players.play(
        WORLDS,
        soak == null ? 1 : MOST_FAILURES,
        this::world,
        world -> {
          boolean more = left.getAndDecrement() > 0;
          if (more) {
            play(world, seeds.nextLong());
          }
          return more;
        });
    assertThat(spoken).containsExactly("protobuf", "text");
    System.err.printf(
        "%d histories of %d days in %d ms%n",
        histories, DAYS, (System.nanoTime() - begun) / 1_000_000);
  }

  private void playInOneWorld(String seeds) throws Exception {
    try (World world = world()) {
      for (String seed : seeds.split(",")) {
        play(world, Long.parseLong(seed));
      }
    }
  }

  private void play(World world, long seed) {
    world.speakBy(seed);
    new History(world, seed).play(DAYS);
    spoken.add(world.spoken());
  }

  /** Makes a world. Every second one keeps its documents in memory, which takes less time. */
  private World world() throws Exception {
    Path own = Files.createTempDirectory(folder, "world");
    boolean onDisk = worlds.getAndIncrement() % 2 == 0;
    return new World(own, onDisk ? new SqliteDocumentStore(own) : new MemoryDocumentStore());
  }
}
