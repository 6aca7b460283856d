package dev.ibintents.bench;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that runs as others do, and can be moved on, so that nobody waits for long times. */
public final class MovedClock extends Clock {
  private final long begun;
  private final AtomicReference<Instant> start;
  private final ZoneId zone;

  public MovedClock(Instant start) {
    this(System.nanoTime(), new AtomicReference<>(start), ZoneOffset.UTC);
  }

  private MovedClock(long begun, AtomicReference<Instant> start, ZoneId zone) {
    this.begun = begun;
    this.start = start;
    this.zone = zone;
  }

  public void advance(Duration time) {
    start.updateAndGet(moment -> moment.plus(time));
  }

  @Override
  public Instant instant() {
    return start.get().plusNanos(System.nanoTime() - begun);
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new MovedClock(begun, start, other);
  }
}
