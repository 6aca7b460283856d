package dev.ibintents.intent.close;

import dev.ibintents.intent.trade.Consolidated;
import dev.ibintents.intent.trade.PlacedOrder;
import dev.ibintents.trading.preview.PlanMargin;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;

/**
 * The answer of close-all. It names contracts by their local symbols.
 *
 * @param cancelled the open orders that were cancelled; in a dry run, those that would be cancelled
 * @param portfolio the account's quantities of the contracts to close, by the broker, after the
 *     cancellation; in a dry run, the present quantities
 * @param holdings the quantities that the closed strategies held at that time, by the books
 * @param trades the trade that closes each contract; 0 if only the books change
 * @param orders the placed orders; in a dry run, the planned orders
 * @param skipped the contracts that were not closed, each with the reason
 * @param ignored the account's quantity of each contract in ignoredContracts of the configuration;
 *     these contracts are not closed
 * @param warnings parked holdings, which stay; differences between books and broker, with the
 *     figures; orders cancelled that other strategies shared; quantities that are left over
 * @param misfits the reasons why orderProperties do not fit the orders of a dry run, such as one
 *     price for several contracts; they refuse a real run
 * @param trading whether trading is on, so that the next allocation opens positions again; after
 *     {@code halt}, the command that switches it on
 * @param margin the margin of the whole plan by the broker, an estimate; {@code null} if the broker
 *     was not asked
 */
public record CloseAnswer(
    List<CancelledOrder> cancelled,
    SortedMap<String, BigDecimal> portfolio,
    SortedMap<String, SortedMap<String, BigDecimal>> holdings,
    List<Consolidated> trades,
    List<PlacedOrder> orders,
    SortedMap<String, String> skipped,
    SortedMap<String, BigDecimal> ignored,
    List<String> warnings,
    List<String> misfits,
    String trading,
    PlanMargin margin) {}
