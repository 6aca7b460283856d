package dev.ibintents.trading.performance;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A fall of the value from a peak.
 *
 * @param depth the loss from the peak to the lowest value as a fraction, negative; 0 if the value
 *     never fell
 * @param peak the last day of the highest value before; {@code null} if the value never fell
 * @param trough the day of the lowest value; {@code null} if the value never fell
 * @param recovered the first day on which the value is at its peak again; empty if that is still to
 *     come
 */
public record Drawdown(
    double depth, LocalDate peak, LocalDate trough, Optional<LocalDate> recovered) {
  /** The value never fell. */
  static final Drawdown NONE = new Drawdown(0, null, null, Optional.empty());

  Drawdown recoveredOn(LocalDate day) {
    return new Drawdown(depth, peak, trough, Optional.of(day));
  }
}
