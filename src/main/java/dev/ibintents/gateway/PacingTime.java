package dev.ibintents.gateway;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The time that paces requests. A test has one of its own, in which ten minutes are over soon. */
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

  /** What time it is, on a clock that nobody sets. */
  long nanoTime();

  /**
   * Waits for an answer.
   *
   * @param isExpected whether one may come; else this only lets time pass
   * @param nanos the longest wait
   * @return {@code null} if none has come in this time
   */
  <T> T poll(BlockingQueue<T> answers, boolean isExpected, long nanos) throws InterruptedException;
}
