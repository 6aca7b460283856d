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
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.books.Books;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The access of a strategy to its document, the clock, contracts and bars. */
public final class StrategyContext {
  /** The time zone in which each day begins first. */
  private static final ZoneId EARLIEST_ZONE = ZoneOffset.ofHours(14);

  /** A period that rules trade in. */
  public enum Period {
    /** From Monday to Sunday. */
    WEEK,
    /** A month of the calendar. */
    MONTH,
    /** Three months of the calendar, the first of which begins on 1 January. */
    QUARTER
  }

  private final String id;
  private final Optional<Document> document;
  private final TradingMode tradingMode;
  private final Clock clock;
  private final Contracts contracts;
  private final BarSource bars;
  private Supplier<Quantities> holdings = () -> Quantities.NONE;

  /**
   * Creates a context.
   *
   * @param id the strategy's id, under which its document and its holdings are kept
   * @param document its document, if there is one
   * @param tradingMode the account to trade
   * @param clock gives the time
   * @param contracts finds instruments
   * @param bars the source of bars
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
   * Returns the context of a strategy in an invocation, and reads its document.
   *
   * @param id the strategy's id
   * @param environment the environment of the invocation, with a connected gateway
   * @param contracts the contracts of the invocation, which all strategies share
   */
  public static StrategyContext of(String id, Environment environment, Contracts contracts) {
    TradingMode mode = environment.variables().tradingMode();
    StrategyContext context =
        new StrategyContext(
            id,
            environment.store().get(path(id)),
            mode,
            environment.clock(),
            contracts,
            new StoredBars(
                new Bars(environment.store()),
                new GatewayBars(environment.gateway()),
                environment.clock()));
    context.holdings =
        () -> new Books(environment.store(), mode, environment.clock()).holdings().of(id);
    return context;
  }

  /** Returns the path of a strategy's document. */
  public static String path(String id) {
    return "strategies/" + id;
  }

  /** Returns the strategy's id. */
  public String id() {
    return id;
  }

  /** Returns the strategy's document, if there is one. {@link Strategy#read} reads its fields. */
  Optional<Document> findDocument() {
    return document;
  }

  /** Returns the account to trade: paper or live. */
  public TradingMode tradingMode() {
    return tradingMode;
  }

  /** Returns the clock. */
  public Clock clock() {
    return clock;
  }

  /**
   * Returns the strategy's own quantities by conId, as the books have them now. An allocation posts
   * the day's fills first, unless it needs the signals to see whether a market is open.
   */
  public Quantities holdings() {
    return holdings.get();
  }

  /**
   * Returns the day of the session in which an order of an instrument trades: the open session, or
   * else the next one. The hours are those of the instrument's exchange.
   */
  public LocalDate session(ResolvedContract contract) {
    return new ExchangeDays(contract, clock.instant()).session();
  }

  /**
   * Whether {@link #session} is the first of its week, month or quarter. It asks for daily bars
   * only if the period began within the last days.
   */
  public boolean isFirstSessionOf(Period period, ResolvedContract contract) {
    ExchangeDays days = new ExchangeDays(contract, clock.instant());
    return days.isFirstOf(period, () -> dailyBars(contract, ExchangeDays.MOST_BARS));
  }

  /** Whether {@link #session} is the last of its week, month or quarter. */
  public boolean isLastSessionOf(Period period, ResolvedContract contract) {
    return new ExchangeDays(contract, clock.instant()).isLastOf(period);
  }

  /** Returns the present day in a time zone. */
  public LocalDate today(ZoneId zone) {
    return LocalDate.now(clock.withZone(zone));
  }

  /**
   * Returns the instruments of contracts, with a single wait.
   *
   * @throws NoSignalsException if a contract is not exactly one instrument; it names all such
   *     contracts
   */
  public List<ResolvedContract> resolve(List<ContractSpec> specs) {
    try {
      return contracts.resolve(specs);
    } catch (UnresolvedContractException e) {
      throw new NoSignalsException(NoSignalsException.Kind.UNRESOLVED, e.getMessage(), e);
    }
  }

  /**
   * Returns the instrument of a contract.
   *
   * @throws NoSignalsException if the contract is not exactly one instrument
   */
  public ResolvedContract resolve(ContractSpec spec) {
    return resolve(List.of(spec)).get(0);
  }

  /** Returns the last daily bars of an instrument, as {@link #dailyBars(List, int)}. */
  public List<DailyBar> dailyBars(ResolvedContract contract, int days) {
    return dailyBars(List.of(contract), days).get(0);
  }

  /**
   * Returns the last daily bars of several instruments, with a single wait. Only days that are over
   * in the instrument's time zone count, so that all runs of a day use the same bars.
   *
   * @param wanted the instruments
   * @param days the largest number of bars; fewer if there are no more
   * @return the bars of each instrument, the oldest first
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
   * Returns the stored bars of a series from one day to another, both inclusive, in the
   * instrument's time zone. Only bars that collect-market-data has collected are found: the gateway
   * is not asked.
   *
   * @param series the instrument, the bar size and the kind of data
   * @param from the first day
   * @param to the last day
   * @return the bars, the oldest first; none if no bars of these days are stored
   * @throws NoSignalsException if the series was never collected, if {@code from} is after {@code
   *     to}, or if {@code to} is in the future everywhere
   */
  public List<HistoricalBar> storedBars(Series series, LocalDate from, LocalDate to) {
    if (from.isAfter(to)) {
      throw new NoSignalsException(
          "bars of %s were asked for from %s to %s; from must not be after to"
              .formatted(series, from, to));
    }
    refuseFuture(series, to);
    return bars.stored(series, from, to)
        .orElseThrow(
            () ->
                new NoSignalsException(
                    "no bars are stored at %s; collect-market-data collects them"
                        .formatted(series.path())));
  }

  private void refuseFuture(Series series, LocalDate to) {
    LocalDate latest = today(EARLIEST_ZONE);
    if (to.isAfter(latest)) {
      throw new NoSignalsException(
          "the bar of %s of %s has not ended at %s; a strategy sees only bars that have ended"
              .formatted(series, to, clock.instant()));
    }
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
