package dev.ibintents.marketdata.collection;

import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.marketdata.BarTime;
import dev.ibintents.marketdata.HistoryLength;
import dev.ibintents.marketdata.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Makes the requests for the bars of a series. */
public final class SeriesRequests {
  private static final RequestLength OF_HOURS = RequestLength.of(BarSize.HOUR);

  /** The range that a request for hours is sure to cover. */
  static final Duration STEP_OF_HOURS = OF_HOURS.step();

  private static final String NOW = "";

  /** Days of trading that are asked for besides: a weekend, and some bars to compare. */
  private static final int SPARE_DAYS = 7;

  private final Series series;
  private final Contract contract;
  private final RequestLength length;

  public SeriesRequests(Series series, Contract contract) {
    this.series = series;
    this.contract = contract;
    this.length = RequestLength.of(series.barSize());
  }

  /** How far the end of a request may be from the bars that are held. */
  Duration step() {
    return length.step();
  }

  /** Whether the whole series must be asked for at once, up to now. */
  boolean comesWhole() {
    return series.whatToShow() == WhatToShow.ADJUSTED_LAST;
  }

  /** Asks for the last bars up to now, back to the goal if one request reaches it. */
  public HistoricalRequest.Bars upToNow(BarTime goal, LocalDate today) {
    return bars(NOW, series.barSize().isDay() ? days(goal.date(), today) : length.duration());
  }

  /**
   * Asks for the bars before a time, back to another time if one request reaches it. For bars of a
   * day, the answer also has the bar of the end itself, and perhaps an unfinished next bar.
   */
  public HistoricalRequest.Bars upTo(BarTime end, BarTime from) {
    if (!end.isDate()) {
      return bars(GatewayTime.utc(end.start()), length.duration());
    }
    Instant endOfDay = end.date().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return bars(GatewayTime.utc(endOfDay), days(from.date(), end.date()));
  }

  /** Asks for the hours with bars before a time, back by {@link #STEP_OF_HOURS}. */
  HistoricalRequest.Bars hours(BarTime end) {
    return new HistoricalRequest.Bars(
        contract,
        GatewayTime.utc(end.start()),
        OF_HOURS.duration(),
        BarSize.HOUR,
        series.whatToShow(),
        series.useRth());
  }

  /** Asks when the history begins. */
  public HistoricalRequest.Head head() {
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
