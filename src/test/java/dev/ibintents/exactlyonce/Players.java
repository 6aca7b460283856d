package dev.ibintents.exactlyonce;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Makes trials in several worlds beside each other, as much of each is waiting. */
public final class Players {
  private static final int WORLDS = 4;

  /** Held, so that its level is not forgotten. */
  private static final Logger PRODUCT = Logger.getLogger("dev.ibintents");

  private Players() {}

  /** Makes a world. */
  @FunctionalInterface
  public interface Maker {
    World make() throws Exception;
  }

  /** Makes the next trial in a world; several threads call it. */
  @FunctionalInterface
  public interface Trials {
    /** Says whether there was one. */
    boolean next(World world) throws Exception;
  }

  /**
   * Makes trials until there are none, or too many have failed. The product logs nothing.
   *
   * @param worlds how many players there are, each with a world of its own
   * @param mostFailures how many trials may fail before the others are given up
   * @throws AssertionError with the words of all that failed
   */
  public static void play(int worlds, int mostFailures, Maker maker, Trials trials)
      throws Exception {
    List<AssertionError> failures = new CopyOnWriteArrayList<>();
    AtomicBoolean broken = new AtomicBoolean();
    Callable<Void> player =
        () -> {
          World world = maker.make();
          try {
            boolean more = true;
            while (more && !broken.get() && failures.size() < mostFailures) {
              boolean failed = false;
              try {
                more = trials.next(world);
              } catch (AssertionError e) {
                failures.add(e);
                failed = true; // its world may be in any state
              }
              if (failed || world.isSpent()) {
                world.close();
                world = maker.make();
              }
            }
            return null;
          } finally {
            world.close();
          }
        };
    PRODUCT.setLevel(Level.OFF);
    ExecutorService players = Executors.newFixedThreadPool(worlds);
    try {
      List<Future<Void>> playing = new ArrayList<>();
      for (int i = 0; i < worlds; i++) {
        playing.add(players.submit(player));
      }
      for (Future<Void> game : playing) {
        game.get(4, TimeUnit.HOURS);
      }
    } finally {
      broken.set(true);
      players.shutdown();
      players.awaitTermination(1, TimeUnit.MINUTES);
      PRODUCT.setLevel(null);
    }
    if (failures.size() > 1) {
      AssertionError all =
          new AssertionError(
              failures.stream()
                  .map(Throwable::getMessage)
                  .collect(Collectors.joining("\n\n", failures.size() + " trials failed:\n", "")));
      failures.forEach(all::addSuppressed);
      throw all;
    } else if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  /** Makes trials in the usual number of worlds. */
  public static void play(int mostFailures, Maker maker, Trials trials) throws Exception {
    play(WORLDS, mostFailures, maker, trials);
  }
}
