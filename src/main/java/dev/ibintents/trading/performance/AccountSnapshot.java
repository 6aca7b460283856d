package dev.ibintents.trading.performance;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The broker's answer about an account, for the record of a day.
 *
 * @param account the account
 * @param updatedAt the time at which the broker was asked
 * @param baseCurrency the account's base currency
 * @param netLiquidation the account's net liquidation value, in the base currency; empty if not
 *     known, and then the day is not recorded
 * @param fx the value of one unit of each currency in the base currency
 * @param cash the account's cash by currency, with the profit or loss of open futures
 * @param units the positions, and the quoted contracts that only strategies hold, by conId
 * @param pairs the currency pairs among all known contracts; their money is in the cash
 * @param capital the money that each strategy may use, in the base currency
 * @param untied the reason why positions of account and strategies do not agree; empty if they do
 */
public record AccountSnapshot(
    String account,
    Instant updatedAt,
    String baseCurrency,
    Optional<BigDecimal> netLiquidation,
    SortedMap<String, BigDecimal> fx,
    SortedMap<String, BigDecimal> cash,
    SortedMap<Integer, DayHoldings.Unit> units,
    Set<Integer> pairs,
    Map<String, BigDecimal> capital,
    String untied) {}
