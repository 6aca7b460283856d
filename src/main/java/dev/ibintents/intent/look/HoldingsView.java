package dev.ibintents.intent.look;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.intent.LookingIntent;
import dev.ibintents.intent.Parameters;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.ledger.RecentRuns;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.performance.DayRecord;
import dev.ibintents.trading.performance.PerformanceDays;
import dev.ibintents.trading.totals.Basis;
import dev.ibintents.trading.totals.Totals;
import dev.ibintents.trading.totals.TotalsChange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Shows the holdings of each strategy, with prices of the last snapshot and the targets of the
 * strategy's last allocation.
 */
public final class HoldingsView extends LookingIntent {
  /** The number of runs among which the last allocation of each strategy is looked for. */
  private static final int RUNS = 20;

  private static final int CENTS = 2;

  /**
   * The answer.
   *
   * @param day the broker's day of the last snapshot; {@code null} before the first one
   * @param updatedAt the time of the last snapshot; {@code null} before the first one
   * @param baseCurrency the account's own currency; {@code null} before the first snapshot
   * @param netLiquidation the account's net liquidation value at that time; {@code null} if it is
   *     not known
   * @param strategies the strategies that hold something, are to hold something, or have exposure
   * @param parked the holdings that belong to no strategy and are never traded
   * @param ignored the account's positions in the contracts that the configuration ignores
   * @param notes the contracts whose symbols are not known, in words
   */
  public record HoldingsAnswer(
      String day,
      Instant updatedAt,
      String baseCurrency,
      BigDecimal netLiquidation,
      SortedMap<String, StrategyHoldings> strategies,
      List<Held> parked,
      List<Held> ignored,
      List<String> notes) {}

  /**
   * The holdings of a strategy.
   *
   * @param capital the part of netLiquidation that the strategy may use, in the base currency;
   *     {@code null} if netLiquidation is not known
   * @param value the value of its holdings in the base currency; {@code null} if a value is not
   *     known
   * @param profit the profit that its holdings have not realized, in the base currency; {@code
   *     null} if it is not known
   * @param holdings the contracts that it holds, or is to hold
   */
  public record StrategyHoldings(
      BigDecimal capital, BigDecimal value, BigDecimal profit, List<Held> holdings) {}

  /**
   * A contract that is held, or is to be held.
   *
   * @param contract the contract's local symbol; the conId if no document has its symbol, as notes
   *     say
   * @param conId the contract's conId
   * @param quantity the quantity by the books, negative if short
   * @param price the price of one unit at the last snapshot, in {@code currency}; {@code null} if
   *     the account did not hold it then
   * @param currency the contract's currency; {@code null} if it is not known
   * @param value the value of the quantity in the base currency; {@code null} if price or exchange
   *     rate is not known
   * @param target the quantity that the last allocation of the strategy wanted; {@code null} if
   *     there is none
   * @param drift the quantity less the target; {@code null} without a target
   * @param unrealized the profit that the quantity has not realized, in the base currency; {@code
   *     null} if its cost is not known
   */
  public record Held(
      String contract,
      int conId,
      BigDecimal quantity,
      BigDecimal price,
      String currency,
      BigDecimal value,
      BigDecimal target,
      BigDecimal drift,
      BigDecimal unrealized) {}

  /** Creates the intent of one invocation. */
  public HoldingsView(Environment environment, Parameters parameters) {
    super(environment, parameters);
  }

