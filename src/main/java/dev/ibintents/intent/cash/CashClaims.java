package dev.ibintents.intent.cash;

import dev.ibintents.gateway.Contracts;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.allocation.CommittedCash;
import dev.ibintents.trading.books.Books;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the claims on cash balances, from the broker's data and the books.
 *
 * @param openOrders the open orders of all clients, requested before the balances
 * @param portfolio the account's positions
 * @param fills the day's executions, requested after the balances
 * @param now the gateway's time
 * @param books the state of the books after the broker's answers
 */
record CashClaims(
    List<OpenTrade> openOrders,
    List<PortfolioValue> portfolio,
    List<Fill> fills,
    Instant now,
    Books.State books) {

  /** The longest time until the account's values show a trade (TWS API, "Account Updates"). */
  private static final Duration VALUES_FOLLOW = Duration.ofMinutes(3);

  /**
   * The longest life of a conversion, which is a day order. After it, an order not shown has ended.
   */
  private static final Duration LONGEST_CONVERSION = Duration.ofDays(1);

  /**
   * The cash that open orders, holdings and recent fills claim.
   *
   * @param contracts looks up the contracts that the books only name by conId
   * @param rates the value of one unit of each currency in the base currency
   */
  CommittedCash committed(Contracts contracts, Map<String, BigDecimal> rates) {
    CommittedCash committed = new CommittedCash(rates);
    Map<Integer, CurrencyPair> pairs = pairs(contracts);
    for (Books.OpenOrderEntry order : books.openOrders()) {
      CurrencyPair pair = pairs.get(order.conId());
      if (pair != null && order.source().isEmpty()) {
        addConversion(committed, pair, order);
      } else if (pair != null) {
        addTrade(committed, pair, order);
      }
    }
    books
        .holdings()
        .forEach(
            (strategy, held) ->
                held.only(pairs.keySet())
                    .forEach((conId, quantity) -> committed.held(pairs.get(conId), quantity)));
    fills.stream()
        .filter(fill -> fill.contract().secType().equals(CurrencyPair.SEC_TYPE))
        .forEach(fill -> addRecent(committed, fill));
    return committed;
  }

  /** The currency pairs that the books hold or have on order, by conId. */
  private Map<Integer, CurrencyPair> pairs(Contracts contracts) {
    Map<Integer, Contract> known = new LinkedHashMap<>();
    portfolio.forEach(held -> known.put(held.contract().conId(), held.contract()));
    openOrders.forEach(
        trade -> known.put(trade.openOrder().contract().conId(), trade.openOrder().contract()));
    fills.forEach(fill -> known.put(fill.contract().conId(), fill.contract()));
    Set<Integer> unknown = new TreeSet<>();
    books.openOrders().forEach(order -> unknown.add(order.conId()));
    unknown.addAll(books.holdings().contracts());
    unknown.removeAll(known.keySet());
    contracts.found(unknown).forEach((conId, contract) -> known.put(conId, contract.contract()));
    Map<Integer, CurrencyPair> pairs = new LinkedHashMap<>();
    known.forEach(
        (conId, contract) -> {
          if (contract.secType().equals(CurrencyPair.SEC_TYPE)) {
            pairs.put(conId, CurrencyPair.of(contract));
          }
        });
    return pairs;
  }

  /** Adds a conversion of this product. Only its unfilled part counts. */
  private void addConversion(
      CommittedCash committed, CurrencyPair pair, Books.OpenOrderEntry order) {
    Optional<BigDecimal> left = left(order);
    if (left.isPresent()) {
      committed.stillToFill(pair, left.get());
    } else if (filled(order).compareTo(order.quantity()) != 0
        && order.timestamp().plus(LONGEST_CONVERSION).isAfter(now)) {
      committed.unclear(
          pair,
          "the broker shows neither the conversion %s of %s nor all of its fills; run"
                  .formatted(order.orderRef(), pair)
              + " trade-reconciliation first");
    }
  }

  /**
   * Adds a strategy's trade in a pair. Its cash belongs to the strategy once the trade is booked.
   */
  private void addTrade(CommittedCash committed, CurrencyPair pair, Books.OpenOrderEntry order) {
    BigDecimal left = left(order).orElse(BigDecimal.ZERO);
    if (order.quantity().subtract(left).compareTo(order.executed()) != 0) {
      committed.unclear(
          pair,
          "the strategies' order %s of %s has fills that are not booked, or has ended; run"
                  .formatted(order.orderRef(), pair)
              + " trade-reconciliation first");
    }
  }

  /** The unfilled quantity of an order by the broker, negative to sell; empty if it has ended. */
  private Optional<BigDecimal> left(Books.OpenOrderEntry order) {
    return openOrders.stream()
        .filter(trade -> trade.openOrder().order().orderRef().equals(order.orderRef()))
        .findFirst()
        .map(
            trade ->
                trade
                    .orderStatus()
                    .map(OrderStatus::remaining)
                    .orElse(trade.openOrder().order().totalQuantity()))
        .map(left -> order.quantity().signum() < 0 ? left.negate() : left);
  }

  private BigDecimal filled(Books.OpenOrderEntry order) {
    return fills.stream()
        .map(Fill::execution)
        .filter(execution -> execution.orderRef().equals(order.orderRef()))
        .map(Execution::signedShares)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private void addRecent(CommittedCash committed, Fill fill) {
    CurrencyPair pair = CurrencyPair.of(fill.contract());
    String time = fill.execution().time();
    // A time without a time zone may be as late as the present.
    Instant certain = GatewayTime.absolute(time).orElse(now).plus(VALUES_FOLLOW);
    if (certain.isAfter(now)) {
      committed.unclear(
          pair,
          "%s was traded at %s, and the account's values may not show it yet; ask again after %s"
              .formatted(pair, time, certain));
    }
  }
}
