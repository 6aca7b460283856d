package dev.ibintents.backtest.plan;

import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BacktestException;
import dev.ibintents.backtest.BarData;
import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Universe;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.NearNames;
import dev.ibintents.strategy.Strategies;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A plan with all defaults, the documents of a store and the bars: everything that a run needs.
 *
 * @param plan the settings, with defaults
 * @param documents the documents of the strategies, by id; a strategy may have none
 * @param exposures the fraction of the account for each strategy, by id
 * @param bars the bars
 * @param notes remarks for people about the choice of strategies, exposures and bars
 */
public record PreparedBacktest(
    BacktestPlan plan,
    SortedMap<String, Map<String, Object>> documents,
    SortedMap<String, BigDecimal> exposures,
    LoadedBars bars,
    List<String> notes) {
  private static final String STORE = "store";
  private static final String SIMULATOR = "simulator";
  private static final long SEED = 1;
  private static final LocalDate SIMULATED_TO = LocalDate.of(2025, 12, 31);
  private static final int SIMULATED_YEARS = 10;

  /** Strategies need bars from before the first day. */
  private static final int YEARS_BEFORE = 2;

  private static final String DEFAULT_SCHEDULE = "monthly";
  private static final String DEFAULT_BENCHMARK = "SPY";

  /** The shares of a strategy that names none in its document. */
  private static final Map<String, List<String>> OWN_SHARES =
      Map.of("macd", List.of("SPY", "VIXY"));

  /**
   * Prepares a plan.
   *
   * @throws BacktestException if a setting is wrong, or bars of a strategy are missing
   */
  public static PreparedBacktest of(BacktestPlan wanted, DocumentStore store, TradingMode mode) {
    SortedMap<String, Map<String, Object>> all = new TreeMap<>();
    for (Document document : store.list("strategies")) {
      all.put(document.id(), document.fields());
    }
    Map<String, BigDecimal> stored = Configuration.load(store, mode).exposure().strategies();
    BacktestPlan plan = withDefaults(wanted, store);
    List<String> named = plan.strategies();
    named.forEach(id -> requireKnown(id, all));
    SortedSet<String> candidates = new TreeSet<>(all.keySet());
    candidates.retainAll(stored.keySet());
    LoadedBars bars = bars(plan, store, named.isEmpty() ? candidates : named, all);
    FutureContracts futures =
        new FutureContracts(bars, plan.day(BacktestPlan.FROM), plan.day(BacktestPlan.TO));
    List<String> notes = new ArrayList<>();
    List<String> chosen = named;
    if (named.isEmpty()) {
      chosen = withBars(candidates, all, bars, notes);
      plan = plan.with(Map.of(BacktestPlan.STRATEGIES, String.join(",", chosen)));
    }
    chosen.forEach(id -> requireBarsOf(id, all, bars));
    chosen.forEach(id -> requireFuturesOf(id, all, futures));
    if (bars.symbols().contains(DEFAULT_BENCHMARK)) {
      plan = plan.withDefault(BacktestPlan.BENCHMARK, DEFAULT_BENCHMARK);
    }
    plan.text(BacktestPlan.BENCHMARK).ifPresent(symbol -> requireBars(symbol, bars));
    SortedMap<String, Map<String, Object>> documents = new TreeMap<>(all);
    documents.keySet().retainAll(chosen);
    SortedMap<String, BigDecimal> exposures = exposures(chosen, stored, notes);
    plan.backtest(); // refuses wrong settings before the first run
    return new PreparedBacktest(plan, documents, exposures, bars, List.copyOf(notes));
  }

  private static BacktestPlan withDefaults(BacktestPlan wanted, DocumentStore store) {
    BacktestPlan plan =
        wanted
            .withDefault(BacktestPlan.BARS, defaultBars(store))
            .withDefault(BacktestPlan.SCHEDULE, DEFAULT_SCHEDULE);
    if (!plan.text(BacktestPlan.BARS).orElseThrow().equals(SIMULATOR)) {
      return plan;
    }
    plan = plan.withDefault(BacktestPlan.TO, SIMULATED_TO.toString());
    LocalDate to = plan.day(BacktestPlan.TO).orElseThrow();
    return plan.withDefault(
        BacktestPlan.FROM, to.minusYears(SIMULATED_YEARS).plusDays(1).toString());
  }

  /**
   * The strategies that have bars of all their contracts.
   *
   * @param notes receives a remark about each strategy that is left out
   */
  private static List<String> withBars(
      SortedSet<String> candidates,
      Map<String, Map<String, Object>> documents,
      LoadedBars bars,
      List<String> notes) {
    List<String> chosen = new ArrayList<>();
    for (String id : candidates) {
      List<String> missing = missing(id, documents, bars);
      if (missing.isEmpty()) {
        chosen.add(id);
      } else {
        notes.add("strategies/" + id + " is left out: there are no bars of " + missing);
      }
    }
    if (chosen.isEmpty()) {
      throw new BacktestException(
          "no strategy with an exposure has bars of all its contracts; bars have "
              + String.join(", ", bars.symbols()));
    }
    return chosen;
  }

  private static void requireBarsOf(
      String id, Map<String, Map<String, Object>> documents, LoadedBars bars) {
    List<String> missing = missing(id, documents, bars);
    if (!missing.isEmpty()) {
      throw new BacktestException(
          "strategies/%s trades %s, and there are no bars of it%s; bars have %s"
              .formatted(
                  id,
                  missing.get(0),
                  NearNames.suggestion(missing.get(0), bars.symbols()),
                  String.join(", ", bars.symbols())));
    }
  }

  private static void requireFuturesOf(
      String id, Map<String, Map<String, Object>> documents, FutureContracts futures) {
    futures
        .problem(documents.getOrDefault(id, Map.of()))
        .ifPresent(
            problem -> {
              throw new BacktestException("strategies/" + id + " " + problem);
            });
  }

  private static String defaultBars(DocumentStore store) {
    return new Bars(store).all().stream().anyMatch(index -> index.series().barSize() == BarSize.DAY)
        ? STORE
        : SIMULATOR;
  }

  /**
   * The ids of the strategies that exist: those with a document, and the kinds of this product.
   *
   * @param documents the strategies' documents, by id
   */
  public static SortedSet<String> known(Map<String, Map<String, Object>> documents) {
    SortedSet<String> known = new TreeSet<>(documents.keySet());
    known.addAll(Strategies.all().names());
    return known;
  }

  private static void requireKnown(String id, Map<String, Map<String, Object>> documents) {
    SortedSet<String> known = known(documents);
    if (!known.contains(id)) {
      throw BacktestException.noStrategy(id, known);
    }
    Optional<Document> document =
        Optional.ofNullable(documents.get(id))
            .map(fields -> new Document(Strategies.path(id), fields));
    Strategies.all()
        .refusal(id, document)
        .ifPresent(
            refusal -> {
              throw new BacktestException(refusal);
            });
  }

  private static LoadedBars bars(
      BacktestPlan plan,
      DocumentStore store,
      Iterable<String> ids,
      Map<String, Map<String, Object>> documents) {
    String source = plan.text(BacktestPlan.BARS).orElseThrow();
    LocalDate to = plan.day(BacktestPlan.TO).orElse(LocalDate.MAX);
    if (source.equals(STORE)) {
      return new LoadedBars(BarData.store(store).load(to));
    }
    if (!source.equals(SIMULATOR)) {
      Path folder = Path.of(source);
      if (!Files.isDirectory(folder)) {
        throw new BacktestException(
            "bars is \"%s\"%s; it must be store, simulator or a folder with files such as SPY.csv"
                .formatted(source, NearNames.suggestion(source, List.of(STORE, SIMULATOR))));
      }
      return new LoadedBars(BarData.folder(folder).load(to));
    }
    SortedSet<String> symbols = new TreeSet<>();
    symbols.add(plan.text(BacktestPlan.BENCHMARK).orElse(DEFAULT_BENCHMARK));
    ids.forEach(id -> symbols.addAll(simulated(id, documents)));
    symbols.removeIf(symbol -> Universe.known(symbol).isEmpty());
    LocalDate from = plan.day(BacktestPlan.FROM).orElseThrow().minusYears(YEARS_BEFORE);
    return new LoadedBars(BarData.simulated(SEED, from, List.copyOf(symbols)).load(to));
  }

  /**
   * The symbols of the shares that a strategy may ask for. If its document names none, only its
   * class knows them: then these are all shares in dollars.
   */
  private static List<String> simulated(String id, Map<String, Map<String, Object>> documents) {
    List<String> named = symbols(id, documents);
    return named.isEmpty()
        ? new Universe(Clock.systemUTC())
            .listed(Instrument.Kind.STK)
            .filter(share -> share.currency().equals("USD"))
            .map(Instrument::symbol)
            .toList()
        : named;
  }

  /** The symbols that a strategy's document names. */
  private static List<String> symbols(String id, Map<String, Map<String, Object>> documents) {
    Map<String, Object> fields = documents.getOrDefault(id, Map.of());
    List<String> symbols = new ArrayList<>();
    collect(fields, symbols);
    symbols.addAll(
        OWN_SHARES.getOrDefault(String.valueOf(fields.getOrDefault("kind", id)), List.of()));
    return symbols;
  }

  private static void collect(Object value, List<String> symbols) {
    if (value instanceof Map<?, ?> map) {
      if (map.get("contract") instanceof Map<?, ?> contract
          && contract.get("symbol") instanceof String symbol) {
        symbols.add(symbol);
      }
      map.values().forEach(inner -> collect(inner, symbols));
    } else if (value instanceof List<?> list) {
      list.forEach(inner -> collect(inner, symbols));
    }
  }

  private static List<String> missing(
      String id, Map<String, Map<String, Object>> documents, LoadedBars bars) {
    SortedSet<String> symbols = bars.symbols();
    return symbols(id, documents).stream().filter(symbol -> !symbols.contains(symbol)).toList();
  }

  private static void requireBars(String symbol, LoadedBars bars) {
    if (!bars.symbols().contains(symbol)) {
      throw new BacktestException(
          "benchmark is %s, and there are no bars of it%s; bars have %s"
              .formatted(
                  symbol,
                  NearNames.suggestion(symbol, bars.symbols()),
                  String.join(", ", bars.symbols())));
    }
  }

  private static SortedMap<String, BigDecimal> exposures(
      List<String> chosen, Map<String, BigDecimal> stored, List<String> notes) {
    SortedMap<String, BigDecimal> exposures = new TreeMap<>();
    if (stored.keySet().containsAll(chosen)) {
      chosen.forEach(id -> exposures.put(id, stored.get(id)));
      notes.add("exposures are those of the configuration");
    } else {
      BigDecimal equal = Backtest.equalShare(chosen.size());
      chosen.forEach(id -> exposures.put(id, equal));
      notes.add("the strategies share the account equally, as not all have an exposure");
    }
    return exposures;
  }

  /**
   * The backtest.
   *
   * @param store has the configuration
   */
  public Backtest backtest(DocumentStore store, TradingMode mode) {
    Backtest backtest = plan.backtest().documentsOf(store, mode.id()).bars(bars);
    exposures.forEach((id, fraction) -> backtest.exposure(id, fraction.toPlainString()));
    return backtest;
  }
}
