package dev.ibintents.backtest;

import dev.ibintents.ibapi.PaceClock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * The clock of a backtest. It stands still until it is moved. A wait for the pace of messages takes
 * neither real time nor time of this clock.
 */
final class VirtualClock extends Clock implements PaceClock {
  private volatile Instant now;
  private long waitedNanos;

  VirtualClock(Instant now) {
    this.now = now;
  }

  /** Moves the clock to a later moment; an earlier one is ignored. */
  void moveTo(Instant moment) {
    if (moment.isAfter(now)) {
      now = moment;
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** The same clock: this product reads instants only. */
  @Override
  public Clock withZone(ZoneId zone) {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneId getZone() {
        return zone;
      }

      @Override
      public Clock withZone(ZoneId other) {
        return VirtualClock.this.withZone(other);
      }
    };
  }

  @Override
  public long nanoTime() {
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() + waitedNanos;
  }

  @Override
  public void park(long nanos) {
    waitedNanos += nanos;
  }
}
