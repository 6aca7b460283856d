package dev.ibintents.simulator.order;

import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.MarketCalendar;
import dev.ibintents.simulator.market.Prices;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * At which price an order trades now: buyers pay the ask, sellers get the bid, and there is enough
 * for everybody.
 */
public final class Market {
  /** When this market is open. */
  public enum Mode {
    /** At any hour. */
    OPEN,
    /** Not until it is opened. */
    CLOSED,
    /** When the real markets are. */
    CALENDAR
  }

  private final Prices prices;
  private final PaperAccount account;
  private final ZoneId zone;
  private volatile Mode mode;

  /**
   * @param zone in which it says when it opens
   */
  public Market(Prices prices, PaperAccount account, ZoneId zone, Mode mode) {
    this.prices = prices;
    this.account = account;
    this.zone = zone;
    this.mode = mode;
  }

  /** Whether an order can be filled now, as far as the hour decides. */
  boolean isOpen(Order order, Instrument instrument) {
    return switch (mode) {
      case OPEN -> true;
      case CLOSED -> false;
      case CALENDAR ->
          order.orderType().equals("MOC")
              || MarketCalendar.of(instrument)
                  .isWithin(account.now(), SessionTimes.inRegularHours(order, instrument));
    };
  }

  public void open(boolean nowOpen) {
    mode = nowOpen ? Mode.OPEN : Mode.CLOSED;
  }

  /** What a buyer pays now, or what a seller gets. */
  BigDecimal price(Instrument instrument, boolean buys) {
    BigDecimal bid = prices.bid(instrument, account.now());
    return buys ? bid.add(instrument.minTick()) : bid;
  }

  /** The price at which this order trades now; empty if its limit does not allow it. */
  Optional<BigDecimal> priceFor(Order order, Instrument instrument) {
    boolean buys = order.action().equals("BUY");
    BigDecimal price = price(instrument, buys);
    if (!order.orderType().endsWith("LMT")) {
      return Optional.of(price);
    }
    int beyond = price.compareTo(order.lmtPrice());
    return (buys ? beyond <= 0 : beyond >= 0) ? Optional.of(price) : Optional.empty();
  }

  /** Whether the price has come to the order's stop price. */
  boolean touches(Order order, Instrument instrument) {
    boolean buys = order.action().equals("BUY");
    int beyond = price(instrument, buys).compareTo(order.auxPrice());
    return buys ? beyond >= 0 : beyond <= 0;
  }

  /** When the next session begins, such as {@code 2026-08-25 09:30:00 US/Eastern}. */
  String nextOpening(Order order, Instrument instrument) {
    boolean regular = SessionTimes.inRegularHours(order, instrument);
    Instant opening = MarketCalendar.of(instrument).beginsAfter(account.now(), regular).from();
    String text = GatewayTime.zoned(opening, zone);
    return text.substring(0, 4) + '-' + text.substring(4, 6) + '-' + text.substring(6);
  }
}
