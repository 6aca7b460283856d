package dev.ibintents.simulator.account;

import dev.ibintents.simulator.server.SimulatedGateway;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until it is told to move: for tests that decide what time it is. After
 * a move, {@link SimulatedGateway#tick} lets happen what is due.
 */
public final class PaperClock extends Clock {
  private final AtomicReference<Instant> now;
  private final ZoneId zone;

  /** A clock that shows this moment. */
  public PaperClock(Instant now) {
    this(new AtomicReference<>(now), ZoneOffset.UTC);
  }

  private PaperClock(AtomicReference<Instant> now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /** Moves it on; back, if negative. */
  public void advance(Duration time) {
    now.updateAndGet(moment -> moment.plus(time));
  }

  /** Puts it to a moment. */
  public void set(Instant moment) {
    now.set(moment);
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same clock for another zone: it moves together with this one. */
  @Override
  public Clock withZone(ZoneId other) {
    return new PaperClock(now, other);
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
