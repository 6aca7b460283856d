package dev.ibintents.testkit;

import dev.ibintents.backtest.BarData;
import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.strategy.Signals;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.strategy.Strategy;
import dev.ibintents.strategy.StrategyContext;
import dev.ibintents.strategy.StrategyKind;
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

/**
 * A strategy with bars of a test's own, at a date.
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
 * <p>The strategy runs as in an allocation. Contracts, hours and bars come from a simulated gateway
 * in memory, and holdings from books in memory. Each method changes one setting and returns this
 * object.
 */
public final class StrategyBench {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final LocalTime DEFAULT_TIME = LocalTime.of(15, 45);

  private final StrategyKind kind;
  private final Map<String, BarSeries> bars = new LinkedHashMap<>();
  private final List<BarData> data = new ArrayList<>();
  private final Map<String, BigDecimal> holdings = new LinkedHashMap<>();
  private Map<String, Object> document = Map.of();
  private BigDecimal capital = new BigDecimal("100000");
  private Instant moment;

  private StrategyBench(StrategyKind kind) {
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** Returns a bench for strategies of a kind. The strategy's id is the name of the kind. */
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
    return at(LocalDate.parse(date).atTime(DEFAULT_TIME).atZone(NEW_YORK).toInstant());
  }

  /** Sets the moment of the run. */
  public StrategyBench at(Instant instant) {
    moment = Objects.requireNonNull(instant, "instant");
    return this;
  }

  /** Sets the fields of the strategy's document. */
  public StrategyBench document(Map<String, ?> fields) {
    document = Map.copyOf(fields);
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

  /** Gives several instruments bars, such as those of a folder of CSV files. */
  public StrategyBench bars(BarData several) {
    data.add(Objects.requireNonNull(several, "several"));
    return this;
  }

  /**
   * Sets a holding of the strategy.
   *
   * @param symbol the symbol of an instrument that has bars
   * @param quantity such as {@code "10"}; negative if it is short
   */
  public StrategyBench holding(String symbol, String quantity) {
    holdings.put(symbol, BarSeries.decimal("the holding of " + symbol, quantity));
    return this;
  }

  /** Sets the capital in US dollars, with the value of the holdings; the default is 100,000. */
  public StrategyBench capital(String dollars) {
    capital = BarSeries.decimal("the capital", dollars);
    return this;
  }

  /**
   * Runs the strategy, and returns its signals by local symbol, such as {@code {SPY=0.6}}. Numbers
   * have no trailing zeros.
   *
   * @throws dev.ibintents.strategy.NoSignalsException if the strategy has none, as in an allocation
   * @throws MissingBarsException if the strategy asks for bars that the bench does not have
   * @throws IllegalStateException if the bench has no date, or a holding has no bars
   */
  public Map<String, BigDecimal> signals() {
    Map<String, BigDecimal> bySymbol = new LinkedHashMap<>();
    run()
        .byContract()
        .forEach((contract, signal) -> bySymbol.put(contract.localSymbol(), plain(signal)));
    return bySymbol;
  }

  private static BigDecimal plain(BigDecimal signal) {
    BigDecimal stripped = signal.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private Signals run() {
    if (moment == null) {
      throw new IllegalStateException("the bench has no date: add .at(\"2026-11-23\")");
    }
    Strategies table = new Strategies(List.of(kind));
    try (BenchBroker broker =
        new BenchBroker(moment, loaded(), new BenchAccount(kind.name(), capital, holdings))) {
      broker.store().set(StrategyContext.path(kind.name()), document);
      Environment environment = broker.environment();
      try {
        environment.gateway().connect(OnClientIdInUse.WAIT);
        Contracts contracts = new Contracts(environment.gateway(), environment.clock());
        return broker.requireBars(
            () -> table.wanted(StrategyContext.of(kind.name(), environment, contracts)).signals());
      } finally {
        environment.disconnect();
      }
    }
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
