package dev.ibintents.trading.allocation;

import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.TagValue;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.Side;
import dev.ibintents.trading.order.ConsolidatedTrade;
import dev.ibintents.trading.order.FillWithin;
import dev.ibintents.trading.order.InvalidOrderPropertiesException;
import dev.ibintents.trading.order.OrderProperties;
import dev.ibintents.trading.order.OrderTerms;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Makes the orders of a run: market orders for the day, with IB's Adaptive algorithm if it takes
 * the contract. The order properties of the request change them.
 */
public final class MarketOrders {
  /** The secTypes that the algorithm takes (IBKR, "Adaptive Algo"); it refuses any other. */
  private static final Set<String> ADAPTIVE = Set.of("STK", "OPT", "FUT", "CFD");

  private static final String MARKET = "MKT";

  private final String account;
  private final String adaptivePriority;
  private final OrderProperties properties;

  /**
   * @param account the account to trade for
   * @param adaptivePriority the priority of the Adaptive algorithm: Urgent, Normal or Patient
   * @param properties the changes that the request asks for
   */
  public MarketOrders(String account, String adaptivePriority, OrderProperties properties) {
    this.account = account;
    this.adaptivePriority = adaptivePriority;
    this.properties = properties;
  }

  /**
   * The orders for trades.
   *
   * @param trades the trades; none is 0
   * @param contracts the contracts, by conId
   * @throws InvalidOrderPropertiesException if times do not fit contracts; the message names all of
   *     them
   */
  public List<PlannedOrder> of(
      List<ConsolidatedTrade> trades, IntFunction<ResolvedContract> contracts) {
    properties.requireTimely(trades.stream().map(trade -> contracts.apply(trade.conId())).toList());
    return trades.stream()
        .map(trade -> of(contracts.apply(trade.conId()), trade.quantity(), trade.source()))
        .toList();
  }

  /**
   * The order for a trade.
   *
   * @param contract the contract, with the exchange of the order
   * @param quantity the quantity, negative to sell; not 0
   * @param source the quantity that each strategy wants of it; empty if no strategy wants it
   */
  public PlannedOrder of(ResolvedContract contract, BigDecimal quantity, Shares source) {
    Order.Builder order =
        Order.builder()
            .set(OrderField.ACTION, Side.ofSigned(quantity).action())
            .set(OrderField.TOTAL_QUANTITY, quantity.abs())
            .set(OrderField.ORDER_TYPE, MARKET)
            .set(OrderField.TIF, "DAY")
            .set(OrderField.ACCOUNT, account);
    if (ADAPTIVE.contains(contract.contract().secType())) {
      order
          .set(OrderField.ALGO_STRATEGY, "Adaptive")
          .set(OrderField.ALGO_PARAMS, List.of(new TagValue("adaptivePriority", adaptivePriority)));
    }
    return new PlannedOrder(
            contract.contract(), properties.applyTo(order.build(), contract), source)
        .with(OrderTerms.of(properties.fillWithin()));
  }

  /**
   * The reasons why the request's order properties do not fit these orders together; empty if they
   * do.
   */
  public List<String> misfits(List<PlannedOrder> orders) {
    List<String> misfits =
        new ArrayList<>(
            properties.misfits(
                orders.stream().map(order -> order.contract().localSymbol()).sorted().toList()));
    if (orders.stream().anyMatch(MarketOrders::isMarketTwice)) {
      misfits.add(FillWithin.needsOtherType());
    }
    return misfits;
  }

  private static boolean isMarketTwice(PlannedOrder order) {
    return order.terms().isThenMarket() && order.order().orderType().equals(MARKET);
  }
}
