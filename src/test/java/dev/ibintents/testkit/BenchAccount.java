package dev.ibintents.testkit;

import java.math.BigDecimal;
import java.util.Map;

/**
 * The account of a bench, which belongs to one strategy.
 *
 * @param strategy the strategy's id
 * @param capital its value in US dollars, with the holdings
 * @param holdings the quantities by symbol
 */
record BenchAccount(String strategy, BigDecimal capital, Map<String, BigDecimal> holdings) {}
