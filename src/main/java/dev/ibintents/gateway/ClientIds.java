package dev.ibintents.gateway;

import dev.ibintents.ibapi.Deadline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The client ids that this process uses at one gateway, so that its own requests do not collide. A
 * request that needs a certain id waits in line for it. A request that may have any id leaves the
 * awaited ones alone. Only the gateway knows the ids of other processes.
 */
final class ClientIds {
  /** The interval in which a wait looks whether its deadline was cut short. */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Map<String, ClientIds> BY_ADDRESS = new ConcurrentHashMap<>();

  /** The number of connections by id. If it is more than one, the gateway decides between them. */
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
   * Takes the lowest id that this process does not use or wait for.
   *
   * @param first the lowest id
   * @param end the id after the highest
   * @return the id; {@code first} if no id is free
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
   * Waits in line for an id, and takes it.
   *
   * @return false, with nothing taken, if the deadline passes before
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
