package dev.ibintents.backtest.compare;

import dev.ibintents.backtest.BacktestException;
import dev.ibintents.backtest.compare.LiveDay.LiveFill;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.simulator.market.TradingDay;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunDocument;
import dev.ibintents.trading.performance.DayHoldings;
import dev.ibintents.trading.performance.DayRecord;
import dev.ibintents.trading.performance.Flows;
import dev.ibintents.trading.performance.PerformanceDays;
import dev.ibintents.trading.performance.ProfitTable;
import dev.ibintents.trading.performance.Profits;
import dev.ibintents.trading.performance.StrategyColumns;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the days on which strategies traded live, from the ledger, the books and the days. */
public final class LiveTrading {
  private static final String ORCHESTRATE = "orchestrate";
  private static final String ALLOCATION = "allocation";

  private final DocumentStore store;
  private final TradingMode mode;
  private final SortedMap<LocalDate, List<Run>> runs = new TreeMap<>();
  private final Map<String, LocalDate> dayOfOrder = new HashMap<>();
  private final SortedMap<LocalDate, List<LiveFill>> fills = new TreeMap<>();
  private final SortedMap<LocalDate, List<LiveFill>> delayed = new TreeMap<>();
  private final List<LiveDay> days = new ArrayList<>();

  /**
   * Reads all days on record.
   *
   * @param mode the mode in which they were traded
   */
  public LiveTrading(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.mode = mode;
    readRuns();
    readFills();
    readDays();
  }

  private void readRuns() {
    store.list("runs").stream()
        .map(RunDocument::run)
        .filter(run -> run.mode() == mode)
        .filter(run -> List.of(ORCHESTRATE, ALLOCATION).contains(run.intent()))
        .sorted(Comparator.comparing(Run::begunAt))
        .forEach(
            run -> {
              LocalDate day = BrokerDay.of(run.begunAt());
              runs.computeIfAbsent(day, key -> new ArrayList<>()).add(run);
              run.legs().forEach(leg -> dayOfOrder.put(leg.orderRef(), day));
            });
  }

  private void readDays() {
    PerformanceDays records = new PerformanceDays(store, mode);
    List<DayRecord> all = records.all();
    if (all.size() < 2) {
      return;
    }
    Profits profits = new Profits(all, new Flows(store, mode).all());
    SortedSet<String> strategies = profits.strategies();
    ProfitTable table = profits.table(Optional.empty(), Optional.empty(), strategies);
    for (int i = 1; i < all.size(); i++) {
      LocalDate day = all.get(i).day();
      LocalDate before = all.get(i - 1).day();
      Optional<DayHoldings> opening = records.holdings(before);
      Optional<DayHoldings> closing = records.holdings(day);
      if (runs.containsKey(day) && opening.isPresent() && closing.isPresent()) {
        Run first = runs.get(day).get(0);
        days.add(
            new LiveDay(
                day,
                before,
                all.get(i - 1).netLiquidation(),
                opening.get(),
                closing.get(),
                LocalTime.ofInstant(first.begunAt(), TradingDay.NEW_YORK)
                    .truncatedTo(ChronoUnit.MINUTES),
                first.exposures(),
                column(table, i - 1, StrategyColumns::profit),
                column(table, i - 1, StrategyColumns::commissions),
                fills.getOrDefault(day, List.of()),
                delayed.getOrDefault(day, List.of()),
                undone(day)));
      }
    }
  }

  private static SortedMap<String, BigDecimal> column(
      ProfitTable table, int row, Function<StrategyColumns, List<BigDecimal>> column) {
    SortedMap<String, BigDecimal> amounts = new TreeMap<>();
    table
        .strategies()
        .forEach(
            (id, columns) ->
                Optional.ofNullable(column.apply(columns).get(row))
                    .ifPresent(amount -> amounts.put(id, amount)));
    return amounts;
  }

  private void readFills() {
    for (Document fill : store.list(new BooksAccount(store, mode).path() + "/fills")) {
      boolean isInEffect = fill.findString("correctedBy").isEmpty();
      Optional<BigDecimal> price = fill.findDecimal("price");
      Optional<String> time = fill.findString("time");
      if (isInEffect && price.isPresent() && time.isPresent() && fill.has("applied")) {
        LocalDate day = BrokerDay.of(Instant.parse(time.get()));
        LocalDate ordered =
            fill.findString("orderRef").map(reference -> dayOfOrder.get(reference)).orElse(day);
        LiveFill posted =
            new LiveFill(
                (int) fill.integer("contractId"),
                price.get(),
                fill.findDecimal("multiplier").orElse(BigDecimal.ONE),
                ordered.isBefore(day),
                new TreeMap<>(fill.map("applied").decimals()));
        fills.computeIfAbsent(day, key -> new ArrayList<>()).add(posted);
        if (posted.isLate()) {
          delayed.computeIfAbsent(ordered, key -> new ArrayList<>()).add(posted);
        }
      }
    }
  }

  /** The orders of a day that did not reach the market, or were refused there. */
  private SortedMap<String, String> undone(LocalDate day) {
    SortedMap<String, String> words = new TreeMap<>();
    for (Run run : runs.get(day)) {
      for (Leg leg : run.legs()) {
        if (leg.state() == LegState.REJECTED
            || leg.state() == LegState.NOT_SENT
            || leg.state() == LegState.EXPIRED) {
          leg.source()
              .strategies()
              .forEach(
                  id ->
                      words.merge(
                          id,
                          "%s %s".formatted(leg.contract().symbol(), leg.state().id()),
                          (former, more) -> former + "; " + more));
        }
      }
    }
    return words;
  }

  /**
   * The days that were traded live in a range.
   *
   * @throws BacktestException if there is none
   */
  public List<LiveDay> between(Optional<LocalDate> from, Optional<LocalDate> to) {
    List<LiveDay> found =
        days.stream()
            .filter(day -> from.filter(day.day()::isBefore).isEmpty())
            .filter(day -> to.filter(day.day()::isAfter).isEmpty())
            .toList();
    if (found.isEmpty()) {
      throw new BacktestException(
          days.isEmpty()
              ? "nothing was traded live in %s: no day on record has a run of orchestrate or allocation"
                  .formatted(mode.id())
              : "nothing was traded live in %s in this range; days with trades are from %s to %s"
                  .formatted(mode.id(), days.get(0).day(), days.get(days.size() - 1).day()));
    }
    return found;
  }
}
