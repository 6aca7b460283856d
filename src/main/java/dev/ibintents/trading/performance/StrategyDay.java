package dev.ibintents.trading.performance;

import dev.ibintents.trading.totals.Cash;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The state of a strategy at the end of a recorded day.
 *
 * @param capital the capital allotted to it, in the base currency; empty if it has no exposure
 * @param value the market value of its holdings, in the base currency
 * @param cash its cash since the beginning, by currency and category
 * @param realized its realized profit since the beginning, by currency
 */
public record StrategyDay(
    Optional<BigDecimal> capital,
    BigDecimal value,
    Cash cash,
    SortedMap<String, BigDecimal> realized) {}
