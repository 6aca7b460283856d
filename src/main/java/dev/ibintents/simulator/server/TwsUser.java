package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.simulator.account.OrderReports;
import dev.ibintents.simulator.account.OrderReports.Numbers;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.Progress;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.fault.OrderFaults;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.order.BookChanges;
import dev.ibintents.simulator.order.OrderBook;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The user at the TWS window. The user places and cancels orders that belong to no client (client
 * 0, order 0). The user also makes trades and corrections that no client has requested.
 */
public final class TwsUser {
  private static final int CLIENT = 0;

  private final PaperAccount account;
  private final OrderBook book;
  private final OrderHandler handler;

  TwsUser(PaperAccount account, OrderBook book, OrderHandler handler) {
    this.account = account;
    this.book = book;
    this.handler = handler;
  }

  /**
   * Places an order on the instrument's usual route.
   *
   * @return its number in the account
   * @throws IllegalArgumentException if it is refused; the message names the code
   */
  public long place(Instrument instrument, Order order) {
    PlaceOrder request = new PlaceOrder(0, instrument.ordered(instrument.route()), order);
    return handler.placeByHand(request);
  }

  /**
   * Cancels a live order of any client or of TWS.
   *
   * @throws IllegalArgumentException if there is no such live order
   */
  public void cancel(long permId) {
    book.act(changes -> book.cancel(live(permId), changes));
  }

  /**
   * Refuses a live order late, as the broker does. The order becomes Inactive.
   *
   * @param code the code of the error that its client receives
   * @throws IllegalArgumentException if there is no such live order
   */
  public void refuse(long permId, int code, String text) {
    book.act(changes -> book.reject(live(permId), code, text, changes));
  }

  /**
   * Fills a live order, or a part of it, at any price, even beyond its limit.
   *
   * @param shares units to fill, at most the remaining units
   * @param price the price of one unit, in the instrument's currency
   * @throws IllegalArgumentException if there is no such live order, or if fewer units remain
   */
  public PaperFill fill(long permId, BigDecimal shares, BigDecimal price) {
    return result(
        changes -> {
          StandingOrder order = live(permId);
          requireRemaining(order, shares);
          return book.fill(order, book.instrument(order), shares, price, changes);
        });
  }

  /**
   * Makes a trade by hand at any price.
   *
   * @param quantity units; negative to sell
   * @param price the price of one unit, in the instrument's currency
   */
  public PaperFill trade(Instrument instrument, BigDecimal quantity, BigDecimal price) {
    return result(
        changes -> {
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
                  new Numbers(account.name(), CLIENT, 0, account.newPermId()),
                  Progress.begun(account.now()));
          return book.fill(accepted, instrument, quantity.abs(), price, changes);
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
   * Corrects an execution of today by a further execution. Its name differs in the digits after the
   * last period, and its commission is the same.
   *
   * @param shares units of the correct execution; 0 to cancel the execution
   * @param price the price of one unit, in the instrument's currency
   * @throws IllegalArgumentException if there is no such execution
   */
  public PaperFill correct(String execId, BigDecimal shares, BigDecimal price) {
    return result(changes -> book.executions().correct(execId, shares, price, changes));
  }

  /**
   * Cancels an execution of the last days. It is a correction to 0 units.
   *
   * @throws IllegalArgumentException if there is no such execution
   */
  public PaperFill bust(String execId) {
    return correct(execId, BigDecimal.ZERO, account.fill(execId).execution().price());
  }

  /**
   * Reports another commission for an execution. The account pays the difference.
   *
   * @param amount the right commission, in the instrument's currency
   * @throws IllegalArgumentException if there is no such execution
   */
  public PaperFill correctCommission(String execId, BigDecimal amount) {
    return result(changes -> book.executions().correctCommission(execId, amount, changes));
  }

  /**
   * Transmits an order that {@link OrderFaults#holdForTransmit} holds. It is live from now on.
   *
   * @throws IllegalArgumentException if no such order is held
   */
  public void transmit(long permId) {
    book.act(
        changes ->
            book.hidden().reveal(held(order -> order.order().permId() == permId, permId), changes));
  }

  /** Transmits the held order with this reference; see {@link #transmit(long)}. */
  public void transmit(String orderRef) {
    book.act(
        changes ->
            book.hidden()
                .reveal(
                    held(order -> order.order().orderRef().equals(orderRef), orderRef), changes));
  }

  /**
   * Reports an execution of an order that was reported as cancelled today.
   *
   * @param shares units of the execution, at most the remaining units
   * @param price the price of one unit, in the instrument's currency
   * @throws IllegalArgumentException if no such order was cancelled, or if fewer units remained
   */
  public PaperFill fillEnded(long permId, BigDecimal shares, BigDecimal price) {
    return result(
        changes -> {
          StandingOrder order = cancelled(permId);
          requireRemaining(order, shares);
          return book.hidden().fill(order, shares, price, changes);
        });
  }

  private PaperFill result(Function<BookChanges, PaperFill> action) {
    AtomicReference<PaperFill> result = new AtomicReference<>();
    book.act(changes -> result.set(action.apply(changes)));
    return result.get();
  }

  private static void requireRemaining(StandingOrder order, BigDecimal shares) {
    if (shares.signum() <= 0 || shares.compareTo(order.remaining()) > 0) {
      throw new IllegalArgumentException(
          "the order has " + order.remaining() + " units left, so that it cannot fill " + shares);
    }
  }

  private StandingOrder held(Predicate<StandingOrder> condition, Object name) {
    return account.orders().stream()
        .filter(order -> order.isHidden() && !order.isReportedCancelled())
        .filter(condition)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no held order has the name " + name));
  }

  private StandingOrder cancelled(long permId) {
    return account.endedOrders().stream()
        .filter(order -> order.report().order().permId() == permId && !order.isFilled())
        .map(account::revived)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no cancelled order has the number " + permId));
  }

  private StandingOrder live(long permId) {
    return account
        .order(permId)
        .filter(order -> !order.isHidden())
        .orElseThrow(() -> new IllegalArgumentException("no live order has the number " + permId));
  }
}
