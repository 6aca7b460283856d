package dev.ibintents.marketdata.collection;

import dev.ibintents.gateway.MarketSessions;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.message.ContractDetails;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The closes of the sessions of the days around now, from the hours in an instrument's description:
 * {@code 20261123:0930-20261123:1600;20261124:CLOSED}. They tell whether a bar is finished. An
 * unfinished bar must not be stored, because its prices still change.
 */
final class SessionCloses {
  private final ZoneId zone;
  private final MarketSessions sessions;

  /**
   * @param useRth whether bars end with the regular session
   */
  SessionCloses(ContractDetails details, boolean useRth, ZoneId zone) {
    this.zone = zone;
    this.sessions =
        MarketSessions.of(useRth ? details.liquidHours() : details.tradingHours(), zone);
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
    return sessions.lastClose(date).filter(close -> !now.isBefore(close)).isPresent();
  }
}
