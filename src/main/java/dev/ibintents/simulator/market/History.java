package dev.ibintents.simulator.market;

import dev.ibintents.ibapi.message.Bar;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.simulator.market.TradingHours.Hours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Bars of the simulated market's past. Sessions and holidays are those of the real markets, though
 * the simulated one never closes.
 */
public final class History {
  /** More bars than this are refused. */
  static final int MOST_BARS = 50_000;

  private static final int EPOCH_SECONDS = 2;

  private final Prices prices;
  private final ZoneId zone;

  public History(Prices prices, ZoneId zone) {
    this.prices = prices;
    this.zone = zone;
  }

  /**
   * The bars of an instrument, the oldest first; the one that is not finished is among them.
   *
   * @param show TRADES, MIDPOINT, BID, ASK, BID_ASK or ADJUSTED_LAST
   * @param regularHours whether to leave out what is outside of them
   * @param dateFormat 2 for epoch seconds, else text; bars of a day are always yyyyMMdd
   * @throws IllegalArgumentException if there would be too many
   */
  public List<Bar> bars(
      Instrument instrument,
      BarSpan span,
      Instant end,
      String show,
      boolean regularHours,
      int dateFormat) {
    Instant start = span.start(end);
    BarMaker maker = new BarMaker(prices.path(instrument), show);
    List<Bar> bars = new ArrayList<>();
    for (Hours hours : sessions(new TradingHours(instrument, regularHours), span, start, end)) {
      addSession(bars, maker, span, hours, start, end, dateFormat);
    }
    return bars;
  }

  /** The sessions within the span, the oldest first. */
  private static List<Hours> sessions(
      TradingHours hours, BarSpan span, Instant start, Instant end) {
    List<Hours> sessions = new ArrayList<>();
    LocalDate first = hours.first().date();
    Hours session = hours.beganBefore(end);
    while (!session.date().isBefore(first)
        && span.reaches(session.date(), start, sessions.size())) {
      sessions.add(session);
      session = hours.before(session.date());
    }
    Collections.reverse(sessions);
    return sessions;
  }

  private void addSession(
      List<Bar> bars,
      BarMaker maker,
      BarSpan span,
      Hours hours,
      Instant start,
      Instant end,
      int dateFormat) {
    long last = Math.min(hours.to().getEpochSecond(), end.getEpochSecond());
    boolean daily = span.barSeconds() == BarSpan.DAY;
    long to;
    for (long from = hours.from().getEpochSecond(); from < last; from = to) {
      to = daily ? last : Math.min(nextBar(from, span.barSeconds()), last);
      if (!daily && from < start.getEpochSecond()) {
        continue;
      }
      if (bars.size() == MOST_BARS) {
        throw new IllegalArgumentException("more than " + MOST_BARS + " bars");
      }
      String date = daily ? date(hours.date()) : time(Instant.ofEpochSecond(from), dateFormat);
      bars.add(maker.bar(from, to, date));
    }
  }

  /** Bars begin with the clock of New York, so that the first of a session may be shorter. */
  private static long nextBar(long from, int seconds) {
    int offset =
        TradingDay.NEW_YORK.getRules().getOffset(Instant.ofEpochSecond(from)).getTotalSeconds();
    return from - Math.floorMod(from + offset, seconds) + seconds;
  }

  private String time(Instant time, int dateFormat) {
    return dateFormat == EPOCH_SECONDS
        ? Long.toString(time.getEpochSecond())
        : GatewayTime.zoned(time, zone);
  }

  private static String date(LocalDate date) {
    return date.format(DateTimeFormatter.BASIC_ISO_DATE);
  }
}
