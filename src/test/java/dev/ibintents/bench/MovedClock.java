package dev.ibintents.bench;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that runs as others do, and can be moved on, so that nobody waits for long times. */
public final class MovedClock extends Clock {
  private final long begun = System.nanoTime();
  private final AtomicReference<Instant> start;

  public MovedClock(Instant start) {
    this.start = new AtomicReference<>(start);
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
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("a test's clock has no zone");
  }
}
