package dev.ibintents.backtest;

import dev.ibintents.environment.Configuration;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.strategy.Strategy;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A backtest of strategies. It plays the past through the same intents that trade, at a simulated
 * broker whose market is fed with daily bars.
 *
 * <pre>{@code
 * BacktestResult result =
 *     Backtest.of("mine")
 *         .strategy("mine", MyStrategy::new)
 *         .bars(BarData.folder(Path.of("bars")))
 *         .from(LocalDate.of(2015, 1, 1))
 *         .to(LocalDate.of(2025, 12, 31))
 *         .run();
 * }</pre>
 *
 * <p>Each method changes one setting and returns this object. A backtest can run several times.
 */
public final class Backtest {
  private static final BigDecimal DEFAULT_CASH = BigDecimal.valueOf(100_000);
  private static final LocalTime DEFAULT_TIME = LocalTime.of(15, 45);

  private final List<String> strategies;
  private final Map<String, BigDecimal> exposures = new LinkedHashMap<>();
  private final Map<String, Supplier<Strategy>> kinds = new LinkedHashMap<>();
  private final Map<String, Map<String, ?>> documents = new LinkedHashMap<>();
  private final SortedMap<LocalDate, Map<String, Map<String, ?>>> laterDocuments = new TreeMap<>();
  private final Map<String, Object> configuration = new LinkedHashMap<>();
  private BarData bars;
  private LocalDate from;
  private LocalDate to;
  private BigDecimal cash = DEFAULT_CASH;
  private Schedule schedule = Schedule.DAILY;
  private LocalTime time = DEFAULT_TIME;
  private Fill fill = Fill.NEXT_OPEN;
  private BigDecimal slippageBps = BigDecimal.ZERO;
  private Commission commission = Commission.IBKR_FIXED;
  private BigDecimal participation = BigDecimal.ZERO;
  private BigDecimal interest = BigDecimal.ZERO;
  private Map<String, Map<Integer, BigDecimal>> holdings = Map.of();
  private Progress progress = (session, done, all) -> {};

