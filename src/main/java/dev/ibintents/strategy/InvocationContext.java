package dev.ibintents.strategy;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.gateway.UnresolvedContractException;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.Series;
import dev.ibintents.store.Document;
import dev.ibintents.trading.Quantities;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The context of a strategy in one invocation.
 *
 * <p>It is no part of the interface for strategies: it may change with each version.
 */
public final class InvocationContext implements StrategyContext {
  /** The time zone in which each day begins first. */
  private static final ZoneId EARLIEST_ZONE = ZoneOffset.ofHours(14);

  private final String id;
  private final Optional<Document> document;
  private final StrategySources sources;
  private Map<String, Object> storedState = Map.of();
  private StrategyState state;
  private Optional<LastRun> lastRun;

  /**
   * The memory of a strategy that has looked at it.
   *
   * @param before the values that were stored
   * @param after the values that are to be stored
   */
  public record StateUse(Map<String, Object> before, Map<String, Object> after) {}

  /**
   * Creates a context.
   *
   * @param id the strategy's id, under which its document and its holdings are kept
   * @param document its document, if there is one
   * @param sources the sources of facts
   */
  public InvocationContext(String id, Optional<Document> document, StrategySources sources) {
    this.id = Objects.requireNonNull(id, "id");
    this.document = Objects.requireNonNull(document, "document");
    this.sources = Objects.requireNonNull(sources, "sources");
  }

  /** Returns the strategy's document, if there is one. {@link Strategy#read} reads its fields. */
  Optional<Document> findDocument() {
    return document;
  }

  /**
   * Returns the memory, if the strategy has looked at it.
   *
   * @throws NoSignalsException if its values are too large, or nested too deeply
   */
  Optional<StateUse> stateUse() {
    return Optional.ofNullable(state).map(used -> new StateUse(storedState, used.stored()));
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public TradingMode tradingMode() {
    return sources.tradingMode();
  }

  @Override
  public Clock clock() {
    return sources.clock();
  }

  @Override
  public LocalDate today(ZoneId zone) {
    return LocalDate.now(clock().withZone(zone));
  }

  @Override
  public Quantities holdings() {
    return sources.holdings(id);
  }

  @Override
  public HoldingsValue value() {
    return sources.value(id);
  }

  @Override
  public BigDecimal capital() {
    return sources.capital(id);
  }

  @Override
  public Optional<LastRun> lastRun() {
    if (lastRun == null) {
      lastRun = sources.lastRun(id);
    }
    return lastRun;
  }

  @Override
  public StrategyState state() {
    if (state == null) {
      storedState = sources.state(id);
      state = StrategyState.of(StateDocument.path(tradingMode(), id), storedState);
    }
    return state;
  }

  @Override
  public LocalDate session(ResolvedContract contract) {
    return days(contract).session();
  }

  @Override
  public boolean isFirstSessionOf(Period period, ResolvedContract contract) {
    return days(contract).isFirstOf(period, () -> dailyBars(contract, ExchangeDays.MOST_BARS));
  }

  @Override
  public boolean isLastSessionOf(Period period, ResolvedContract contract) {
    return days(contract).isLastOf(period);
  }

  private ExchangeDays days(ResolvedContract contract) {
    return new ExchangeDays(contract, clock().instant());
  }

  @Override
  public List<ResolvedContract> resolve(List<ContractSpec> specs) {
    try {
      return sources.resolve(specs);
    } catch (UnresolvedContractException e) {
      throw new NoSignalsException(NoSignalsException.Kind.UNRESOLVED, e.getMessage(), e);
    }
  }

  @Override
  public ResolvedContract resolve(ContractSpec spec) {
    return resolve(List.of(spec)).get(0);
  }

  @Override
  public List<DailyBar> dailyBars(ResolvedContract contract, int days) {
    return dailyBars(List.of(contract), days).get(0);
  }

  @Override
  public List<List<DailyBar>> dailyBars(List<ResolvedContract> contracts, int days) {
    List<List<DailyBar>> answers = sources.bars().daily(contracts, days + 1);
    List<List<DailyBar>> finished = new ArrayList<>();
    for (int i = 0; i < contracts.size(); i++) {
      List<DailyBar> bars = finished(contracts.get(i), answers.get(i));
      finished.add(bars.subList(Math.max(0, bars.size() - days), bars.size()));
    }
    return finished;
  }

  @Override
  public List<DailyBar> dailyBars(ResolvedContract contract, LocalDate from, LocalDate to) {
    return dailyBars(List.of(contract), from, to).get(0);
  }

  @Override
  public List<List<DailyBar>> dailyBars(
      List<ResolvedContract> contracts, LocalDate from, LocalDate to) {
    refuseBackwards(contracts.size() == 1 ? contracts.get(0) : contracts, from, to);
    if (contracts.stream().noneMatch(contract -> from.isBefore(today(zone(contract))))) {
      return contracts.stream().map(contract -> List.<DailyBar>of()).toList();
    }
    List<List<DailyBar>> answers = sources.bars().dailySince(contracts, from, today(EARLIEST_ZONE));
    List<List<DailyBar>> finished = new ArrayList<>();
    for (int i = 0; i < contracts.size(); i++) {
      finished.add(
          finished(contracts.get(i), answers.get(i)).stream()
              .filter(bar -> !bar.date().isBefore(from) && !bar.date().isAfter(to))
              .toList());
    }
    return finished;
  }

  /** Returns the bars of the days that are over. */
  private List<DailyBar> finished(ResolvedContract contract, List<DailyBar> bars) {
    LocalDate today = today(zone(contract));
    List<DailyBar> finished = bars.stream().filter(bar -> bar.date().isBefore(today)).toList();
    refuseNonsense(contract, finished);
    return finished;
  }

  @Override
  public List<HistoricalBar> storedBars(Series series, LocalDate from, LocalDate to) {
    refuseBackwards(series, from, to);
    refuseFuture(series, to);
    return sources
        .bars()
        .stored(series, from, to)
        .orElseThrow(
            () ->
                new NoSignalsException(
                    "no bars are stored at %s; collect-market-data collects them"
                        .formatted(series.path())));
  }

  private static void refuseBackwards(Object barsOf, LocalDate from, LocalDate to) {
    if (from.isAfter(to)) {
      throw new NoSignalsException(
          "bars of %s were asked for from %s to %s; from must not be after to"
              .formatted(barsOf, from, to));
    }
  }

  private void refuseFuture(Series series, LocalDate to) {
    if (to.isAfter(today(EARLIEST_ZONE))) {
      throw new NoSignalsException(
          "the bar of %s of %s has not ended at %s; a strategy sees only bars that have ended"
              .formatted(series, to, clock().instant()));
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
