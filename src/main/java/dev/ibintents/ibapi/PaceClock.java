package dev.ibintents.ibapi;

import java.util.concurrent.locks.LockSupport;

/** The clock that paces messages. It is never set back. */
public interface PaceClock {
  /** The machine's monotonic clock. */
  PaceClock REAL =
      new PaceClock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void park(long nanos) {
          LockSupport.parkNanos(nanos);
        }
      };

  /** The time in nanoseconds. Only differences have a meaning. */
  long nanoTime();

  /** Lets at most this many nanoseconds pass. */
  void park(long nanos);
}
