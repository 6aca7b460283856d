package dev.ibintents.gateway;

import dev.ibintents.ibapi.Deadline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The client ids that this process uses at one gateway, so that its requests do not find out from
 * the gateway what they can tell each other: who must have a certain id waits in line for it, and
 * who may have any leaves it alone meanwhile. What other processes use, only the gateway knows.
 */
final class ClientIds {
  /** After so much it is seen whether the deadline was cut short. */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Map<String, ClientIds> BY_ADDRESS = new ConcurrentHashMap<>();

  /** How many connections have an id; more than one where the gateway is to decide. */
  private final Map<Integer, Integer> used = new HashMap<>();

  private final Deque<Waiting> line = new ArrayDeque<>();

  private static final class Waiting {
    final int id;

    Waiting(int id) {
      this.id = id;
    }
  }

  /** The ids at the gateway of this address. */
  static ClientIds at(String address) {
    return BY_ADDRESS.computeIfAbsent(address, key -> new ClientIds());
  }

  /**
   * Takes the lowest id that nobody here has or waits for.
   *
   * @param first the lowest to take
   * @param end above the highest to take
   * @return the id; {@code first} if there is none
   */
  synchronized int takeAny(int first, int end) {
    for (int id = first; id < end; id++) {
      if (!used.containsKey(id) && !isAwaited(id)) {
        return taken(id);
      }
    }
    return taken(first);
  }

  /**
   * Takes an id when nobody here has it and those who asked before have had it.
   *
   * @return whether that was so in time; nothing is taken otherwise
   * @throws InterruptedException if the thread is interrupted; nothing is taken then
   */
  synchronized boolean take(int id, Deadline deadline) throws InterruptedException {
    Waiting waiting = new Waiting(id);
    line.addLast(waiting);
    try {
      while (used.containsKey(id) || !isFirst(waiting)) {
        if (deadline.hasPassed()) {
          return false;
        }
        long left = Math.min(deadline.remainingNanos(), LONGEST_WAIT_NANOS);
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, left));
      }
      taken(id);
      return true;
    } finally {
      line.remove(waiting);
      notifyAll();
    }
  }

  private int taken(int id) {
    used.merge(id, 1, Integer::sum);
    return id;
  }

  private boolean isAwaited(int id) {
    return line.stream().anyMatch(waiting -> waiting.id == id);
  }

  private boolean isFirst(Waiting waiting) {
    for (Waiting other : line) {
      if (other.id == waiting.id) {
        return other == waiting;
      }
    }
    return false;
  }

  /** Gives back an id that was taken. */
  synchronized void giveBack(int id) {
    used.computeIfPresent(id, (key, count) -> count == 1 ? null : count - 1);
    notifyAll();
  }
}
