package dev.ibintents.ibapi;

import java.time.Clock;

/**
 * A clock whose time is not the machine's, such as that of a simulated market. It may be faster, or
 * stand still. Leases and waits keep to the real time, because they protect what runs now.
 */
public interface ShiftedClock {
  /** The clock of the real time. */
  Clock realTime();

  /** The real time of a clock: that of a shifted clock, or the clock itself. */
  static Clock realTimeOf(Clock clock) {
    return clock instanceof ShiftedClock shifted ? shifted.realTime() : clock;
  }
}
