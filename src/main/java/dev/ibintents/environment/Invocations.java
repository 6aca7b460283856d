package dev.ibintents.environment;

import dev.ibintents.ibapi.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invocations that are under way in this process. It ends them in order when the process is
 * told to end: the cloud sends SIGTERM, and kills the process ten seconds later. Safe for several
 * threads.
 */
public final class Invocations {
  private static final Logger logger = LoggerFactory.getLogger(Invocations.class);

  /**
   * How long invocations may still wait for the gateway, above all for acknowledgements of orders
   * that have left.
   */
  static final Duration LAST_WAITS = Duration.ofSeconds(5);

  /** How long the process waits for its invocations, which write, release leases, and answer. */
  static final Duration PATIENCE = Duration.ofMillis(8_500);

  private final Set<Deadline> underWay = new HashSet<>();
  private boolean isEnding;

  /**
   * Begins an invocation.
   *
   * @param timeout the longest time that it may take
   * @return the deadline, which is cut short if the process is told to end meanwhile
   * @throws ShuttingDownException if the process was told to end before
   */
  public Deadline begin(Duration timeout) {
    return begin(timeout, System.nanoTime());
  }

  /**
   * Begins an invocation whose request began to arrive earlier.
   *
   * @param timeout how long it may take
   * @param begunNanos when the request began to arrive, by {@link System#nanoTime()}
   * @return its deadline, which is cut short if the process is told to end meanwhile
   * @throws ShuttingDownException if that has happened already
   */
  public synchronized Deadline begin(Duration timeout, long begunNanos) {
    if (isEnding) {
      throw new ShuttingDownException("nothing was done");
    }
    Deadline deadline = Deadline.since(begunNanos, timeout);
    underWay.add(deadline);
    return deadline;
  }

  /** Ends an invocation whose answer has gone out. */
  public synchronized void end(Deadline deadline) {
    underWay.remove(deadline);
    notifyAll();
  }

  /**
   * Ends all invocations, because the process is told to end. It admits no new ones, cuts short the
   * deadlines of the others, and waits for their end.
   *
   * @return whether all have ended in time
   */
  public boolean endAll() {
    return endAll(LAST_WAITS, PATIENCE);
  }

  synchronized boolean endAll(Duration lastWaits, Duration patience) {
    Deadline end = Deadline.in(patience);
    isEnding = true;
    if (!underWay.isEmpty()) {
      logger.warn("Told to end, with {} request(s) under way; no order leaves", underWay.size());
    }
    underWay.forEach(deadline -> deadline.cutShort(lastWaits));
    try {
      while (!underWay.isEmpty() && !end.hasPassed()) {
        wait(end.remainingMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!underWay.isEmpty()) {
      logger.error("{} request(s) have not ended in {}", underWay.size(), patience);
    }
    return underWay.isEmpty();
  }
}
