package dev.ibintents.marketdata.collection;

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
 * The closes of the sessions of the days around now, from the hours in an instrument's description:
 * {@code 20261123:0930-20261123:1600;20261124:CLOSED}. They tell whether a bar is finished. An
 * unfinished bar must not be stored, because its prices still change.
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
      return; // gateways have written 2400; then the session ends with the day
    }
    Instant moment = local.atZone(zone).toInstant();
    closes.merge(
        local.toLocalDate(), moment, (known, other) -> known.isAfter(other) ? known : other);
  }

  /**
   * Whether a bar is finished, so that only a correction of the broker changes it. A bar of a day
   * is finished when its session has closed, or its day is over; a shorter bar when its time is
   * over.
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
