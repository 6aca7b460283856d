package dev.ibintents.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Faults about orders as text, such as {@code reject-order=3:201} or {@code pieces=4/5s}. */
final class OrderFaultOptions {
  private static final String REASON = "Order rejected - reason:This order was chosen for a fault";

  private static final Map<String, BiConsumer<OrderFaults, String>> BY_NAME =
      new TreeMap<>(
          Map.of(
              "reject-order", OrderFaultOptions::reject,
              "drop-before-order", (faults, value) -> faults.dropBefore(number(value)),
              "drop-after-order", (faults, value) -> faults.dropAfter(number(value)),
              "pieces", OrderFaultOptions::pieces,
              "hold-orders", (faults, value) -> faults.hold(FaultOptions.time(value)),
              "cancel-time", (faults, value) -> faults.cancellationsTake(FaultOptions.time(value)),
              "lose-orders", (faults, value) -> faults.lose(flag(value)),
              "duplicate-orders", (faults, value) -> faults.duplicate(flag(value)),
              "reorder-orders", (faults, value) -> faults.reorder(flag(value)),
              "without-status", (faults, value) -> faults.withoutStatus(flag(value))));

  private OrderFaultOptions() {}

  /** Whether there is such a fault. */
  static boolean isOne(String name) {
    return BY_NAME.containsKey(name);
  }

  /** All of their names, for whoever has mistyped one. */
  static String names() {
    return String.join(", ", BY_NAME.keySet());
  }

  /**
   * Sets a fault.
   *
   * @throws IllegalArgumentException if the value makes no sense; the message says what would
   */
  static void set(OrderFaults faults, String name, String value) {
    BY_NAME.get(name).accept(faults, value);
  }

  /** The number of an order, and perhaps the code of the error. */
  private static void reject(OrderFaults faults, String value) {
    String[] parts = value.split(":", 2);
    int code = parts.length == 1 ? 201 : number(parts[1]);
    faults.reject(number(parts[0]), code, REASON);
  }

  /** A number of executions, and perhaps the time from one to the next. */
  private static void pieces(OrderFaults faults, String value) {
    String[] parts = value.split("/", 2);
    Duration between = parts.length == 1 ? Duration.ZERO : FaultOptions.time(parts[1]);
    faults.pieces(number(parts[0]), between);
  }

  private static int number(String value) {
    return FaultOptions.number("a fault about orders", value);
  }

  private static boolean flag(String value) {
    if (value.equals("yes") || value.equals("no")) {
      return value.equals("yes");
    }
    throw new IllegalArgumentException("\"" + value + "\" is neither yes nor no");
  }
}
