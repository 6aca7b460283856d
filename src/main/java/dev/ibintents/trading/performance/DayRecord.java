package dev.ibintents.trading.performance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.SortedMap;

/**
 * The account and its strategies at the end of a recorded day.
 *
 * @param day the broker's day
 * @param baseCurrency the account's base currency
 * @param netLiquidation the account's value, in the base currency
 * @param fx the value of one unit of each currency, in the base currency
 * @param isTied whether the strategies' holdings explain all positions of the account
 * @param strategies the strategies
 */
public record DayRecord(
    LocalDate day,
    String baseCurrency,
    BigDecimal netLiquidation,
    SortedMap<String, BigDecimal> fx,
    boolean isTied,
    SortedMap<String, StrategyDay> strategies) {}
