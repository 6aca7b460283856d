package dev.ibintents.gateway;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A time that passes only where somebody would wait for it to pass: answers take as long as they
 * take, and no time; a pause takes no time, and moves the clock.
 */
public final class VirtualTime implements PacingTime {
  private static final long PATIENCE_SECONDS = 30;

  private final Consumer<Duration> passing;
  private long now;

  /**
   * @param passing is told what time passes, for clocks that go along
   */
  public VirtualTime(Consumer<Duration> passing) {
    this.passing = passing;
  }

  /** How much time has passed. */
  public Duration passed() {
    return Duration.ofNanos(now);
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public <T> T poll(BlockingQueue<T> answers, boolean isExpected, long nanos)
      throws InterruptedException {
    T answer = isExpected ? answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) : answers.poll();
    if (answer == null) {
      now += nanos;
      passing.accept(Duration.ofNanos(nanos));
    }
    return answer;
  }
}
