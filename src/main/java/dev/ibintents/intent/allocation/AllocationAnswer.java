package dev.ibintents.intent.allocation;

import dev.ibintents.intent.trade.Consolidated;
import dev.ibintents.intent.trade.PlacedOrder;
import dev.ibintents.trading.preview.PlanMargin;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;

/**
 * The answer of an allocation. It names contracts by their local symbols.
 *
 * @param netLiquidation the account's net liquidation value, in the base currency
 * @param signals the fraction of its capital that each strategy wants in each contract
 * @param holdings the quantity of each contract that each strategy holds
 * @param targetPositions the quantity of each contract that each strategy should hold
 * @param trades the quantity of each contract that each strategy trades, negative to sell
 * @param leftAlone the contracts whose difference from the target each strategy does not trade,
 *     such as one inside its band, each with the reason
 * @param fx the value of one unit of each currency in the base currency
 * @param contractIds the conIds of the contracts
 * @param consolidatedTrades the trades of all strategies together; 0 if they cancel out
 * @param orders the placed orders; in a dry run, the planned orders
 * @param skipped the strategies and contracts that were not traded, each with the reason
 * @param limits the limits that a dry run would violate; a real run is refused for them
 * @param misfits the reasons why orderProperties do not fit the orders of a dry run, such as one
 *     price for several contracts; they refuse a real run
 * @param margin the margin of the whole plan by the broker, an estimate; {@code null} if the broker
 *     was not asked
 */
public record AllocationAnswer(
    BigDecimal netLiquidation,
    SortedMap<String, SortedMap<String, BigDecimal>> signals,
    SortedMap<String, SortedMap<String, BigDecimal>> holdings,
    SortedMap<String, SortedMap<String, BigDecimal>> targetPositions,
    SortedMap<String, SortedMap<String, BigDecimal>> trades,
    SortedMap<String, SortedMap<String, String>> leftAlone,
    SortedMap<String, BigDecimal> fx,
    SortedMap<String, Integer> contractIds,
    List<Consolidated> consolidatedTrades,
    List<PlacedOrder> orders,
    SortedMap<String, String> skipped,
    List<String> limits,
    List<String> misfits,
    PlanMargin margin) {}
