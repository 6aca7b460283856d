package dev.ibintents.trading.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The patience of an invocation that waits for another: it lasts as long as enough time is left for
 * a run of its own, and its pauses grow.
 */
final class Waiting {
  /** How long a run takes; kept free of the time that there is, or half of that if it is less. */
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

  /** How long to wait at the most for one who has so much time. */
  static Duration patience(Duration all) {
    return all.minus(min(WORK, all.dividedBy(2)));
  }

  /** Whether there is time left to wait. */
  boolean lastsLonger() {
    return clock.instant().isBefore(end);
  }

  /** How long it still waits at the most. */
  Duration left() {
    return Duration.between(clock.instant(), end);
  }

  /** Lets the next pause pass, or what is left if that is less. */
  void pause(Pause pause) throws InterruptedException {
    pause.pause(min(withJitter(step), Duration.between(clock.instant(), end)));
    step = min(step.multipliedBy(2), LONGEST_PAUSE);
  }

  /** Between half of it and all of it, so that those who wait together do not come together. */
  private static Duration withJitter(Duration step) {
    return Duration.ofMillis(
        ThreadLocalRandom.current().nextLong(step.toMillis() / 2, step.toMillis() + 1));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
