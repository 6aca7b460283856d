package dev.ibintents.marketdata;

import dev.ibintents.ibapi.HistoricalBar;
import java.util.Map;

/**
 * Compares new bars with the bars that are held. The broker may correct single bars. If at least
 * half of the common bars have other prices, the whole history has changed: after a split, after a
 * dividend for adjusted bars, or because it comes from another source.
 */
public final class Overlap {
  private Overlap() {}

  /**
   * Whether new bars are of another history than the bars that are held.
   *
   * @param held finished bars, by their times
   * @param come the new bars, by their times
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

  private static boolean samePrices(HistoricalBar held, HistoricalBar come) {
    return held.open().compareTo(come.open()) == 0
        && held.high().compareTo(come.high()) == 0
        && held.low().compareTo(come.low()) == 0
        && held.close().compareTo(come.close()) == 0;
  }
}
