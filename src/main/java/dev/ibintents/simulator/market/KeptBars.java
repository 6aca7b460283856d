package dev.ibintents.simulator.market;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The longer bars of one instrument that were made before. A daily bar is made of hundreds of
 * prices, and clients ask for the same days again and again. Safe for several threads.
 */
final class KeptBars {
  /** The length of the shortest bars that are kept, in seconds. */
  private static final long SHORTEST = 1800;

  /** The largest number of bars; they take about half a megabyte. */
  private static final int MOST = 4000;

  private final Map<Key, BarTicks> bars = new ConcurrentHashMap<>();

  private record Key(BarTicks.Side side, long from, long to) {}

  /**
   * The bar of the seconds from {@code from} to {@code to} − 1.
   *
   * @param from the first second, in epoch seconds
   * @param to the second after the last one, in epoch seconds
   * @param maker makes the bar if it is not kept
   */
  BarTicks bar(BarTicks.Side side, long from, long to, Supplier<BarTicks> maker) {
    if (to - from < SHORTEST) {
      return maker.get();
    }
    Key key = new Key(side, from, to);
    BarTicks bar = bars.get(key);
    if (bar == null) {
      bar = maker.get();
      if (bars.size() >= MOST) {
        bars.clear();
      }
      bars.put(key, bar);
    }
    return bar;
  }
}
