package dev.ibintents.marketdata;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDetails;
import dev.ibintents.ibapi.message.ContractDetailsBuilder;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Bars for tests. */
public final class BarSamples {
  static final Series DAILY = new Series(756733, BarSize.DAY, WhatToShow.TRADES, true);
  static final Series MINUTES = new Series(756733, BarSize.MINUTE, WhatToShow.TRADES, false);

  private BarSamples() {}

  static SeriesContract spy() {
    return contract(756733, "SPY", "STK", "ARCA");
  }

  static SeriesContract contract(int conId, String symbol, String secType, String listed) {
    return new SeriesContract(
        conId, symbol, secType, "SMART", listed, "USD", symbol, ZoneId.of("US/Eastern"));
  }

  public static HistoricalBar day(LocalDate date, String close) {
    return bar(Optional.of(date), Optional.empty(), close);
  }

  public static HistoricalBar minute(Instant start, String close) {
    return bar(Optional.empty(), Optional.of(start), close);
  }

  private static HistoricalBar bar(
      Optional<LocalDate> date, Optional<Instant> start, String close) {
    BigDecimal price = new BigDecimal(close);
    return new HistoricalBar(
        date,
        start,
        price,
        price.add(new BigDecimal("0.25")),
        price.subtract(new BigDecimal("0.5")),
        price,
        Optional.of(new BigDecimal("948837.20")),
        Optional.of(new BigDecimal("184.869")),
        Optional.of(324_891));
  }

  /** A bar for each weekday from one date up to the day before another. */
  static List<HistoricalBar> days(LocalDate from, LocalDate to, String close) {
    List<HistoricalBar> bars = new ArrayList<>();
    from.datesUntil(to)
        .filter(date -> date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0)
        .forEach(date -> bars.add(day(date, close)));
    return bars;
  }

  /** So many bars of a minute. */
  static List<HistoricalBar> minutes(Instant from, int count, String close) {
    List<HistoricalBar> bars = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bars.add(minute(from.plusSeconds(60L * i), close));
    }
    return bars;
  }

  /** A description with these hours. */
  public static ContractDetails details(String liquidHours, String tradingHours) {
    return new ContractDetailsBuilder(Contract.builder().conId(756733).build())
        .liquidHours(liquidHours)
        .tradingHours(tradingHours)
        .build();
  }
}
