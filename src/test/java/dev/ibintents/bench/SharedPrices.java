package dev.ibintents.bench;

import dev.ibintents.simulator.market.Prices;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The prices of simulated gateways, which all tests of a JVM share. Prices depend on their seed
 * alone, and they keep the bars that they have made.
 */
public final class SharedPrices {
  private static final Map<Long, Prices> BY_SEED = new ConcurrentHashMap<>();

  private SharedPrices() {}

  /** The prices of a seed; the usual seed of a gateway is 1. */
  public static Prices of(long seed) {
    return BY_SEED.computeIfAbsent(seed, Prices::new);
  }
}
