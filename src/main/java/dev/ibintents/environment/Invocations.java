package dev.ibintents.environment;

import dev.ibintents.ibapi.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invocations that are under way in this process, and their end in order when the process is
 * told to end: the cloud sends SIGTERM, and kills ten seconds later. Safe for several threads.
 */
public final class Invocations {
  private static final Logger logger = LoggerFactory.getLogger(Invocations.class);

  /**
   * How long what is under way may still wait for the gateway, above all for acknowledgements of
   * orders that have left.
   */
  static final Duration LAST_WAITS = Duration.ofSeconds(5);

  /** How long the process waits for its invocations: they write, give back, and answer in that. */
  static final Duration PATIENCE = Duration.ofMillis(8_500);

  private final Set<Deadline> underWay = new HashSet<>();
  private boolean isEnding;

  /**
   * Begins an invocation.
   *
   * @param timeout how long it may take
   * @return its deadline, which is cut short if the process is told to end meanwhile
   * @throws ShuttingDownException if that has happened already
   */
  public Deadline begin(Duration timeout) {
    return begin(timeout, System.nanoTime());
  }

  /**
   * Begins an invocation whose request has been on its way already.
   *
   * @param timeout how long it may take
   * @param begunNanos when the request began to come, by {@link System#nanoTime()}
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
   * Admits no invocation any more, cuts short those that are under way, and waits for their end:
   * what a process does when it is told to end.
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
