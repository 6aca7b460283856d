package dev.ibintents.marketdata;

import dev.ibintents.ibapi.HistoricalBar;
import java.util.Map;

/**
 * Compares bars that are held with those that come. One bar may be corrected by the broker; if at
 * least half of them have other prices, all of the history is another now: after a split, after a
 * dividend for adjusted bars, or because it comes from elsewhere.
 */
public final class Overlap {
  private Overlap() {}

  /**
   * Whether the bars that come are of another history than those that are held.
   *
   * @param held finished bars, by their times
   * @param come the others
   */
  public static boolean isContradiction(
      Map<BarTime, HistoricalBar> held, Map<BarTime, HistoricalBar> come) {
    long common = held.keySet().stream().filter(come::containsKey).count();
    long changed =
        held.entrySet().stream()
            .filter(entry -> come.containsKey(entry.getKey()))
            .filter(entry -> !samePrices(entry.getValue(), come.get(entry.getKey())))
            .count();
    return changed > 0 && 2 * changed >= common;
  }

  private static boolean samePrices(HistoricalBar one, HistoricalBar other) {
    return one.open().compareTo(other.open()) == 0
        && one.high().compareTo(other.high()) == 0
        && one.low().compareTo(other.low()) == 0
        && one.close().compareTo(other.close()) == 0;
  }
}
