package dev.ibintents.simulator;

import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.Order;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * At which price an order trades now: buyers pay the ask, sellers get the bid, and there is enough
 * for everybody.
 */
final class Market {
  private final Prices prices;
  private final PaperAccount account;
  private final ZoneId zone;
  private volatile boolean open;

  /**
   * @param zone in which it says when it opens
   * @param open whether it is open now
   */
  Market(Prices prices, PaperAccount account, ZoneId zone, boolean open) {
    this.prices = prices;
    this.account = account;
    this.zone = zone;
    this.open = open;
  }

  boolean isOpen() {
    return open;
  }

  void open(boolean nowOpen) {
    open = nowOpen;
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
  String nextOpening(Instrument instrument) {
    Instant now = account.now();
    LocalDate day = now.atZone(TradingDay.NEW_YORK).toLocalDate();
    Instant opening = opening(instrument, day);
    while (!opening.isAfter(now)) {
      day = day.plusDays(1);
      opening = opening(instrument, day);
    }
    String text = GatewayTime.zoned(opening, zone);
    return text.substring(0, 4) + '-' + text.substring(4, 6) + '-' + text.substring(6);
  }

  private static Instant opening(Instrument instrument, LocalDate day) {
    LocalTime time =
        switch (instrument.kind()) {
          case STK -> LocalTime.of(9, 30);
          case FUT -> LocalTime.of(18, 0);
          case CASH -> LocalTime.of(17, 15);
        };
    LocalDate first = day;
    boolean evening = instrument.kind() != Instrument.Kind.STK;
    while (!TradingDay.weekdayAtOrBefore(evening ? first.plusDays(1) : first)
        .equals(evening ? first.plusDays(1) : first)) {
      first = first.plusDays(1);
    }
    return first.atTime(time).atZone(TradingDay.NEW_YORK).toInstant();
  }
}
