package dev.ibintents.trading.allocation;

import dev.ibintents.environment.Rebalance;
import java.math.BigDecimal;
import java.util.Optional;

/** Settings about differences from targets, for tests. */
final class Rebalances {
  /** No settings: every difference is traded. */
  static final Rebalance NONE = band(Optional.empty(), Rebalance.Toward.TARGET);

  private Rebalances() {}

  static Rebalance band(Rebalance.Band band, Rebalance.Toward toward) {
    return band(Optional.of(band), toward);
  }

  private static Rebalance band(Optional<Rebalance.Band> band, Rebalance.Toward toward) {
    return new Rebalance(
        band, Optional.of(toward), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Rebalance smallest(String minimumOrderValue) {
    return new Rebalance(
        Optional.empty(),
        Optional.empty(),
        Optional.of(new BigDecimal(minimumOrderValue)),
        Optional.empty(),
        Optional.empty());
  }

  static Rebalance.Band width(String absolute, String relative) {
    return new Rebalance.Band(
        Optional.ofNullable(absolute).map(BigDecimal::new),
        Optional.ofNullable(relative).map(BigDecimal::new));
  }
}
