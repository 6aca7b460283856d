package dev.ibintents.ibapi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The moment by which something must be over. It is kept on the monotonic clock, so that a clock
 * that is set meanwhile neither shortens nor lengthens it.
 *
 * <p>A deadline can be cut short while others wait for it, as when the process is told to end. All
 * deadlines that were made from it with {@link #orIn} are cut short with it. Safe for several
 * threads.
 */
public final class Deadline {
  private final long nanoTime;
  private final Duration length;

  /** Shared by a deadline and those made from it; complete, with the new end, once cut short. */
  private final CompletableFuture<Long> cut;

  private Deadline(long nanoTime, Duration length, CompletableFuture<Long> cut) {
    this.nanoTime = nanoTime;
    this.length = length;
    this.cut = cut;
  }

  /** The deadline that lies {@code length} from now. */
  public static Deadline in(Duration length) {
    return in(length, new CompletableFuture<>());
  }

  /**
   * The deadline that lies {@code length} after a moment that is past.
   *
   * @param begunNanos that moment, by {@link System#nanoTime()}
   */
  public static Deadline since(long begunNanos, Duration length) {
    return new Deadline(begunNanos + length.toNanos(), length, new CompletableFuture<>());
  }

  private static Deadline in(Duration length, CompletableFuture<Long> cut) {
    return new Deadline(System.nanoTime() + length.toNanos(), length, cut);
  }

  /** This deadline, or the one {@code length} from now, whichever comes first. */
  public Deadline orIn(Duration length) {
    Deadline other = in(length, cut);
    return other.nanoTime - nanoTime < 0 ? other : this;
  }

  /**
   * Ends it, and all that were made from it, {@code time} from now, unless they end before. Who
   * waits in {@link #await} is woken. Only the first call counts.
   */
  public void cutShort(Duration time) {
    cut.complete(System.nanoTime() + time.toNanos());
  }

  /** Whether it was cut short. */
  public boolean isCutShort() {
    return cut.isDone();
  }

  /** What is left; zero when it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(remainingNanos());
  }

  /** What is left in nanoseconds; zero when it has passed. */
  public long remainingNanos() {
    long now = System.nanoTime();
    long left = nanoTime - now;
    return Math.max(0, cut.isDone() ? Math.min(left, cut.join() - now) : left);
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
   * Waits for an answer until the deadline, also if that is cut short meanwhile.
   *
   * @throws TimeoutException if the answer has not come by then
   * @throws ExecutionException if it is a failure
   * @throws InterruptedException if the thread is interrupted meanwhile
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
