package dev.ibintents.ibapi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The moment by which something must be finished, on the monotonic clock. A change of the system
 * clock neither shortens nor lengthens it. Thread-safe.
 *
 * <p>A deadline can be cut short while threads wait for it, for example when the process is told to
 * end. All deadlines made from it with {@link #orIn} are then cut short too.
 */
public final class Deadline {
  private final long nanoTime;
  private final Duration length;

  /**
   * Shared by a deadline and those made from it; completes with the new end when they are cut
   * short.
   */
  private final CompletableFuture<Long> cut;

  private Deadline(long nanoTime, Duration length, CompletableFuture<Long> cut) {
    this.nanoTime = nanoTime;
    this.length = length;
    this.cut = cut;
  }

  /** A deadline {@code length} from now. */
  public static Deadline in(Duration length) {
    return in(length, new CompletableFuture<>());
  }

  /**
   * A deadline {@code length} after a past moment.
   *
   * @param begunNanos the past moment, by {@link System#nanoTime()}
   */
  public static Deadline since(long begunNanos, Duration length) {
    return new Deadline(begunNanos + length.toNanos(), length, new CompletableFuture<>());
  }

  private static Deadline in(Duration length, CompletableFuture<Long> cut) {
    return new Deadline(System.nanoTime() + length.toNanos(), length, cut);
  }

  /** The earlier of this deadline and the moment {@code length} from now. */
  public Deadline orIn(Duration length) {
    Deadline other = in(length, cut);
    return other.nanoTime - nanoTime < 0 ? other : this;
  }

  /**
   * Moves this deadline, and all made from it, to {@code time} from now, unless they end earlier.
   * Threads that wait in {@link #await} are woken. Only the first call counts.
   */
  public void cutShort(Duration time) {
    cut.complete(System.nanoTime() + time.toNanos());
  }

  /** Whether the deadline was cut short. */
  public boolean isCutShort() {
    return cut.isDone();
  }

  /** The remaining time; zero when the deadline has passed. */
  public Duration remaining() {
    return Duration.ofNanos(remainingNanos());
  }

  /** The remaining time in nanoseconds; zero when the deadline has passed. */
  public long remainingNanos() {
    long now = System.nanoTime();
    long left = nanoTime - now;
    return Math.max(0, cut.isDone() ? Math.min(left, cut.join() - now) : left);
  }

  /** The remaining time in whole milliseconds, rounded up; 0 means that the deadline has passed. */
  public int remainingMillis() {
    long millis = TimeUnit.NANOSECONDS.toMillis(remainingNanos() + 999_999);
    return (int) Math.min(Integer.MAX_VALUE, millis);
  }

  /** Whether the deadline has passed. */
  public boolean hasPassed() {
    return remainingNanos() == 0;
  }

  /** The full length of the deadline when it was set, for messages. */
  public Duration length() {
    return length;
  }

  /**
   * Waits for an answer until the deadline, even if the deadline is cut short during the wait.
   *
   * @throws TimeoutException if the answer has not come by then
   * @throws ExecutionException if the answer is a failure
   * @throws InterruptedException if the thread is interrupted
   */
  public <T> T await(CompletableFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!cut.isDone()) {
      CompletableFuture.anyOf(answer.handle((value, failure) -> true), cut)
          .get(remainingNanos(), TimeUnit.NANOSECONDS);
    }
    return answer.get(remainingNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Waits for {@code time}, or for the remaining time if that is shorter. It is for retries of an
   * event without a signal, such as a port that begins to listen.
   *
   * @throws InterruptedException if the thread is interrupted
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
