package dev.ibintents.testkit;

import dev.ibintents.backtest.BarData;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.store.Document;
import dev.ibintents.strategy.InvocationContext;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.strategy.Strategy;
import dev.ibintents.strategy.StrategyKind;
import dev.ibintents.testkit.BenchMarket.StoredSeries;
import dev.ibintents.testkit.BenchPast.PastRun;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A strategy with bars, holdings and a past of a test's own, at a date.
 *
 * <pre>{@code
 * Map<String, BigDecimal> signals =
 *     StrategyBench.of(new MyKind())
 *         .at("2026-11-23")
 *         .bars("SPY", BarSeries.linear(250, "500", "0.5"))
 *         .holding("SPY", "10")
 *         .signals();
 * }</pre>
 *
 * <p>Contracts and hours are those of the simulated gateway. A share that it does not know exists
 * once it has bars. Each method changes one setting and returns this object. A run is planned as an
 * allocation plans it: the next one finds its signals and its changed state.
 */
public final class StrategyBench {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final LocalTime DEFAULT_TIME = LocalTime.of(15, 45);

  private final StrategyKind kind;
  private final Map<String, BarSeries> bars = new LinkedHashMap<>();
  private final List<BarData> data = new ArrayList<>();
  private final Map<StoredSeries, List<HistoricalBar>> stored = new LinkedHashMap<>();
  private final Map<String, BigDecimal> holdings = new LinkedHashMap<>();
  private Optional<Document> document = Optional.empty();
  private BigDecimal capital = new BigDecimal("100000");
  private Optional<PastRun> lastRun = Optional.empty();
  private Map<String, Object> state = Map.of();
  private Instant moment;

  private StrategyBench(StrategyKind kind) {
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /**
   * Returns a bench for strategies of a kind, which makes a new one for each run. The id of the
   * strategy is the name of the kind.
   */
  public static StrategyBench of(StrategyKind kind) {
    return new StrategyBench(kind);
  }

  /** Returns a bench for one strategy, whose id is {@code strategy}. */
  public static StrategyBench of(Strategy strategy) {
    return of(new Strategies.Kind("strategy", StrategyKind.Use.ANY_ACCOUNT, () -> strategy));
  }

  /**
   * Sets the day of the run, at 15:45 in New York: a quarter of an hour before the close.
   *
   * @param date such as {@code 2026-11-23}
   */
  public StrategyBench at(String date) {
    return at(moment(date));
  }

  /** Sets the moment of the run. */
  public StrategyBench at(Instant instant) {
    moment = Objects.requireNonNull(instant, "instant");
    return this;
  }

  private static Instant moment(String date) {
    return LocalDate.parse(date).atTime(DEFAULT_TIME).atZone(NEW_YORK).toInstant();
  }

  /** Sets the fields of the strategy's document; by default there is none. */
  public StrategyBench document(Map<String, ?> fields) {
    document = Optional.of(new Document(Strategies.path(kind.name()), Map.copyOf(fields)));
    return this;
  }

  /**
   * Gives an instrument daily bars. If they have no dates, the last one is of the last session
   * before the run.
   *
   * @param symbol the symbol of a share in US dollars, or the local symbol of a pair or future that
   *     the simulated gateway knows, such as EUR.USD or MNQZ6
   */
  public StrategyBench bars(String symbol, BarSeries series) {
    bars.put(symbol, Objects.requireNonNull(series, "series"));
    return this;
  }

  /** Gives several instruments daily bars, such as those of a folder of CSV files. */
  public StrategyBench bars(BarData several) {
    data.add(Objects.requireNonNull(several, "several"));
    return this;
  }

  /**
   * Gives an instrument bars that the strategy finds in the store, such as bars of five minutes.
   *
   * @param symbol its local symbol
   */
  public StrategyBench storedBars(
      String symbol, BarSize size, WhatToShow show, List<HistoricalBar> history) {
    stored.put(new StoredSeries(symbol, size, show), List.copyOf(history));
    return this;
  }

  /**
   * Sets a holding of the strategy.
   *
   * @param symbol the local symbol of an instrument; it needs bars if its value is asked for
   * @param quantity such as {@code "10"}; negative if it is short
   */
  public StrategyBench holding(String symbol, String quantity) {
    holdings.put(symbol, BarSeries.decimal("the holding of " + symbol, quantity));
    return this;
  }

  /** Sets the strategy's capital in US dollars; the default is 100,000. */
  public StrategyBench capital(String dollars) {
    capital = BarSeries.decimal("the capital", dollars);
    return this;
  }

  /**
   * Sets the last run that was planned with the strategy, at 15:45 in New York.
   *
   * @param date such as {@code 2026-11-02}
   * @param signals its signals by local symbol, such as {@code {SPY=0.6}}
   */
  public StrategyBench lastRun(String date, Map<String, String> signals) {
    Map<String, BigDecimal> bySymbol = new LinkedHashMap<>();
    signals.forEach(
        (symbol, signal) ->
            bySymbol.put(symbol, BarSeries.decimal("the signal of " + symbol, signal)));
    lastRun = Optional.of(new PastRun(moment(date), bySymbol));
    return this;
  }

  /** Sets the strategy's memory; by default it is empty. */
  public StrategyBench state(Map<String, ?> values) {
    state = new Document("states/" + kind.name(), Map.copyOf(values)).fields();
    return this;
  }

  /** Returns the strategy's memory, as the last run of the bench has left it. */
  public Map<String, Object> state() {
    return state;
  }

  /**
   * Runs the strategy, and returns its signals by local symbol, such as {@code {SPY=0.6}}, in its
   * own order. Numbers have no trailing zeros.
   *
   * @throws dev.ibintents.strategy.NoSignalsException if the strategy has none, as in an allocation
   * @throws MissingBarsException if the strategy asks for bars that the bench does not have
   * @throws IllegalStateException if the bench has no date, or a holding an unknown symbol
   */
  public Map<String, BigDecimal> signals() {
    if (moment == null) {
      throw new IllegalStateException("the bench has no date: add .at(\"2026-11-23\")");
    }
    BenchPast past = new BenchPast(capital, Map.copyOf(holdings), lastRun, state);
    try (BenchSources sources =
        new BenchSources(moment, new BenchMarket(loaded(), Map.copyOf(stored)), past)) {
      sources.holdings(kind.name()); // refuses unknown symbols, even if the strategy does not ask
      Strategies.Wanted wanted =
          new Strategies(List.of(kind))
              .wanted(new InvocationContext(kind.name(), document, sources));
      Map<String, BigDecimal> signals = new LinkedHashMap<>();
      wanted
          .signals()
          .byContract()
          .forEach((contract, signal) -> signals.put(contract.localSymbol(), plain(signal)));
      wanted.state().ifPresent(use -> state = use.after());
      lastRun = Optional.of(new PastRun(moment, signals));
      return signals;
    }
  }

  private static BigDecimal plain(BigDecimal signal) {
    BigDecimal stripped = signal.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private List<BarData.Loaded> loaded() {
    LocalDate day = LocalDate.ofInstant(moment, NEW_YORK);
    Map<String, List<PricedBar>> dated = new LinkedHashMap<>();
    bars.forEach((symbol, series) -> dated.put(symbol, series.before(day)));
    List<BarData.Loaded> loaded = new ArrayList<>();
    data.forEach(source -> loaded.add(source.load(day)));
    loaded.add(BarData.of(dated).load(LocalDate.MAX));
    return loaded;
  }
}
