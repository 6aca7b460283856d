package dev.ibintents.simulator.order;

import dev.ibintents.simulator.account.EndedOrder.Ending;
import dev.ibintents.simulator.account.OrderReports;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * The orders that no client can see. Some wait at the TWS window until a person transmits them.
 * Others were reported as cancelled and will be filled nevertheless.
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

  /** Makes an order live that was held at the TWS window. */
  public void reveal(StandingOrder order, BookChanges changes) {
    book.replace(order.with(order.progress().withHiddenUntil(null)), changes);
  }

  /** Makes the next thing happen to a hidden order, if it is due; returns whether it was. */
  boolean step(StandingOrder order, BookChanges changes) {
    Instant now = account.now();
    boolean due = !order.progress().hiddenUntil().isAfter(now);
    if (order.isReportedCancelled()) {
      if (due) {
        BigDecimal price = market.price(book.instrument(order), order.buys());
        fill(order, order.remaining(), price, changes);
      }
      return due;
    }
    if (conditions.ends(order).filter(end -> !end.isAfter(now)).isPresent()) {
      account.remove(order.order().permId());
      changes.markChanged();
      return true;
    }
    if (due) {
      reveal(order, changes);
    }
    return due;
  }

  /** Executes a part of an order that was reported as cancelled. The rest stays cancelled. */
  public PaperFill fill(
      StandingOrder order, BigDecimal shares, BigDecimal price, BookChanges changes) {
    Instrument instrument = book.instrument(order);
    String venue = OrderBook.venue(order, instrument);
    PaperFill fill = account.fill(order, instrument, venue, shares, price);
    StandingOrder filled =
        OrderReports.filled(order, fill, null).with(order.progress().withHiddenUntil(null));
    boolean done = filled.remaining().signum() == 0;
    StandingOrder after = done ? filled : OrderReports.at(filled, "Cancelled", "");
    changes.traded(instrument);
    changes.send(fill.execution().clientId(), fill.report(-1));
    Ending ending = done ? Ending.filled(after.filled()) : Ending.cancelled("Cancelled by Trader");
    book.end(after, ending, account.now(), changes);
    book.executions().reportCommission(fill, changes);
    return fill;
  }
}
