package dev.ibintents.intent.cash;

import dev.ibintents.intent.trade.PlacedOrder;
import dev.ibintents.trading.preview.PlanMargin;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The answer of the cash balancer. Its amounts are by currency.
 *
 * @param baseCurrency the account's base currency, to which foreign cash is converted
 * @param threshold the threshold in the base currency; smaller or equal exposures, in either
 *     direction, are left alone
 * @param cashBalance the account's balances; a debt is negative
 * @param exchangeRate the value of one unit of each currency in the base currency
 * @param stillToFill the change of each balance by conversions that are under way
 * @param held the part of each balance that belongs to currency pairs of strategies
 * @param exposure the value of the rest of each foreign balance, in the base currency
 * @param trades the amount of each currency to buy, negative to sell, in whole thousands
 * @param orders the placed orders; in a dry run, the planned orders
 * @param skipped the currencies that were not traded, each with the reason
 * @param limits the limits that a dry run would violate; a real run is refused for them
 * @param margin the margin of the whole plan by the broker, an estimate; {@code null} if the broker
 *     was not asked
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
    List<String> limits,
    PlanMargin margin) {}