  @Override
  protected Object look() {
    TradingMode mode = environment().variables().tradingMode();
    Optional<Snapshot> snapshot = Snapshot.latest(environment().store(), mode);
    Holdings holdings = new Books(environment().store(), mode, environment().clock()).holdings();
    List<RunResult> results = new ArrayList<>();
    Symbols symbols = new Symbols();
    snapshot.ifPresent(
        known -> known.holdings().forEach((name, held) -> symbols.add(held.conId(), name)));
    for (Run run : new RecentRuns(environment().store(), mode).read(RUNS)) {
      RunResult result = RunResult.of(run);
      results.add(result);
      run.legs().forEach(leg -> symbols.add(leg.contract().conId(), Runs.symbol(leg.contract())));
      symbols.addAll(result.contractIds());
    }
    Quantities ignored = ignored(snapshot);
    SortedSet<Integer> shown = new TreeSet<>(holdings.contracts());
    shown.addAll(ignored.contracts());
    if (!symbols.missing(shown).isEmpty()) {
      new KnownSymbols(environment()).addTo(symbols);
    }
    HeldValues values = new HeldValues(symbols, snapshot, rates(snapshot));
    return new HoldingsAnswer(
        snapshot.map(Snapshot::day).orElse(null),
        snapshot.map(Snapshot::updatedAt).orElse(null),
        snapshot.map(Snapshot::baseCurrency).orElse(null),
        snapshot.flatMap(Snapshot::netLiquidation).orElse(null),
        strategies(holdings, results, values, snapshot),
        values.held(holdings.of(Parked.OWNER), Optional.empty(), Map.of()),
        values.held(ignored, Optional.empty(), Map.of()),
        notes(symbols.missing(shown)));
  }

  private static List<String> notes(SortedSet<Integer> unnamed) {
    return unnamed.isEmpty()
        ? List.of()
        : List.of(
            "the symbols of the conIds %s are not known yet; reconcile records them"
                .formatted(
                    unnamed.stream().map(String::valueOf).collect(Collectors.joining(", "))));
  }

  private SortedMap<String, StrategyHoldings> strategies(
      Holdings holdings, List<RunResult> results, HeldValues values, Optional<Snapshot> snapshot) {
    Configuration.Exposure exposure = environment().configuration().exposure();
    SortedSet<String> ids = new TreeSet<>(exposure.strategies().keySet());
    ids.addAll(holdings.strategies());
    ids.remove(Parked.OWNER);
    Map<String, Totals> totals = totals();
    SortedMap<String, StrategyHoldings> strategies = new TreeMap<>();
    for (String id : ids) {
      Optional<SortedMap<Integer, BigDecimal>> targets =
          results.stream().flatMap(result -> result.targets(id).stream()).findFirst();
      Map<Integer, Basis> costs = totals.getOrDefault(id, Totals.none(id)).basis();
      List<Held> held = values.held(holdings.of(id), targets, costs);
      strategies.put(
          id,
          new StrategyHoldings(
              snapshot
                  .flatMap(Snapshot::netLiquidation)
                  .map(value -> exposure.capital(id, value).setScale(CENTS, RoundingMode.HALF_EVEN))
                  .orElse(null),
              HeldValues.sum(held, Held::value),
              HeldValues.sum(held, Held::unrealized),
              held));
    }
    return strategies;
  }

  /** The running totals of each strategy, which have the cost of its holdings. */
  private Map<String, Totals> totals() {
    String collection =
        TotalsChange.collection(
            new BooksAccount(environment().store(), environment().variables().tradingMode())
                .path());
    Map<String, Totals> totals = new TreeMap<>();
    environment()
        .store()
        .list(collection)
        .forEach(document -> totals.put(document.id(), Totals.read(document)));
    return totals;
  }

  private Quantities ignored(Optional<Snapshot> snapshot) {
    SortedMap<Integer, BigDecimal> ignored = new TreeMap<>();
    SortedSet<Integer> conIds = environment().configuration().ignoredContracts();
    snapshot.ifPresent(
        known ->
            known.byContract().values().stream()
                .filter(position -> conIds.contains(position.conId()))
                .forEach(position -> ignored.put(position.conId(), position.position())));
    return new Quantities(ignored);
  }

  /** The value of one unit of each currency in the base currency, on the day of the snapshot. */
  private Map<String, BigDecimal> rates(Optional<Snapshot> snapshot) {
    Map<String, BigDecimal> rates = new TreeMap<>();
    snapshot
        .flatMap(
            known ->
                new PerformanceDays(environment().store(), environment().variables().tradingMode())
                    .recorded(LocalDate.parse(known.day())))
        .map(DayRecord::fx)
        .ifPresent(rates::putAll);
    snapshot.ifPresent(known -> rates.put(known.baseCurrency(), BigDecimal.ONE));
    return rates;
  }

  @Override
  public String name() {
    return "holdings";
  }
}
