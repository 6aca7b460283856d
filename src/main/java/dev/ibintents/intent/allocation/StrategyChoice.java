package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Configuration;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The strategies that an allocation trades.
 *
 * @param ids the names of the strategies, in the order in which they are asked for signals
 * @param isNamed whether the request names them; otherwise they are all strategies of the
 *     configuration's exposure
 * @param exposure the exposure that the configuration gives to strategies
 */
record StrategyChoice(Collection<String> ids, boolean isNamed, Configuration.Exposure exposure) {
  /**
   * Chooses the strategies of a request.
   *
   * @param named the strategies that the request names; if it is empty, all strategies of the
   *     exposure
   */
  static StrategyChoice of(List<String> named, Configuration.Exposure exposure) {
    return named.isEmpty()
        ? new StrategyChoice(exposure.strategies().keySet(), false, exposure)
        : new StrategyChoice(new LinkedHashSet<>(named), true, exposure);
  }

  /** Whether the configuration gives the strategy an own fraction above 0. */
  boolean hasExposure(String id) {
    return exposure.strategies().getOrDefault(id, BigDecimal.ZERO).signum() > 0;
  }

  /** The chosen strategies that have an exposure. */
  List<String> withExposure() {
    return ids.stream().filter(this::hasExposure).toList();
  }
}
