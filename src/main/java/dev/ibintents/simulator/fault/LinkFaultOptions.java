package dev.ibintents.simulator.fault;

import dev.ibintents.simulator.fault.LinkFaults.WhileLost;
import java.util.Map;
import java.util.TreeMap;

/** Reads faults of links from text, such as {@code lose-broker=5/3s} or {@code break-history=1}. */
final class LinkFaultOptions {
  private static final String WHEN_LOST = "when-lost";
  private static final Map<String, Link> BY_NAME =
      new TreeMap<>(
          Map.of(
              "lose-broker", Link.BROKER,
              "break-market-data", Link.MARKET_DATA,
              "break-history", Link.HISTORY,
              "break-definitions", Link.DEFINITIONS));

  private LinkFaultOptions() {}

  /** Whether a fault has this name. */
  static boolean isKnown(String name) {
    return name.equals(WHEN_LOST) || BY_NAME.containsKey(name);
  }

  /** The names of all faults of links, for an error message. */
  static String names() {
    return String.join(", ", BY_NAME.keySet()) + ", " + WHEN_LOST;
  }

  /**
   * Sets a fault.
   *
   * @throws IllegalArgumentException if the value has the wrong form; the message names the right
   *     form
   */
  static void set(LinkFaults faults, String name, String text) {
    if (name.equals(WHEN_LOST)) {
      faults.whileLost(FaultOptions.named(WhileLost.class, text));
      return;
    }
    Link link = BY_NAME.get(name);
    FaultValue value = new FaultValue(text);
    faults.lose(
        link,
        value.number(),
        value.time(OrderFaults.UNTIL_RELEASED),
        value.code(link.brokenCode()));
  }
}
