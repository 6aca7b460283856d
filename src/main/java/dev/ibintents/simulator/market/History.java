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
 * The bars of the simulated market's past. Sessions and holidays are those of the real markets, but
 * the simulated market never closes.
 */
public final class History implements PriceSource.BarSource {
  /** The largest number of bars in one answer. */
  static final int MOST_BARS = 50_000;

  private static final int EPOCH_SECONDS = 2;

  private final Prices prices;
  private final ZoneId zone;

  /** Makes bars whose times are written in {@code zone}. */
  public History(Prices prices, ZoneId zone) {
    this.prices = prices;
    this.zone = zone;
  }

  /** The part of the past that a request asks for, from {@code start} to {@code end}. */
  private record Window(BarSpan span, Instant start, Instant end) {}

  /**
   * The bars of an instrument, the oldest first. The last bar may be unfinished.
   *
   * @param show TRADES, MIDPOINT, BID, ASK, BID_ASK or ADJUSTED_LAST
   * @param regularHours whether the bars cover regular trading hours only
   * @param dateFormat 2 for epoch seconds, any other number for text; the date of a daily bar is
   *     always yyyyMMdd
   * @throws IllegalArgumentException if there are more than {@value #MOST_BARS} bars
   */
  @Override
  public List<Bar> bars(
      Instrument instrument,
      BarSpan span,
      Instant end,
      String show,
      boolean regularHours,
      int dateFormat) {
    Window window = new Window(span, span.start(end), end);
    BarMaker maker = new BarMaker(prices.path(instrument), show, prices.kept(instrument));
    List<Bar> bars = new ArrayList<>();
    for (Hours session : sessions(new TradingHours(instrument, regularHours), window)) {
      addSession(bars, maker, window, session, dateFormat);
    }
    return bars;
  }

  @Override
  public Instant first(Instrument instrument, boolean regularHours) {
    return new TradingHours(instrument, regularHours).first().from();
  }

  /** The sessions within the window, the oldest first. */
  private static List<Hours> sessions(TradingHours hours, Window window) {
    List<Hours> sessions = new ArrayList<>();
    LocalDate first = hours.first().date();
    Hours session = hours.beganBefore(window.end());
    while (!session.date().isBefore(first)
        && window.span().reaches(session.date(), window.start(), sessions.size())) {
      sessions.add(session);
      session = hours.before(session.date());
    }
    Collections.reverse(sessions);
    return sessions;
  }

  private void addSession(
      List<Bar> bars, BarMaker maker, Window window, Hours session, int dateFormat) {
    int barSeconds = window.span().barSeconds();
    long last = Math.min(session.to().getEpochSecond(), window.end().getEpochSecond());
    boolean daily = barSeconds == BarSpan.DAY;
    long to;
    for (long from = session.from().getEpochSecond(); from < last; from = to) {
      to = daily ? last : Math.min(nextBar(from, barSeconds), last);
      if (!daily && from < window.start().getEpochSecond()) {
        continue;
      }
      if (bars.size() == MOST_BARS) {
        throw new IllegalArgumentException("more than " + MOST_BARS + " bars");
      }
      String date = daily ? date(session.date()) : time(Instant.ofEpochSecond(from), dateFormat);
      bars.add(maker.bar(from, to, date));
    }
  }

  /**
   * The second at which the next bar begins. Bars follow the clock of New York, so the first bar of
   * a session may be shorter.
   */
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
