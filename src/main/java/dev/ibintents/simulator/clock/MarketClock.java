package dev.ibintents.simulator.clock;

import dev.ibintents.ibapi.ShiftedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * The clock of the simulated market. It runs at any speed or stands still, and can be moved on.
 *
 * <p>Everything in the market reads it: prices, sessions, the times of orders and executions, and
 * the delays of fills. Everything about the connection takes real time: delays and losses of
 * messages, lost links, the pace of requests, and a client's time to start.
 *
 * <p>Any thread may call any method.
 */
public final class MarketClock extends Clock implements ShiftedClock {
  /** The largest speed. A day then takes less than a second. */
  public static final double FASTEST = 100_000;

  /** Real time, which no correction of the machine's clock touches. */
  private static final Clock MONOTONIC = new Monotonic();

  /**
   * A stretch of time at one speed.
   *
   * @param begun the moment of the source at which the stretch begins
   * @param start the moment that this clock shows then
   * @param speed the seconds of this clock in a second of the source; 0 if the clock stands still
   */
  private record Stretch(Instant begun, Instant start, double speed) {
    Instant at(Instant sourceMoment) {
      if (speed == 0) {
        return start;
      }
      Duration passed = Duration.between(begun, sourceMoment);
      return start.plus(
          speed == 1 ? passed : Duration.ofNanos(Math.round(passed.toNanos() * speed)));
    }

    /** A stretch that begins with this one, at another moment of this clock. */
    Stretch movedTo(Instant moment) {
      return new Stretch(begun, moment, speed);
    }
  }

  private final Clock source;
  private final AtomicReference<Stretch> stretch;
  private final List<Runnable> listeners;
  private final ZoneId zone;

  private MarketClock(
      Clock source, AtomicReference<Stretch> stretch, List<Runnable> listeners, ZoneId zone) {
    this.source = source;
    this.stretch = stretch;
    this.listeners = listeners;
    this.zone = zone;
  }

  private MarketClock(Clock source, Stretch first) {
    this(source, new AtomicReference<>(first), new CopyOnWriteArrayList<>(), ZoneOffset.UTC);
  }

  /** A clock that shows the time of another clock, until it is moved on or gets another speed. */
  public static MarketClock following(Clock clock) {
    if (clock instanceof MarketClock market) {
      return market;
    }
    Instant now = clock.instant();
    return new MarketClock(clock, new Stretch(now, now, 1));
  }

  /**
   * A clock that shows a moment now, and runs on from there.
   *
   * @param speed the seconds of this clock in a real second; 0 if it stands still
   * @throws IllegalArgumentException if the speed is negative or above {@link #FASTEST}
   */
  public static MarketClock startingAt(Instant moment, double speed) {
    return new MarketClock(
        MONOTONIC, new Stretch(MONOTONIC.instant(), moment, requireSpeed(speed)));
  }

  private static double requireSpeed(double speed) {
    if (speed >= 0 && speed <= FASTEST) {
      return speed;
    }
    throw new IllegalArgumentException(
        "a market's speed is from 0, at which it stands still, to %,.0f, not %s"
            .formatted(FASTEST, speed));
  }

  @Override
  public Instant instant() {
    return stretch.get().at(source.instant());
  }

  /** The seconds of this clock in a real second; 0 if it stands still. */
  public double speed() {
    return stretch.get().speed();
  }

  /**
   * Lets the clock run on at another speed.
   *
   * @throws IllegalArgumentException if the speed is negative or above {@link #FASTEST}
   */
  public void speed(double speed) {
    requireSpeed(speed);
    change(now -> new Stretch(now.begun(), now.start(), speed));
  }

  /**
   * Moves the clock on by a time. Then it runs as before.
   *
   * <p>When the method returns, the gateway has made everything happen that became due, in the
   * sequence of its moments.
   *
   * @throws IllegalArgumentException if the time is negative
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          "the market's time moves forward only; it cannot advance by " + time);
    }
    change(now -> now.movedTo(now.start().plus(time)));
  }

  /**
   * Moves the clock on to a moment, as {@link #advance} does.
   *
   * @throws IllegalArgumentException if the clock is past the moment
   */
  public void moveTo(Instant moment) {
    change(
        now -> {
          if (moment.isBefore(now.start())) {
            throw new IllegalArgumentException(
                "the market's time moves forward only; it is %s already, which is after %s"
                    .formatted(now.start(), moment));
          }
          return now.movedTo(moment);
        });
  }

  /**
   * Begins another stretch.
   *
   * @param step makes it of the stretch that would begin now without a change
   */
  private void change(UnaryOperator<Stretch> step) {
    stretch.updateAndGet(
        former -> {
          Instant now = source.instant();
          return step.apply(new Stretch(now, former.at(now), former.speed()));
        });
    listeners.forEach(Runnable::run);
  }

  /**
   * The real time until the clock shows a moment: zero if the moment has come, and empty while the
   * clock stands still before it.
   */
  public Optional<Duration> realTimeUntil(Instant moment) {
    Stretch now = stretch.get();
    Duration left = Duration.between(now.at(source.instant()), moment);
    if (left.isNegative() || left.isZero()) {
      return Optional.of(Duration.ZERO);
    }
    return now.speed() == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) Math.ceil(nanos(left) / now.speed())));
  }

  /** The nanoseconds of a time that may be longer than a number of nanoseconds can count. */
  private static double nanos(Duration time) {
    return time.getSeconds() * 1e9 + time.getNano();
  }

  /**
   * Calls a listener after each move and each change of speed, in the thread that makes it.
   *
   * @return ends the calls
   */
  public Runnable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The clock that it follows, or the machine's. */
  @Override
  public Clock realTime() {
    return source == MONOTONIC ? Clock.systemUTC() : source;
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same clock in another time zone. Both move together. */
  @Override
  public Clock withZone(ZoneId other) {
    return new MarketClock(source, stretch, listeners, other);
  }

  /** The time since some moment. */
  private static final class Monotonic extends Clock {
    @Override
    public Instant instant() {
      return Instant.ofEpochSecond(0, System.nanoTime());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("this time belongs to no zone");
    }
  }
}
