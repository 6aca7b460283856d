package dev.ibintents.strategy;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.gateway.UnresolvedContractException;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.Series;
import dev.ibintents.store.Document;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a strategy has to find out with what to hold. */
public final class StrategyContext {
  private final String id;
  private final Optional<Document> document;
  private final TradingMode tradingMode;
  private final Clock clock;
  private final Contracts contracts;
  private final BarSource bars;

  /**
   * @param id the strategy's id, under which its document and its holdings are kept
   * @param document its document, if there is one
   * @param tradingMode which account is traded
   * @param clock tells the time
   * @param contracts finds instruments
   * @param bars where bars come from
   */
  public StrategyContext(
      String id,
      Optional<Document> document,
      TradingMode tradingMode,
      Clock clock,
      Contracts contracts,
      BarSource bars) {
    this.id = Objects.requireNonNull(id, "id");
    this.document = Objects.requireNonNull(document, "document");
    this.tradingMode = Objects.requireNonNull(tradingMode, "tradingMode");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.contracts = Objects.requireNonNull(contracts, "contracts");
    this.bars = Objects.requireNonNull(bars, "bars");
  }

  /**
   * The context of one strategy in an invocation: reads its document.
   *
   * @param id the strategy's id
   * @param environment the invocation's, with a gateway that is connected
   * @param contracts the invocation's, which all strategies share
   */
  public static StrategyContext of(String id, Environment environment, Contracts contracts) {
    return new StrategyContext(
        id,
        environment.store().get(path(id)),
        environment.variables().tradingMode(),
        environment.clock(),
        contracts,
        new StoredBars(
            new Bars(environment.store()),
            new GatewayBars(environment.gateway()),
            environment.clock()));
  }

  /** Where the document of a strategy is. */
  public static String path(String id) {
    return "strategies/" + id;
  }

  /** The strategy's id. */
  public String id() {
    return id;
  }

  /** The strategy's document, if there is one; its fields are read by {@link Strategy#read}. */
  Optional<Document> findDocument() {
    return document;
  }

  /** Which account is traded. */
  public TradingMode tradingMode() {
    return tradingMode;
  }

  /** Tells the time. */
  public Clock clock() {
    return clock;
  }

  /** Which day it is in a time zone. */
  public LocalDate today(ZoneId zone) {
    return LocalDate.now(clock.withZone(zone));
  }

  /**
   * The instruments that contracts mean, with one wait for all.
   *
   * @throws NoSignalsException naming every contract that is not exactly one instrument
   */
  public List<ResolvedContract> resolve(List<ContractSpec> specs) {
    try {
      return contracts.resolve(specs);
    } catch (UnresolvedContractException e) {
      throw new NoSignalsException(NoSignalsException.Kind.UNRESOLVED, e.getMessage(), e);
    }
  }

  /**
   * The instrument that a contract means.
   *
   * @throws NoSignalsException if it is not exactly one
   */
  public ResolvedContract resolve(ContractSpec spec) {
    return resolve(List.of(spec)).get(0);
  }

  /** As {@link #dailyBars(List, int)}, for one instrument. */
  public List<DailyBar> dailyBars(ResolvedContract contract, int days) {
    return dailyBars(List.of(contract), days).get(0);
  }

  /**
   * The last bars of several instruments, with one wait for all. The bar of a day counts when that
   * day is over in the instrument's time zone, so that every run of a day computes on the same
   * bars.
   *
   * @param wanted the instruments
   * @param days how many bars at the most; fewer if there are no more
   * @return for each instrument its bars, the oldest first
   * @throws NoSignalsException if a bar makes no sense
   */
  public List<List<DailyBar>> dailyBars(List<ResolvedContract> wanted, int days) {
    List<List<DailyBar>> answers = bars.daily(wanted, days + 1);
    List<List<DailyBar>> finished = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      ResolvedContract contract = wanted.get(i);
      LocalDate today = today(zone(contract));
      List<DailyBar> ofContract =
          answers.get(i).stream().filter(bar -> bar.date().isBefore(today)).toList();
      refuseNonsense(contract, ofContract);
      finished.add(ofContract.subList(Math.max(0, ofContract.size() - days), ofContract.size()));
    }
    return finished;
  }

  /**
   * The stored bars of a series from one day to another, both inclusive, in the instrument's time
   * zone. The gateway is not asked: what collect-market-data has not collected is not among them.
   *
   * @param series whose bars, how long, and made of what
   * @param from the first day
   * @param to the last day
   * @return the oldest first; none if none is stored of these days
   * @throws NoSignalsException if the series was never collected, or {@code from} is after {@code
   *     to}
   */
  public List<HistoricalBar> storedBars(Series series, LocalDate from, LocalDate to) {
    if (from.isAfter(to)) {
      throw new NoSignalsException(
          "bars of %s were asked for from %s to %s; from must not be after to"
              .formatted(series, from, to));
    }
    return bars.stored(series, from, to)
        .orElseThrow(
            () ->
                new NoSignalsException(
                    "no bars are stored at %s; collect-market-data collects them"
                        .formatted(series.path())));
  }

  private static ZoneId zone(ResolvedContract contract) {
    try {
      return contract.zone();
    } catch (DateTimeException e) {
      throw new NoSignalsException(e.getMessage(), e);
    }
  }

  private static void refuseNonsense(ResolvedContract contract, List<DailyBar> bars) {
    LocalDate previous = LocalDate.MIN;
    for (DailyBar bar : bars) {
      if (bar.close().signum() == 0 || !bar.date().isAfter(previous)) {
        throw new NoSignalsException(
            "the daily bars of %s have no price, or no sequence, at %s".formatted(contract, bar));
      }
      previous = bar.date();
    }
  }
}
