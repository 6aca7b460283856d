package dev.ibintents.simulator.account;

import dev.ibintents.simulator.server.SimulatedGateway;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it. After a move, {@link SimulatedGateway#tick}
 * makes everything happen that is due.
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

  /** Moves the clock forward; a negative time moves it back. */
  public void advance(Duration time) {
    now.updateAndGet(moment -> moment.plus(time));
  }

  /** Sets the clock to a moment. */
  public void set(Instant moment) {
    now.set(moment);
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same clock in another time zone. It moves together with this clock. */
  @Override
  public Clock withZone(ZoneId other) {
    return new PaperClock(now, other);
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
