package dev.ibintents.trading;

import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import java.time.Duration;

/**
 * The wait for the broker's lists to agree, with pauses that grow. One list may show a change a
 * moment before another.
 */
public final class Patience {
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final Deadline end;
  private Duration pause = FIRST_PAUSE;

  /**
   * @param invocation the invocation's deadline, which bounds the wait too
   */
  public Patience(Deadline invocation) {
    this.end = invocation.orIn(LONGEST);
  }

  /** Whether the time is up. */
  public boolean isOver() {
    return end.hasPassed();
  }

  /** Lets some time pass; each pause is longer than the last. */
  public void pause() {
    try {
      end.pause(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayTimeoutException("interrupted while waiting for the broker's lists", e);
    }
    Duration twice = pause.multipliedBy(2);
    pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
