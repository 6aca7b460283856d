package dev.ibintents.intent.trade;

import dev.ibintents.trading.allocation.LimitViolation;
import dev.ibintents.trading.order.InvalidOrderPropertiesException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The reasons why the orders of a plan must not be sent, in words.
 *
 * @param misfits the reasons why the request's orderProperties do not fit the orders
 * @param limits the limits of the configuration that the orders would exceed
 */
public record Violations(List<String> misfits, List<String> limits) {
  /** Keeps copies. */
  public Violations {
    misfits = List.copyOf(misfits);
    limits = List.copyOf(limits);
  }

  /**
   * The violations of a plan.
   *
   * @param misfits the reasons why the request's orderProperties do not fit the orders
   * @param limits the limits that the orders would exceed
   */
  public static Violations of(List<String> misfits, List<LimitViolation> limits) {
    return new Violations(misfits, limits.stream().map(LimitViolation::message).toList());
  }

  /** These violations, and further limits that the orders would exceed. */
  public Violations and(List<String> further) {
    return new Violations(misfits, Stream.concat(limits.stream(), further.stream()).toList());
  }

  /**
   * Refuses a plan with violations.
   *
   * @throws InvalidOrderPropertiesException if orderProperties do not fit the orders
   * @throws LimitsExceededException if the orders would exceed limits
   */
  public void requireNone() {
    if (!misfits.isEmpty()) {
      throw new InvalidOrderPropertiesException(
          "nothing was sent, because orderProperties do not fit: " + String.join("; ", misfits));
    }
    if (!limits.isEmpty()) {
      throw new LimitsExceededException(limits);
    }
  }
}
