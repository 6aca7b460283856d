package dev.ibintents.intent.close;

import dev.ibintents.intent.trade.Consolidated;
import dev.ibintents.intent.trade.PlacedOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;

/**
 * The answer of close-all; contracts are named by their local symbols.
 *
 * @param cancelled the orders that were open and are cancelled; that would be in a dry run
 * @param portfolio what the account held of the contracts concerned when those were gone, by the
 *     broker; what it holds in a dry run
 * @param holdings what the strategies that are closed held then, by the books
 * @param trades what closes each contract; 0 where only the books move
 * @param orders what became of the orders; what they would be in a dry run
 * @param skipped the contracts that were not closed, each with the reason
 * @param ignored the contracts that ignoredContracts of the configuration names, with what the
 *     account holds of each; they are not closed
 * @param warnings what is parked, and stays; where books and broker disagree, with the figures;
 *     orders that were cancelled for other strategies too; what is left over
 * @param misfits why orderProperties do not fit the orders of a dry run, such as one price for
 *     several contracts; a real run is refused for it
 * @param trading whether trading goes on, so that the next allocation opens positions again, or is
 *     off since this run by {@code halt}, and how it is switched on again
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
    String trading) {}
