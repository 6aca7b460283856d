package dev.ibintents.intent.cash;

import dev.ibintents.intent.trade.PlacedOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The answer of the cash balancer; amounts are by currency.
 *
 * @param baseCurrency the account's, to which foreign cash is traded back
 * @param threshold in the base currency; exposures up to it, in either direction, are left alone
 * @param cashBalance what the account has, negative where it owes
 * @param exchangeRate what one unit of each currency is worth in the base currency
 * @param stillToFill what conversions that are under way will still change of each balance
 * @param held how much of each balance belongs to currency pairs that strategies hold
 * @param exposure of the rest of each foreign balance, in the base currency
 * @param trades how much to buy of each currency, negative to sell, in whole thousands
 * @param orders what became of the orders; what they would be in a dry run
 * @param skipped the currencies that were left as they are, each with the reason
 * @param limits what a dry run would violate; a real run is refused for it
 */
public record CashAnswer(
    String baseCurrency,
    BigDecimal threshold,
    SortedMap<String, BigDecimal> cashBalance,
    Map<String, BigDecimal> exchangeRate,
    SortedMap<String, BigDecimal> stillToFill,
    SortedMap<String, BigDecimal> held,
    Map<String, BigDecimal> exposure,
    Map<String, BigDecimal> trades,
    List<PlacedOrder> orders,
    SortedMap<String, String> skipped,
    List<String> limits) {}
