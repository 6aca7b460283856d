package dev.ibintents;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes trials in several worlds beside each other, as much of each is waiting. */
final class Players {
  private static final int WORLDS = 4;

  /** Held, so that its level is not forgotten. */
  private static final Logger PRODUCT = Logger.getLogger("dev.ibintents");

  private Players() {}

  /** Makes a world. */
  @FunctionalInterface
  interface Maker {
    World make() throws Exception;
  }

  /** Makes the next trial in a world; several threads call it. */
  @FunctionalInterface
  interface Trials {
    /** Says whether there was one. */
    boolean next(World world) throws Exception;
  }

  /** Makes trials until there are none, or the first has failed. The product logs nothing. */
  static void play(int worlds, Maker maker, Trials trials) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Callable<Void> player =
        () -> {
          World world = maker.make();
          try {
            while (!over.get() && trials.next(world)) {
              if (world.isSpent()) {
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
      for (Future<Void> each : playing) {
        each.get(4, TimeUnit.HOURS);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError failed) {
        throw failed;
      }
      throw e;
    } finally {
      over.set(true);
      players.shutdown();
      players.awaitTermination(1, TimeUnit.MINUTES);
      PRODUCT.setLevel(null);
    }
  }

  static void play(Maker maker, Trials trials) throws Exception {
    play(WORLDS, maker, trials);
  }
}
