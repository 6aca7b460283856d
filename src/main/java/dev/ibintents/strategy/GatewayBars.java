package dev.ibintents.strategy;

import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.marketdata.HistoryLength;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Requests daily bars of the regular trading hours from the gateway. */
final class GatewayBars implements BarSource {
  private static final String UNTIL_NOW = "";
  private static final int DAYS_A_YEAR = 365;

  /** A number below the true one, so that holidays do not lead to too few bars. */
  private static final int SESSIONS_A_YEAR = 230;

  private final IbGateway gateway;

  /**
   * A request for bars.
   *
   * @param contract the instrument
   * @param duration the time back from now, as the TWS API's durationStr, such as {@code 8 D}
   */
  record Wanted(ResolvedContract contract, String duration) {}

  GatewayBars(IbGateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public List<List<DailyBar>> daily(List<ResolvedContract> contracts, int days) {
    return daily(contracts, duration(days));
  }

  @Override
  public List<List<DailyBar>> dailySince(
      List<ResolvedContract> contracts, LocalDate from, LocalDate today) {
    return daily(contracts, durationSince(from, today));
  }

  private List<List<DailyBar>> daily(List<ResolvedContract> contracts, String duration) {
    return ask(contracts.stream().map(contract -> new Wanted(contract, duration)).toList()).stream()
        .map(bars -> bars.stream().map(GatewayBars::dailyBar).toList())
        .toList();
  }

  /**
   * Returns the bars up to now, the oldest first, in the order of the requests, with a single wait.
   */
  List<List<HistoricalBar>> ask(List<Wanted> wanted) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<List<HistoricalBar>> answers =
        gateway.awaitBars(wanted.stream().map(GatewayBars::request).toList());
    List<List<HistoricalBar>> onDays = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      ResolvedContract contract = wanted.get(i).contract();
      onDays.add(answers.get(i).stream().map(bar -> onDay(bar, contract)).toList());
    }
    return onDays;
  }

  private static HistoricalBar onDay(HistoricalBar bar, ResolvedContract contract) {
    return bar.date().isPresent() ? bar : bar.onDay(contract.zone());
  }

  private static HistoricalRequest.Bars request(Wanted wanted) {
    return new HistoricalRequest.Bars(
        wanted.contract().contract(),
        UNTIL_NOW,
        wanted.duration(),
        BarSize.DAY,
        whatToShow(wanted.contract()),
        true);
  }

  /** Returns MIDPOINT for currency pairs, which have no trades, and else TRADES. */
  static WhatToShow whatToShow(ResolvedContract contract) {
    return contract.contract().secType().equals("CASH") ? WhatToShow.MIDPOINT : WhatToShow.TRADES;
  }

  /**
   * Returns the duration that contains this number of sessions. It is in calendar days up to the
   * gateway's limit of 365, and else in years, up to 68.
   */
  static String duration(int sessions) {
    int calendarDays = Math.multiplyExact(sessions, DAYS_A_YEAR) / SESSIONS_A_YEAR + 7;
    return HistoryLength.ofDays(calendarDays);
  }

  /** Returns the duration that contains all sessions since a day. */
  static String durationSince(LocalDate from, LocalDate today) {
    int calendarDays = Math.toIntExact(Math.max(0, ChronoUnit.DAYS.between(from, today)));
    return HistoryLength.ofDays(calendarDays + 1);
  }

  static DailyBar dailyBar(HistoricalBar bar) {
    return new DailyBar(
        bar.date().orElseThrow(() -> new NoSignalsException("no bar of a day: " + bar)),
        bar.open(),
        bar.high(),
        bar.low(),
        bar.close(),
        bar.volume());
  }
}
