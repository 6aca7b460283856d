package dev.ibintents.simulator;

import dev.ibintents.ibapi.message.Bar;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.simulator.Instrument.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Bars of the simulated market's past. A bar is sampled at a few moments, so its extremes are those
 * of the samples; sessions are those of the real markets, without holidays.
 */
final class History {
  /** More bars than this are refused. */
  static final int MOST_BARS = 50_000;

  private static final int SAMPLES = 6;
  private static final int EPOCH_SECONDS = 2;
  private static final LocalTime MORNING = LocalTime.of(4, 0);
  private static final LocalTime EVENING = LocalTime.of(20, 0);
  private static final LocalTime STOCK_OPEN = LocalTime.of(9, 30);
  private static final LocalTime STOCK_CLOSE = LocalTime.of(16, 0);
  private static final LocalTime CLOSE = LocalTime.of(17, 0);

  private final Prices prices;
  private final ZoneId zone;

  /** A session: the date on which it closes, and its first and last moment. */
  private record Hours(LocalDate date, Instant from, Instant to) {}

  History(Prices prices, ZoneId zone) {
    this.prices = prices;
    this.zone = zone;
  }

  /**
   * The bars of an instrument, the oldest first; the one that is not finished is among them.
   *
   * @param show TRADES, MIDPOINT, BID, ASK or ADJUSTED_LAST
   * @param regularHours whether to leave out what is outside of them
   * @param dateFormat 2 for epoch seconds, else text; bars of a day are always yyyyMMdd
   * @throws IllegalArgumentException if there would be too many
   */
  List<Bar> bars(
      Instrument instrument,
      BarSpan span,
      Instant end,
      String show,
      boolean regularHours,
      int dateFormat) {
    Instant start = span.start(end);
    List<Bar> bars = new ArrayList<>();
    LocalDate date = TradingDay.of(instrument.kind(), end).date();
    int sessions = 0;
    while (span.reaches(date, start, sessions)) {
      Hours hours = hours(instrument.kind(), date, regularHours);
      List<Bar> ofSession = ofSession(instrument, span, hours, start, end, show, dateFormat);
      bars.addAll(ofSession);
      sessions += ofSession.isEmpty() ? 0 : 1;
      if (bars.size() > MOST_BARS) {
        throw new IllegalArgumentException("more than " + MOST_BARS + " bars");
      }
      date = TradingDay.weekdayAtOrBefore(date.minusDays(1));
    }
    Collections.reverse(bars);
    return bars;
  }

  /** A session's bars, the latest first. */
  private List<Bar> ofSession(
      Instrument instrument,
      BarSpan span,
      Hours hours,
      Instant start,
      Instant end,
      String show,
      int dateFormat) {
    List<Bar> bars = new ArrayList<>();
    boolean daily = span.barSeconds() == BarSpan.DAY;
    long step = daily ? BarSpan.DAY : span.barSeconds();
    for (Instant t = hours.from();
        t.isBefore(hours.to()) && t.isBefore(end);
        t = t.plusSeconds(step)) {
      if (daily || !t.isBefore(start)) {
        Instant to = min(min(t.plusSeconds(step), hours.to()), end);
        String text = daily ? date(hours.date()) : time(t, dateFormat);
        bars.add(bar(instrument, t, to, show, text));
      }
    }
    Collections.reverse(bars);
    return bars;
  }

  private Bar bar(Instrument instrument, Instant from, Instant to, String show, String text) {
    long last = Math.max(0, to.getEpochSecond() - from.getEpochSecond() - 1);
    BigDecimal open = price(instrument, from, show);
    BigDecimal close = price(instrument, from.plusSeconds(last), show);
    BigDecimal high = open.max(close);
    BigDecimal low = open.min(close);
    for (int i = 1; i < SAMPLES; i++) {
      BigDecimal price = price(instrument, from.plusSeconds(last * i / SAMPLES), show);
      high = high.max(price);
      low = low.min(price);
    }
    if (!isTrades(show)) {
      BigDecimal none = BigDecimal.ONE.negate();
      return new Bar(text, open, high, low, close, none, none, -1);
    }
    BigDecimal average =
        open.add(close).add(high).add(low).divide(BigDecimal.valueOf(4), 3, RoundingMode.HALF_EVEN);
    return new Bar(
        text, open, high, low, close, BigDecimal.valueOf((last + 1) * 12), average, (int) last + 1);
  }

  private BigDecimal price(Instrument instrument, Instant at, String show) {
    if (isTrades(show)) {
      return prices.close(instrument, at);
    }
    BigDecimal bid = prices.bid(instrument, at);
    return switch (show) {
      case "BID" -> bid;
      case "ASK" -> bid.add(instrument.minTick());
      default ->
          bid.add(
              instrument
                  .minTick()
                  .divide(BigDecimal.valueOf(2), bid.scale() + 1, RoundingMode.UNNECESSARY));
    };
  }

  static boolean isTrades(String show) {
    return show.equals("TRADES") || show.equals("ADJUSTED_LAST");
  }

  private static Hours hours(Kind kind, LocalDate date, boolean regularHours) {
    LocalTime first = regularHours ? STOCK_OPEN : MORNING;
    LocalTime last = regularHours ? STOCK_CLOSE : EVENING;
    return kind == Kind.STK
        ? new Hours(date, at(date, first), at(date, last))
        : new Hours(
            date, TradingDay.of(kind, at(date, CLOSE).minusSeconds(1)).opens(), at(date, CLOSE));
  }

  private static Instant at(LocalDate date, LocalTime time) {
    return date.atTime(time).atZone(TradingDay.NEW_YORK).toInstant();
  }

  private String time(Instant time, int dateFormat) {
    return dateFormat == EPOCH_SECONDS
        ? Long.toString(time.getEpochSecond())
        : GatewayTime.zoned(time, zone);
  }

  private static String date(LocalDate date) {
    return date.format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  private static Instant min(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