  /** Hears of each session that is over. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Called after each session.
     *
     * @param done the number of sessions that are over
     * @param all the number of sessions of the run
     */
    void sessionOver(LocalDate session, int done, int all);
  }

  private Backtest(List<String> strategies) {
    this.strategies = strategies;
  }

  /** A backtest of these strategies. They share the capital equally unless exposures are set. */
  public static Backtest of(String... strategies) {
    if (strategies.length == 0) {
      throw new BacktestException("a backtest needs at least one strategy");
    }
    return new Backtest(List.copyOf(Arrays.asList(strategies)));
  }

  /** Adds a strategy's class, or replaces one of the product's, under the name of a kind. */
  public Backtest strategy(String kind, Supplier<Strategy> factory) {
    kinds.put(kind, Objects.requireNonNull(factory, "factory"));
    return this;
  }

  /** Sets the fields of a strategy's document {@code strategies/{id}}. */
  public Backtest document(String id, Map<String, ?> fields) {
    documents.put(id, Map.copyOf(fields));
    return this;
  }

  /**
   * Replaces the fields of a strategy's document from the beginning of a day on. The strategies
   * trade on the first session from then on, whatever the schedule says.
   */
  public Backtest documentFrom(LocalDate day, String id, Map<String, ?> fields) {
    laterDocuments.computeIfAbsent(day, first -> new LinkedHashMap<>()).put(id, Map.copyOf(fields));
    return this;
  }

  /** Sets the fraction of the account that a strategy trades with; the default is 1 ÷ number. */
  public Backtest exposure(String id, String fraction) {
    exposures.put(id, decimal("the exposure of " + id, fraction));
    return this;
  }

  /** Sets a field of the configuration, such as {@code limits}. */
  public Backtest configuration(String field, Object value) {
    configuration.put(field, value);
    return this;
  }

  /**
   * Takes the configuration of a trading mode and the strategies' documents from a store. Settings
   * that are made afterwards replace them.
   */
  public Backtest documentsOf(DocumentStore store, String tradingMode) {
    for (String path :
        List.of(Configuration.COMMON, Configuration.COLLECTION + "/" + tradingMode)) {
      store.get(path).map(Document::fields).ifPresent(configuration::putAll);
    }
    for (Document document : store.list("strategies")) {
      documents.put(document.id(), document.fields());
    }
    return this;
  }

  /** Sets the bars. They have no default. */
  public Backtest bars(BarData data) {
    bars = Objects.requireNonNull(data, "data");
    return this;
  }

  /** Sets the first day; the default is the first day on which every instrument has a bar. */
  public Backtest from(LocalDate first) {
    from = Objects.requireNonNull(first, "first");
    return this;
  }

  /** Sets the last day; the default is the last day that has a bar. */
  public Backtest to(LocalDate last) {
    to = Objects.requireNonNull(last, "last");
    return this;
  }

  /** Sets the cash at the start in US dollars; the default is 100,000. */
  public Backtest cash(String amount) {
    cash = decimal("cash", amount);
    if (cash.signum() <= 0) {
      throw new BacktestException("cash is " + amount + "; it must be above 0");
    }
    return this;
  }

  /**
   * Sets the account at the start, in place of cash alone.
   *
   * @param money the cash in US dollars; negative if it is borrowed
   * @param held the quantities by strategy and conId; each contract has a bar before the first day
   */
  public Backtest opening(BigDecimal money, Map<String, Map<Integer, BigDecimal>> held) {
    cash = money;
    holdings = Map.copyOf(held);
    return this;
  }

  /** Sets the sessions on which the strategies trade; the default is every session. */
  public Backtest schedule(Schedule sessions) {
    schedule = Objects.requireNonNull(sessions, "sessions");
    return this;
  }

  /** Sets the time of the trading run in New York; the default is 15:45. */
  public Backtest at(LocalTime newYork) {
    time = Objects.requireNonNull(newYork, "newYork");
    return this;
  }

  /** Sets the price at which orders are filled; the default is the next open. */
  public Backtest fill(Fill price) {
    fill = Objects.requireNonNull(price, "price");
    return this;
  }

  /** Sets the basis points by which every fill is worse than the bar's price; the default is 0. */
  public Backtest slippageBps(String basisPoints) {
    slippageBps = decimal("slippage", basisPoints);
    if (slippageBps.signum() < 0) {
      throw new BacktestException("slippage is " + basisPoints + "; it must be 0 or above");
    }
    return this;
  }

  /** Sets the commissions; the default is the broker's fixed pricing. */
  public Backtest commission(Commission schedule) {
    commission = Objects.requireNonNull(schedule, "schedule");
    return this;
  }

  /**
   * Sets the largest part of a session's volume that is filled, above 0 and up to 1; by default
   * there is no limit. The rest of an order is cancelled at the end of the session.
   */
  public Backtest participation(String part) {
    participation = decimal("participation", part);
    if (participation.signum() <= 0 || participation.compareTo(BigDecimal.ONE) > 0) {
      throw new BacktestException(
          "participation is " + part + "; it must be above 0 and at most 1");
    }
    return this;
  }

  /**
   * Sets the yearly rate of interest on cash as a fraction, from 0 to 1; the default is 0. It is
   * paid on positive cash and charged on negative cash.
   */
  public Backtest interest(String rate) {
    interest = decimal("interest", rate);
    if (interest.signum() < 0 || interest.compareTo(BigDecimal.ONE) > 0) {
      throw new BacktestException(
          "interest is " + rate + "; it must be from 0 to 1, such as 0.03 for 3 % a year");
    }
    return this;
  }

  /** Sets a listener of the progress. */
  public Backtest onProgress(Progress listener) {
    progress = Objects.requireNonNull(listener, "listener");
    return this;
  }

  private static BigDecimal decimal(String name, String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new BacktestException(name + " is \"" + text + "\"; it must be a number", e);
    }
  }

  /**
   * Runs the backtest.
   *
   * @throws BacktestException if the settings or the data cannot be used
   */
  public BacktestResult run() {
    return run(to == null ? LocalDate.MAX : to);
  }

  private BacktestResult run(LocalDate last) {
    if (bars == null) {
      throw new BacktestException("a backtest needs bars; name a source with bars(…)");
    }
    if (from != null && from.isAfter(last)) {
      throw new BacktestException("from is " + from + ", which is after to, " + last);
    }
    try (Engine engine = new Engine(settings(), bars.load(last), progress)) {
      return engine.run();
    }
  }

  private Settings settings() {
    return new Settings(
        exposures(),
        Map.copyOf(kinds),
        Map.copyOf(documents),
        new TreeMap<>(laterDocuments),
        Map.copyOf(configuration),
        Optional.ofNullable(from),
        cash,
        schedule,
        time,
        fill,
        slippageBps,
        commission,
        participation,
        interest,
        holdings);
  }

  /** The fraction of the account for each of so many strategies that share it equally. */
  public static BigDecimal equalShare(int strategies) {
    return BigDecimal.ONE.divide(BigDecimal.valueOf(strategies), MathContext.DECIMAL32);
  }

  private Map<String, BigDecimal> exposures() {
    BigDecimal equal = equalShare(strategies.size());
    Map<String, BigDecimal> all = new LinkedHashMap<>();
    strategies.forEach(id -> all.put(id, exposures.getOrDefault(id, equal)));
    return all;
  }

  /**
   * Checks that the strategies do not look into the future. It runs the backtest as a whole, and
   * again with the bars up to an earlier day. The orders up to that day must be identical.
   *
   * @return the first difference; empty if there is none
   * @throws BacktestException if the settings or the data cannot be used, or there are fewer than
   *     two sessions
   */
  public Optional<Lookahead> checkLookahead() {
    return checkLookahead(run());
  }

  /**
   * Checks a result of this backtest as {@link #checkLookahead()} does, without a run over the
   * whole data.
   *
   * @param whole the result of {@link #run()}
   */
  public Optional<Lookahead> checkLookahead(BacktestResult whole) {
    return Lookahead.find(whole, this::run);
  }
}
