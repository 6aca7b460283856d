package dev.ibintents.simulator.order;

import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
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

/** From when to when an order lives. */
public final class SessionTimes {
  private final ZoneId zone;
  private final boolean byCalendar;

  /**
   * @param zone at whose midnight a day ends, and in which times without a zone are
   * @param byCalendar whether the market keeps the hours of the real ones
   */
  public SessionTimes(ZoneId zone, boolean byCalendar) {
    this.zone = zone;
    this.byCalendar = byCalendar;
  }

  /**
   * The moment that an order's time means; empty if it has none.
   *
   * @throws OrderRefusedException if it is in no form that gateways read
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

  /** Whether a time says nothing about its zone, which gateways warn of. */
  static boolean lacksZone(String time) {
    return !time.isEmpty() && GatewayTime.absolute(time).isEmpty();
  }

  /**
   * Whether an order trades in regular hours only: futures and pairs trade in all of theirs, others
   * if they are told so.
   */
  static boolean inRegularHours(Order order, Instrument instrument) {
    boolean allHours =
        instrument.kind() == Instrument.Kind.FUT || instrument.kind() == Instrument.Kind.CASH;
    return !allHours && !order.get(OrderField.OUTSIDE_RTH);
  }

  /** Before this moment it does not work: goodAfterTime, and the close for MOC. */
  Optional<Instant> begins(Order order, Instrument instrument, Instant placed) {
    Optional<Instant> after = parse(order.goodAfterTime());
    return order.orderType().equals("MOC") ? Optional.of(close(instrument, placed)) : after;
  }

  /** The close of the session in which an order is placed: 16:00 in New York, 17:00 for futures. */
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
   * From this moment on it is over: the end of its day for DAY, goodTillDate for GTD, and the
   * settlement of what expires.
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
   * The end of the session in which it works, or the next midnight in a market that never closes:
   * that is the midnight after which executions are forgotten, too.
   */
  private Instant endOfDay(Order order, Instrument instrument, Instant begun) {
    return byCalendar && !order.orderType().equals("MOC")
        ? MarketCalendar.of(instrument).notOverAt(begun, inRegularHours(order, instrument)).to()
        : midnightAfter(begun);
  }

  /** A DAY order that begins later is of the day on which it begins. */
  private Instant begun(Order order, Instant placed) {
    Instant after = parse(order.goodAfterTime()).orElse(placed);
    return after.isAfter(placed) ? after : placed;
  }

  private Instant midnightAfter(Instant time) {
    return time.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
  }
}
