package dev.ibintents.ibapi;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The moment by which something must be over. It is kept on the monotonic clock, so that a clock
 * that is set meanwhile neither shortens nor lengthens it.
 */
public final class Deadline {
  private final long nanoTime;
  private final Duration length;

  private Deadline(long nanoTime, Duration length) {
    this.nanoTime = nanoTime;
    this.length = length;
  }

  /** The deadline that lies {@code length} from now. */
  public static Deadline in(Duration length) {
    return new Deadline(System.nanoTime() + length.toNanos(), length);
  }

  /** This deadline, or the one {@code length} from now, whichever comes first. */
  public Deadline orIn(Duration length) {
    Deadline other = in(length);
    return other.nanoTime - nanoTime < 0 ? other : this;
  }

  /** What is left; zero when it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(remainingNanos());
  }

  /** What is left in nanoseconds; zero when it has passed. */
  public long remainingNanos() {
    return Math.max(0, nanoTime - System.nanoTime());
  }

  /** What is left in whole milliseconds, rounded up, so that 0 means that it has passed. */
  public int remainingMillis() {
    long millis = TimeUnit.NANOSECONDS.toMillis(remainingNanos() + 999_999);
    return (int) Math.min(Integer.MAX_VALUE, millis);
  }

  /** Whether it has passed. */
  public boolean hasPassed() {
    return remainingNanos() == 0;
  }

  /** How long it was when it was set, for messages. */
  public Duration length() {
    return length;
  }

  /**
   * Lets {@code time} pass, or what is left if that is less: for trying again what nobody
   * announces, such as a port that begins to listen.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public void pause(Duration time) throws InterruptedException {
    Deadline end = orIn(time);
    while (!end.hasPassed()) {
      LockSupport.parkNanos(this, end.remainingNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted during a pause");
      }
    }
  }

  @Override
  public String toString() {
    return "deadline of " + length + ", " + remaining() + " left";
  }
}
