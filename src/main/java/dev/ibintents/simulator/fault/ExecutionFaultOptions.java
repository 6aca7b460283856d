package dev.ibintents.simulator.fault;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Reads faults of executions from text, such as {@code bust=2/5s} or {@code commission-time=3s}.
 */
final class ExecutionFaultOptions {
  private static final Map<String, BiConsumer<ExecutionFaults, String>> BY_NAME =
      new TreeMap<>(
          Map.of(
              "commission-time",
              (faults, value) -> faults.commissionsTake(FaultOptions.time(value)),
              "pending-commissions",
              (faults, value) -> faults.pendingCommissions(FaultOptions.flag(value)),
              "days-of-executions",
              (faults, value) -> faults.listDays(FaultOptions.number("days-of-executions", value)),
              "correct-commission",
              ExecutionFaultOptions::correctCommission,
              "correct-price",
              ExecutionFaultOptions::correctPrice,
              "bust",
              ExecutionFaultOptions::bust));

  private ExecutionFaultOptions() {}

  /** Whether a fault has this name. */
  static boolean isKnown(String name) {
    return BY_NAME.containsKey(name);
  }

  /** The names of all faults of executions, for an error message. */
  static String names() {
    return String.join(", ", BY_NAME.keySet());
  }

  /**
   * Sets a fault.
   *
   * @throws IllegalArgumentException if the value has the wrong form; the message names the right
   *     form
   */
  static void set(ExecutionFaults faults, String name, String text) {
    BY_NAME.get(name).accept(faults, text);
  }

  private static void correctCommission(ExecutionFaults faults, String text) {
    FaultValue value = new FaultValue(text);
    faults.correctCommission(value.number(), amount(value), value.time(Duration.ZERO));
  }

  private static void correctPrice(ExecutionFaults faults, String text) {
    FaultValue value = new FaultValue(text);
    faults.correctPrice(value.number(), amount(value), value.time(Duration.ZERO));
  }

  private static void bust(ExecutionFaults faults, String text) {
    FaultValue value = new FaultValue(text);
    faults.bust(value.number(), value.time(Duration.ZERO));
  }

  private static BigDecimal amount(FaultValue value) {
    try {
      return new BigDecimal(value.detail());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "\"" + value.detail() + "\" is not an amount, such as 1.35 or -0.05", e);
    }
  }
}
