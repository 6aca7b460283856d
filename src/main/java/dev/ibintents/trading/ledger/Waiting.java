package dev.ibintents.trading.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The waiting of one invocation for another. It lasts as long as enough time is left for a run of
 * its own, and its pauses grow.
 */
final class Waiting {
  /** The time that is kept for the run itself; half of the invocation's time if that is less. */
  private static final Duration WORK = Duration.ofSeconds(60);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private final Clock clock;
  private final Instant end;
  private Duration step = FIRST_PAUSE;

  /**
   * @param invocationEnds the deadline of the invocation that waits
   */
  Waiting(Clock clock, Instant invocationEnds) {
    this.clock = clock;
    Instant now = clock.instant();
    this.end = now.plus(patience(Duration.between(now, invocationEnds)));
  }

  /** The longest wait of an invocation that has this much time. */
  static Duration patience(Duration available) {
    return available.minus(min(WORK, available.dividedBy(2)));
  }

  /** Whether there is time left to wait. */
  boolean lastsLonger() {
    return clock.instant().isBefore(end);
  }

  /** The longest wait from now on. */
  Duration left() {
    return Duration.between(clock.instant(), end);
  }

  /** Lets the next pause pass, or the time that is left if that is less. */
  void pause(Pause pause) throws InterruptedException {
    pause.pause(min(withJitter(step), Duration.between(clock.instant(), end)));
    step = min(step.multipliedBy(2), LONGEST_PAUSE);
  }

  /**
   * A random time from half of the step to the whole. Invocations that wait together then do not
   * try at the same moment.
   */
  private static Duration withJitter(Duration step) {
    return Duration.ofMillis(
        ThreadLocalRandom.current().nextLong(step.toMillis() / 2, step.toMillis() + 1));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
