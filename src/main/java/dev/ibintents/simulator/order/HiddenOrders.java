package dev.ibintents.simulator.order;

import dev.ibintents.simulator.account.OrderReports;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * Orders that no client can see: those that wait at the TWS window for somebody who transmits them,
 * and those that were reported as cancelled and are filled all the same.
 */
public final class HiddenOrders {
  private final PaperAccount account;
  private final Market market;
  private final OrderConditions conditions;
  private final OrderBook book;

  HiddenOrders(PaperAccount account, Market market, OrderConditions conditions, OrderBook book) {
    this.account = account;
    this.market = market;
    this.conditions = conditions;
    this.book = book;
  }

  /** Lets an order live that was held at the TWS window. */
  public void reveal(StandingOrder order, News news) {
    book.replace(order.with(order.progress().withHiddenUntil(null)), news);
  }

  /** Lets a hidden order do what it was hidden for, if its time has come. */
  boolean step(StandingOrder order, News news) {
    Instant now = account.now();
    boolean due = !order.progress().hiddenUntil().isAfter(now);
    if (order.isReportedCancelled()) {
      if (due) {
        BigDecimal price = market.price(book.instrument(order), order.buys());
        fill(order, order.remaining(), price, news);
      }
      return due;
    }
    if (conditions.ends(order).filter(end -> !end.isAfter(now)).isPresent()) {
      account.remove(order.order().permId());
      news.changed();
      return true;
    }
    if (due) {
      reveal(order, news);
    }
    return due;
  }

  /**
   * Executes a part of an order that was reported as cancelled; it stays cancelled for the rest.
   */
  public PaperFill fill(StandingOrder order, BigDecimal shares, BigDecimal price, News news) {
    Instrument instrument = book.instrument(order);
    String venue = OrderBook.venue(order, instrument);
    PaperFill fill = account.fill(order, instrument, venue, shares, price);
    StandingOrder filled =
        OrderReports.filled(order, fill, null).with(order.progress().withHiddenUntil(null));
    boolean done = filled.remaining().signum() == 0;
    StandingOrder after = done ? filled : OrderReports.at(filled, "Cancelled", "");
    news.traded(instrument);
    news.say(fill.execution().clientId(), fill.report(-1));
    book.end(
        after,
        done ? "Filled" : "Cancelled",
        done ? OrderBook.sizeOf(after) : "Cancelled by Trader",
        account.now(),
        news);
    book.executions().happened(fill, news);
    return fill;
  }
}
