package dev.ibintents.simulator.fault;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Reads faults of orders from text, such as {@code reject-order=3:201} or {@code pieces=4/5s}. */
final class OrderFaultOptions {
  private static final Map<String, BiConsumer<OrderFaults, String>> BY_NAME =
      new TreeMap<>(
          Map.ofEntries(
              entry("reject-order", OrderFaultOptions::reject),
              entry("warn-order", OrderFaultOptions::warn),
              entry("hold-order", OrderFaultOptions::holdForTransmit),
              entry("drop-before-order", (faults, value) -> faults.dropBefore(number(value))),
              entry("drop-after-order", (faults, value) -> faults.dropAfter(number(value))),
              entry("pieces", OrderFaultOptions::pieces),
              entry(
                  "hold-orders",
                  (faults, value) -> faults.messages().hold(FaultOptions.time(value))),
              entry(
                  "cancel-time",
                  (faults, value) -> faults.cancellationsTake(FaultOptions.time(value))),
              entry("cancel-error", (faults, value) -> cancelError(faults, value, true)),
              entry("cancel-error-lives", (faults, value) -> cancelError(faults, value, false)),
              entry("fill-after-cancel", OrderFaultOptions::fillAfterCancel),
              entry("tif-notice", (faults, value) -> faults.tifNotice(flag(value))),
              entry("what-if-twice", (faults, value) -> faults.whatIfTwice(flag(value))),
              entry("lose-orders", (faults, value) -> faults.messages().lose(flag(value))),
              entry(
                  "duplicate-orders", (faults, value) -> faults.messages().duplicate(flag(value))),
              entry("reorder-orders", (faults, value) -> faults.messages().reorder(flag(value))),
              entry(
                  "without-status",
                  (faults, value) -> faults.messages().withoutStatus(flag(value)))));

  private OrderFaultOptions() {}

  /** Whether a fault has this name. */
  static boolean isKnown(String name) {
    return BY_NAME.containsKey(name);
  }

  /** The names of all faults of orders, for an error message. */
  static String names() {
    return String.join(", ", BY_NAME.keySet());
  }

  /**
   * Sets a fault.
   *
   * @throws IllegalArgumentException if the value has the wrong form; the message names the right
   *     form
   */
  static void set(OrderFaults faults, String name, String value) {
    BY_NAME.get(name).accept(faults, value);
  }

  private static Map.Entry<String, BiConsumer<OrderFaults, String>> entry(
      String name, BiConsumer<OrderFaults, String> set) {
    return Map.entry(name, set);
  }

  private static void reject(OrderFaults faults, String text) {
    FaultValue value = new FaultValue(text);
    int code = value.code(201);
    faults.reject(value.number(), code, OrderErrorTexts.text(code));
  }

  private static void warn(OrderFaults faults, String text) {
    FaultValue value = new FaultValue(text);
    int code = value.code(399);
    faults.warn(value.number(), code, OrderErrorTexts.text(code));
  }

  private static void holdForTransmit(OrderFaults faults, String text) {
    FaultValue value = new FaultValue(text);
    int code = value.code(383);
    faults.holdForTransmit(
        value.number(), code, OrderErrorTexts.text(code), value.time(OrderFaults.UNTIL_RELEASED));
  }

  private static void cancelError(OrderFaults faults, String text, boolean gone) {
    FaultValue value = new FaultValue(text);
    faults.answerCancel(value.number(), value.code(10147), gone);
  }

  private static void fillAfterCancel(OrderFaults faults, String text) {
    FaultValue value = new FaultValue(text);
    faults.fillAfterCancel(value.number(), value.time(Duration.ZERO));
  }

  /** Reads a number of executions, and perhaps the time between two executions. */
  private static void pieces(OrderFaults faults, String value) {
    String[] parts = value.split("/", 2);
    Duration between = parts.length == 1 ? Duration.ZERO : FaultOptions.time(parts[1]);
    faults.pieces(number(parts[0]), between);
  }

  private static int number(String value) {
    return FaultOptions.number("a fault about orders", value);
  }

  private static boolean flag(String value) {
    return FaultOptions.flag(value);
  }
}
