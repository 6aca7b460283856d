package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.simulator.account.OrderReports;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.Progress;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.fault.OrderFaults;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.order.News;
import dev.ibintents.simulator.order.OrderBook;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The person at the TWS window: places and cancels orders that belong to no client (client 0, order
 * 0), and makes trades and corrections happen that no client has asked for.
 */
public final class Tws {
  private static final int CLIENT = 0;

  private final PaperAccount account;
  private final OrderBook book;
  private final TradingDesk desk;

  Tws(PaperAccount account, OrderBook book, TradingDesk desk) {
    this.account = account;
    this.book = book;
    this.desk = desk;
  }

  /**
   * Places an order on the instrument's usual route.
   *
   * @return its number in the account
   * @throws IllegalArgumentException if it is refused; the message names the code
   */
  public long place(Instrument instrument, Order order) {
    PlaceOrder request = new PlaceOrder(0, instrument.ordered(instrument.route()), order);
    return desk.placeByHand(request);
  }

  /**
   * Cancels any live order, whoever placed it.
   *
   * @throws IllegalArgumentException if no such order is alive
   */
  public void cancel(long permId) {
    book.act(news -> book.cancel(live(permId), news));
  }

  /**
   * Fills a live order, or a part of it, at any price and whatever its limit.
   *
   * @param shares units of it, at most what is left
   * @param price of one unit, in the instrument's currency
   * @throws IllegalArgumentException if no such order is alive, or it has not that much left
   */
  public PaperFill fill(long permId, BigDecimal shares, BigDecimal price) {
    return made(
        news -> {
          StandingOrder order = live(permId);
          requireLeft(order, shares);
          return book.fill(order, book.instrument(order), shares, price, news);
        });
  }

  /**
   * Trades by hand at any price.
   *
   * @param quantity units; negative to sell
   * @param price of one unit, in the instrument's currency
   */
  public PaperFill trade(Instrument instrument, BigDecimal quantity, BigDecimal price) {
    return made(
        news -> {
          Order order =
              Order.builder()
                  .set(OrderField.ACTION, quantity.signum() > 0 ? "BUY" : "SELL")
                  .set(OrderField.TOTAL_QUANTITY, quantity.abs())
                  .set(OrderField.ORDER_TYPE, "MKT")
                  .set(OrderField.TIF, "DAY")
                  .build();
          StandingOrder accepted =
              OrderReports.accepted(
                  instrument.ordered(instrument.route()),
                  order,
                  account.name(),
                  CLIENT,
                  0,
                  account.newPermId(),
                  Progress.begun(account.now()));
          return book.fill(accepted, instrument, quantity.abs(), price, news);
        });
  }

  /**
   * Corrects the price of an execution of today; see {@link #correct(String, BigDecimal,
   * BigDecimal)}.
   */
  public PaperFill correct(String execId, BigDecimal price) {
    return correct(execId, account.fill(execId).execution().shares(), price);
  }

  /**
   * Corrects an execution of today: a further execution, whose name differs in the digits after the
   * last period, with the same commission.
   *
   * @param shares units of it, 0 to take it back altogether
   * @param price of one unit, in the instrument's currency
   * @throws IllegalArgumentException if there is no such execution
   */
  public PaperFill correct(String execId, BigDecimal shares, BigDecimal price) {
    return made(news -> book.executions().correct(execId, shares, price, news));
  }

  /**
   * Takes back an execution of the last days altogether: a correction to no units.
   *
   * @throws IllegalArgumentException if there is no such execution
   */
  public PaperFill bust(String execId) {
    return correct(execId, BigDecimal.ZERO, account.fill(execId).execution().price());
  }

  /**
   * Reports another commission for an execution; the account pays the difference.
   *
   * @param amount the right commission, in the instrument's currency
   * @throws IllegalArgumentException if there is no such execution
   */
  public PaperFill correctCommission(String execId, BigDecimal amount) {
    return made(news -> book.executions().correctCommission(execId, amount, news));
  }

  /**
   * Transmits an order that {@link OrderFaults#holdForTransmit} holds: from now on it lives.
   *
   * @throws IllegalArgumentException if no such order is held
   */
  public void transmit(long permId) {
    book.act(
        news ->
            book.hidden().reveal(held(order -> order.order().permId() == permId, permId), news));
  }

  /** Transmits the held order with this mark; see {@link #transmit(long)}. */
  public void transmit(String orderRef) {
    book.act(
        news ->
            book.hidden()
                .reveal(held(order -> order.order().orderRef().equals(orderRef), orderRef), news));
  }

  /**
   * Makes the execution of an order visible that was reported as cancelled today.
   *
   * @param shares units of it, at most what was left
   * @param price of one unit, in the instrument's currency
   * @throws IllegalArgumentException if no such order was cancelled, or it had not that much left
   */
  public PaperFill fillEnded(long permId, BigDecimal shares, BigDecimal price) {
    return made(
        news -> {
          StandingOrder order = cancelled(permId);
          requireLeft(order, shares);
          return book.hidden().fill(order, shares, price, news);
        });
  }

  private PaperFill made(Function<News, PaperFill> action) {
    AtomicReference<PaperFill> made = new AtomicReference<>();
    book.act(news -> made.set(action.apply(news)));
    return made.get();
  }

  private static void requireLeft(StandingOrder order, BigDecimal shares) {
    if (shares.signum() <= 0 || shares.compareTo(order.remaining()) > 0) {
      throw new IllegalArgumentException(order.remaining() + " units are left, not " + shares);
    }
  }

  private StandingOrder held(Predicate<StandingOrder> which, Object name) {
    return account.orders().stream()
        .filter(order -> order.isHidden() && !order.isReportedCancelled())
        .filter(which)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no order is held as " + name));
  }

  private StandingOrder cancelled(long permId) {
    return account.endedOrders().stream()
        .filter(order -> order.report().order().permId() == permId && !order.isFilled())
        .map(account::revived)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no order was cancelled as number " + permId));
  }

  private StandingOrder live(long permId) {
    return account
        .order(permId)
        .filter(order -> !order.isHidden())
        .orElseThrow(() -> new IllegalArgumentException("no live order has the number " + permId));
  }
}
