package dev.ibintents.marketdata;

import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.GatewayTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The requests that a series takes. Pure. */
final class SeriesRequests {
  private static final RequestLength OF_HOURS = RequestLength.of(BarSize.HOUR);

  /** How far a request for hours surely reaches. */
  static final Duration STEP_OF_HOURS = OF_HOURS.step();

  private static final String NOW = "";

  /** So many more days of trading than it seems to take: a weekend, and some bars to compare. */
  private static final int SPARE_DAYS = 7;

  private final Series series;
  private final Contract contract;
  private final RequestLength length;

  SeriesRequests(Series series, Contract contract) {
    this.series = series;
    this.contract = contract;
    this.length = RequestLength.of(series.barSize());
  }

  /** How far beyond what is held one request reaches. */
  Duration step() {
    return length.step();
  }

  /** Whether all of it has to be asked for at once, up to now. */
  boolean comesWhole() {
    return series.whatToShow() == WhatToShow.ADJUSTED_LAST;
  }

  /** The last bars up to now, not before {@code goal} if that is near. */
  HistoricalRequest.Bars upToNow(BarTime goal, LocalDate today) {
    return bars(NOW, series.barSize().isDay() ? days(goal.date(), today) : length.duration());
  }

  /**
   * The bars before a time, back to another if that is near; of a day, its own bar, too, and
   * perhaps a part of the next day's.
   */
  HistoricalRequest.Bars upTo(BarTime end, BarTime from) {
    if (!end.isDate()) {
      return bars(GatewayTime.utc(end.start()), length.duration());
    }
    Instant endOfDay = end.date().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return bars(GatewayTime.utc(endOfDay), days(from.date(), end.date()));
  }

  /** In which hours before a time there are bars; it reaches back by {@link #STEP_OF_HOURS}. */
  HistoricalRequest.Bars hours(BarTime end) {
    return new HistoricalRequest.Bars(
        contract,
        GatewayTime.utc(end.start()),
        OF_HOURS.duration(),
        BarSize.HOUR,
        series.whatToShow(),
        series.useRth());
  }

  /** Where the history begins. */
  HistoricalRequest.Head head() {
    return new HistoricalRequest.Head(contract, series.whatToShow(), series.useRth());
  }

  private String days(LocalDate from, LocalDate to) {
    long days = Math.max(0, ChronoUnit.DAYS.between(from, to)) + SPARE_DAYS;
    return days <= HistoryLength.MOST_DAYS || comesWhole()
        ? HistoryLength.ofDays(days)
        : length.duration();
  }

  private HistoricalRequest.Bars bars(String end, String duration) {
    return new HistoricalRequest.Bars(
        contract, end, duration, series.barSize(), series.whatToShow(), series.useRth());
  }
}
