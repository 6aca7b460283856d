package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Configuration;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The strategies that an allocation is for.
 *
 * @param ids their names, in the order in which they are asked
 * @param isNamed whether the request names them; else they are all of the configuration's exposure
 * @param exposure the exposure that the configuration gives to strategies
 */
record StrategyChoice(Collection<String> ids, boolean isNamed, Configuration.Exposure exposure) {
  /**
   * The strategies that a request means.
   *
   * @param named those that it names; all of the exposure if none
   */
  static StrategyChoice of(List<String> named, Configuration.Exposure exposure) {
    return named.isEmpty()
        ? new StrategyChoice(exposure.strategies().keySet(), false, exposure)
        : new StrategyChoice(new LinkedHashSet<>(named), true, exposure);
  }

  /** Whether the configuration gives a strategy a fraction of its own above 0. */
  boolean hasExposure(String id) {
    return exposure.strategies().getOrDefault(id, BigDecimal.ZERO).signum() > 0;
  }

  /** The chosen strategies that have an exposure. */
  List<String> withExposure() {
    return ids.stream().filter(this::hasExposure).toList();
  }
}
