package dev.ibintents.marketdata;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.message.ContractDetails;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When the sessions of the days around now close, from the hours in an instrument's description:
 * {@code 20261123:0930-20261123:1600;20261124:CLOSED}. It says whether a bar is finished; one that
 * is not would be stored as what it never was.
 */
final class SessionCloses {
  private static final Pattern SESSION = Pattern.compile("(\\d{8}):(\\d{4})-(\\d{8}):(\\d{4})");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmm");

  private final ZoneId zone;
  private final Map<LocalDate, Instant> closes = new HashMap<>();

  /**
   * @param useRth whether bars end with the regular session
   */
  SessionCloses(ContractDetails details, boolean useRth, ZoneId zone) {
    this.zone = zone;
    Matcher sessions = SESSION.matcher(useRth ? details.liquidHours() : details.tradingHours());
    while (sessions.find()) {
      add(sessions.group(3) + sessions.group(4));
    }
  }

  private void add(String close) {
    LocalDateTime local;
    try {
      local = LocalDateTime.parse(close, TIME);
    } catch (DateTimeException e) {
      return; // gateways have written 2400; then the day itself says when it is over
    }
    Instant moment = local.atZone(zone).toInstant();
    closes.merge(local.toLocalDate(), moment, (one, other) -> one.isAfter(other) ? one : other);
  }

  /**
   * Whether a bar does not change any more, apart from what the broker corrects: the session of its
   * day has closed, or the day is over; a shorter one has had its time.
   */
  boolean isFinished(HistoricalBar bar, BarSize barSize, Instant now) {
    if (bar.start().isPresent()) {
      return !bar.start().get().plus(barSize.length()).isAfter(now);
    }
    LocalDate date = bar.date().orElseThrow();
    LocalDate today = LocalDate.ofInstant(now, zone);
    if (!date.equals(today)) {
      return date.isBefore(today);
    }
    Instant close = closes.get(date);
    return close != null && !now.isBefore(close);
  }
}
