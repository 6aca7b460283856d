package dev.ibintents.home;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that runs as others do, and can be moved on. */
final class DemoClock extends Clock {
  private final long begun = System.nanoTime();
  private final AtomicReference<Instant> start;

  DemoClock(Instant start) {
    this.start = new AtomicReference<>(start);
  }

  /** Moves the clock on by a time. */
  void advance(Duration time) {
    start.updateAndGet(moment -> moment.plus(time));
  }

  /**
   * Moves the clock on to a moment.
   *
   * @throws IllegalStateException if the moment lies in the past
   */
  void moveTo(Instant moment) {
    Duration time = Duration.between(instant(), moment);
    if (time.isNegative()) {
      throw new IllegalStateException("the clock is past " + moment + " already: " + instant());
    }
    advance(time);
  }

  @Override
  public Instant instant() {
    return start.get().plusNanos(System.nanoTime() - begun);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the clock of the demo has no other zone");
  }
}
