package dev.ibintents.simulator.market;

import dev.ibintents.simulator.market.TradingHours.Hours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The calendar of a real market: its sessions, its holidays and its half days. A session is dated
 * by the day on which it closes. Sessions of futures and pairs begin on the evening before.
 */
public enum MarketCalendar {
  /** Shares in the United States, with trading before and after regular hours. */
  UNITED_STATES(
      Holidays.UNITED_STATES,
      "America/New_York",
      "US/Eastern",
      span("04:00", "20:00", "17:00"),
      span("09:30", "16:00", "13:00")),
  /** Options and bills in the United States. */
  OPTIONS(
      Holidays.UNITED_STATES,
      "America/New_York",
      "US/Eastern",
      span("09:30", "16:00", "13:00"),
      span("09:30", "16:00", "13:00")),
  /** Xetra. */
  XETRA(
      Holidays.GERMANY,
      "Europe/Berlin",
      "MET",
      span("09:00", "17:30", "14:00"),
      span("09:00", "17:30", "14:00")),
  /** The London Stock Exchange. */
  LONDON(
      Holidays.UNITED_KINGDOM,
      "Europe/London",
      "GB-Eire",
      span("08:00", "16:30", "12:30"),
      span("08:00", "16:30", "12:30")),
  /** Tokyo. The break at noon is left out. */
  TOKYO(
      Holidays.JAPAN,
      "Asia/Tokyo",
      "Japan",
      span("09:00", "15:30", "15:30"),
      span("09:00", "15:30", "15:30")),
  /** Taipei. */
  TAIPEI(
      Holidays.TAIWAN,
      "Asia/Taipei",
      "Asia/Taipei",
      span("09:00", "13:30", "13:30"),
      span("09:00", "13:30", "13:30")),
  /** Index futures of the CME. */
  CME(
      Holidays.UNITED_STATES,
      "America/Chicago",
      "US/Central",
      overnight("17:00", "16:00", "12:15"),
      span("08:30", "16:00", "12:15")),
  /** Currency pairs. */
  CURRENCIES(
      Holidays.CURRENCIES,
      "America/New_York",
      "US/Eastern",
      overnight("17:15", "17:00", "17:00"),
      overnight("17:15", "17:00", "17:00"));

  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd:HHmm");

  /** The hours of a session in the market's own time. {@code early} is the close of a half day. */
  private record Span(LocalTime from, LocalTime to, LocalTime early, boolean isOvernight) {}

  /** The text of the sessions of some days. All descriptions of one day have the same text. */
  private record WrittenDays(LocalDate from, int days, String text) {}

  /** The last text for all hours and for regular hours; threads may see each other's or not. */
  private final WrittenDays[] lastWritten = new WrittenDays[2];

  private final Holidays holidays;
  private final ZoneId zone;
  private final String zoneName;
  private final Span trading;
  private final Span regular;

  MarketCalendar(Holidays holidays, String zone, String zoneName, Span trading, Span regular) {
    this.holidays = holidays;
    this.zone = ZoneId.of(zone);
    this.zoneName = zoneName;
    this.trading = trading;
    this.regular = regular;
  }

  private static Span span(String from, String to, String early) {
    return new Span(LocalTime.parse(from), LocalTime.parse(to), LocalTime.parse(early), false);
  }

  private static Span overnight(String from, String to, String early) {
    return new Span(LocalTime.parse(from), LocalTime.parse(to), LocalTime.parse(early), true);
  }

  /** The calendar of the market that trades an instrument. */
  public static MarketCalendar of(Instrument instrument) {
    return switch (instrument.kind()) {
      case STK -> ofShare(instrument.primaryExchange());
      case OPT, BILL -> OPTIONS;
      case FUT -> CME;
      case CASH -> CURRENCIES;
    };
  }

  private static MarketCalendar ofShare(String venue) {
    return switch (venue) {
      case "IBIS" -> XETRA;
      case "LSE" -> LONDON;
      case "TSEJ" -> TOKYO;
      case "TWSE" -> TAIPEI;
      default -> UNITED_STATES;
    };
  }

  /** The name of the time zone as gateways write it. */
  String zoneName() {
    return zoneName;
  }

  /** Whether the market has a session on a date. */
  public boolean isOpen(LocalDate date) {
    return holidays.isOpen(date);
  }

  /** The session of a date on which the market is open. */
  Hours on(LocalDate date, boolean inRegularHours) {
    Span span = inRegularHours ? regular : trading;
    LocalTime to = holidays.closesEarly(date) ? span.early() : span.to();
    LocalDate first = span.isOvernight() ? date.minusDays(1) : date;
    return new Hours(date, at(first, span.from()), at(date, to));
  }

  private Instant at(LocalDate date, LocalTime time) {
    return date.atTime(time).atZone(zone).toInstant();
  }

  /** The first session that is not over at a moment. */
  public Hours notOverAt(Instant moment, boolean inRegularHours) {
    LocalDate date = moment.atZone(zone).toLocalDate();
    while (!isOpen(date) || !on(date, inRegularHours).to().isAfter(moment)) {
      date = date.plusDays(1);
    }
    return on(date, inRegularHours);
  }

  /** The first session that begins after a moment. */
  public Hours beginsAfter(Instant moment, boolean inRegularHours) {
    Hours session = notOverAt(moment, inRegularHours);
    return session.from().isAfter(moment) ? session : notOverAt(session.to(), inRegularHours);
  }

  /** Whether a session is open at a moment. */
  public boolean isWithin(Instant moment, boolean inRegularHours) {
    return !notOverAt(moment, inRegularHours).from().isAfter(moment);
  }

  /** The sessions of {@code days} days, as contract descriptions write them. */
  String text(LocalDate from, int days, boolean inRegularHours) {
    WrittenDays known = lastWritten[inRegularHours ? 1 : 0];
    if (known == null || known.days != days || !known.from.equals(from)) {
      String text =
          Stream.iterate(from, day -> day.plusDays(1))
              .limit(days)
              .map(day -> text(day, inRegularHours))
              .collect(Collectors.joining(";"));
      known = new WrittenDays(from, days, text);
      lastWritten[inRegularHours ? 1 : 0] = known;
    }
    return known.text;
  }

  private String text(LocalDate day, boolean inRegularHours) {
    if (!isOpen(day)) {
      return day.format(DateTimeFormatter.BASIC_ISO_DATE) + ":CLOSED";
    }
    Hours hours = on(day, inRegularHours);
    return DAY_AND_TIME.format(hours.from().atZone(zone))
        + "-"
        + DAY_AND_TIME.format(hours.to().atZone(zone));
  }
}
