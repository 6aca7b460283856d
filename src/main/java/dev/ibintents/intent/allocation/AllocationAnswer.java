package dev.ibintents.intent.allocation;

import dev.ibintents.intent.trade.Consolidated;
import dev.ibintents.intent.trade.PlacedOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;

/**
 * The answer of an allocation; contracts are named by their local symbols.
 *
 * @param netLiquidation the account's, in the base currency
 * @param signals the fraction of its capital that each strategy wants in each contract
 * @param holdings what each strategy holds
 * @param targetPositions what each strategy is to hold
 * @param trades what each strategy trades
 * @param fx what currencies are worth in the base currency
 * @param contractIds the conIds of the contracts
 * @param consolidatedTrades what all strategies together trade; 0 where they cancel out
 * @param orders what became of the orders; what they would be in a dry run
 * @param skipped the strategies, and the contracts, that were left as they are, each with the
 *     reason
 * @param limits what a dry run would violate; a real run is refused for it
 * @param misfits why orderProperties do not fit the orders of a dry run, such as one price for
 *     several contracts; a real run is refused for it
 */
public record AllocationAnswer(
    BigDecimal netLiquidation,
    SortedMap<String, SortedMap<String, BigDecimal>> signals,
    SortedMap<String, SortedMap<String, BigDecimal>> holdings,
    SortedMap<String, SortedMap<String, BigDecimal>> targetPositions,
    SortedMap<String, SortedMap<String, BigDecimal>> trades,
    SortedMap<String, BigDecimal> fx,
    SortedMap<String, Integer> contractIds,
    List<Consolidated> consolidatedTrades,
    List<PlacedOrder> orders,
    SortedMap<String, String> skipped,
    List<String> limits,
    List<String> misfits) {}
