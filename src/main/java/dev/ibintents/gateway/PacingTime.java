package dev.ibintents.gateway;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The clock that paces requests. A test has its own clock, on which time passes faster. */
public interface PacingTime {
  /** The machine's monotonic clock. */
  PacingTime REAL =
      new PacingTime() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public <T> T poll(BlockingQueue<T> answers, boolean isExpected, long nanos)
            throws InterruptedException {
          return answers.poll(nanos, TimeUnit.NANOSECONDS);
        }
      };

  /** The time in nanoseconds, on a clock that is never set. */
  long nanoTime();

  /**
   * Waits for an answer.
   *
   * @param isExpected whether an answer may come; otherwise this only lets time pass
   * @param nanos the longest wait
   * @return the answer; {@code null} if none has come in time
   */
  <T> T poll(BlockingQueue<T> answers, boolean isExpected, long nanos) throws InterruptedException;
}
