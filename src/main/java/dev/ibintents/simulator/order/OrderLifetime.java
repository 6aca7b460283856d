package dev.ibintents.simulator.order;

import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.simulator.market.Auctions;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.MarketCalendar;
import dev.ibintents.simulator.market.TradingDay;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Computes when an order begins to work and when it expires. */
public final class OrderLifetime {
  private final ZoneId zone;
  private final boolean byCalendar;
  private final Optional<Auctions> auctions;

  /**
   * Computes by a time zone.
   *
   * @param zone the time zone whose midnight ends a day, and of times without a time zone
   * @param byCalendar whether the market keeps the hours of the real markets
   * @param auctions the auctions, if the market fills orders at no other time
   */
  public OrderLifetime(ZoneId zone, boolean byCalendar, Optional<Auctions> auctions) {
    this.zone = zone;
    this.byCalendar = byCalendar;
    this.auctions = auctions;
  }

  /**
   * Reads a time of an order.
   *
   * @return the moment; empty if the order has no such time
   * @throws OrderRefusedException if gateways cannot read the text
   */
  Optional<Instant> checked(String time) throws OrderRefusedException {
    try {
      return parse(time);
    } catch (DateTimeException e) {
      throw new OrderRefusedException(
          Refusal.byGateway(
              391,
              "The time or time-zone entered is invalid. The correct format is hh:mm:ss xxx where"
                  + " xxx is an optionally specified time-zone. E.g.: 15:59:00 EST. Note that there"
                  + " is a space between the time and the time zone. If no time zone is specified,"
                  + " local time is assumed."));
    }
  }

  private Optional<Instant> parse(String time) {
    return time.isEmpty() ? Optional.empty() : Optional.of(GatewayTime.parse(time, zone));
  }

  /** Whether a time has no time zone. Gateways warn about such a time. */
  static boolean lacksZone(String time) {
    return !time.isEmpty() && GatewayTime.absolute(time).isEmpty();
  }

  /**
   * Whether an order trades in regular hours only. Futures and pairs trade in all of their hours.
   * Other instruments do so if the order says so.
   */
  static boolean inRegularHours(Order order, Instrument instrument) {
    boolean allHours =
        instrument.kind() == Instrument.Kind.FUT || instrument.kind() == Instrument.Kind.CASH;
    return !allHours && !order.get(OrderField.OUTSIDE_RTH);
  }

  /** The moment before which an order does not work: goodAfterTime, or the close for MOC. */
  Optional<Instant> begins(Order order, Instrument instrument, Instant placed) {
    Optional<Instant> after = parse(order.goodAfterTime());
    return order.orderType().equals("MOC") ? Optional.of(close(instrument, placed)) : after;
  }

  /**
   * The close of the session in which an order is placed: 16:00 in New York, or 17:00 for futures.
   */
  Instant close(Instrument instrument, Instant placed) {
    if (byCalendar) {
      return MarketCalendar.of(instrument).notOverAt(placed, true).to();
    }
    LocalTime close = LocalTime.of(instrument.isPaidFor() ? 16 : 17, 0);
    return TradingDay.of(instrument.kind(), placed)
        .date()
        .atTime(close)
        .atZone(TradingDay.NEW_YORK)
        .toInstant();
  }

  /**
   * The moment at which an order expires; empty if it never does. It is the end of the day for DAY,
   * and goodTillDate for GTD, but not later than the settlement of the instrument.
   */
  Optional<Instant> ends(Order order, Instrument instrument, Instant placed) {
    Optional<Instant> end =
        switch (order.tif()) {
          case "DAY" -> Optional.of(endOfDay(order, instrument, begun(order, placed)));
          case "GTD" -> parse(order.goodTillDate());
          default -> Optional.empty();
        };
    Optional<Instant> settlement = Optional.ofNullable(instrument.settlement());
    return Stream.of(end, settlement).flatMap(Optional::stream).min(Comparator.naturalOrder());
  }

  /**
   * The end of an order's session. In a market that never closes it is the next midnight, after
   * which executions are forgotten, too.
   */
  private Instant endOfDay(Order order, Instrument instrument, Instant begun) {
    if (auctions.isPresent()) {
      return auctions.get().endOfDay(instrument, begun);
    }
    return byCalendar && !order.orderType().equals("MOC")
        ? MarketCalendar.of(instrument).notOverAt(begun, inRegularHours(order, instrument)).to()
        : midnightAfter(begun);
  }

  /**
   * The moment that decides the day of a DAY order: goodAfterTime if it is later than the arrival.
   */
  private Instant begun(Order order, Instant placed) {
    Instant after = parse(order.goodAfterTime()).orElse(placed);
    return after.isAfter(placed) ? after : placed;
  }

  private Instant midnightAfter(Instant time) {
    return time.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
  }
}
