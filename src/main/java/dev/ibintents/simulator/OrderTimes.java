package dev.ibintents.simulator;

import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.Order;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/** From when to when an order lives. */
final class OrderTimes {
  private final ZoneId zone;

  /**
   * @param zone at whose midnight a day ends, and in which times without a zone are
   */
  OrderTimes(ZoneId zone) {
    this.zone = zone;
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

  /** Before this moment it does not work: goodAfterTime, and the close for MOC. */
  Optional<Instant> begins(Order order, Instrument instrument, Instant placed) {
    Optional<Instant> after = parse(order.goodAfterTime());
    return order.orderType().equals("MOC") ? Optional.of(close(instrument, placed)) : after;
  }

  /** The close of the session in which an order is placed: 16:00 in New York, 17:00 for futures. */
  static Instant close(Instrument instrument, Instant placed) {
    LocalTime close = LocalTime.of(instrument.kind() == Instrument.Kind.STK ? 16 : 17, 0);
    return TradingDay.of(instrument.kind(), placed)
        .date()
        .atTime(close)
        .atZone(TradingDay.NEW_YORK)
        .toInstant();
  }

  /**
   * From this moment on it is over: the next midnight for DAY, goodTillDate for GTD. It is the
   * midnight after which executions are forgotten, too, because this market never closes.
   */
  Optional<Instant> ends(Order order, Instant placed) {
    return switch (order.tif()) {
      case "DAY" -> Optional.of(midnightAfter(begun(order, placed)));
      case "GTD" -> parse(order.goodTillDate());
      default -> Optional.empty();
    };
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
