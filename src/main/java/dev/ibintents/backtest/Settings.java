package dev.ibintents.backtest;

import dev.ibintents.simulator.market.BarMarket;
import dev.ibintents.strategy.Strategy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/** The settings of a backtest, one component for each method of {@link Backtest}. */
record Settings(
    Map<String, BigDecimal> exposures,
    Map<String, Supplier<Strategy>> kinds,
    Map<String, Map<String, ?>> documents,
    SortedMap<LocalDate, Map<String, Map<String, ?>>> laterDocuments,
    Map<String, Object> configuration,
    Optional<LocalDate> from,
    BigDecimal cash,
    Schedule schedule,
    LocalTime time,
    Fill fill,
    BigDecimal slippageBps,
    Commission commission,
    BigDecimal participation,
    BigDecimal interest,
    Map<String, Map<Integer, BigDecimal>> holdings) {
  BarMarket.Trading trading() {
    return new BarMarket.Trading(fill.auction(), slippageBps, participation);
  }
}
