package dev.ibintents.intent.watch;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.intent.watch.Digest.AccountDigest;
import dev.ibintents.intent.watch.Digest.StrategyDigest;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.performance.DayRecord;
import dev.ibintents.trading.performance.Flows;
import dev.ibintents.trading.performance.PerformanceDays;
import dev.ibintents.trading.performance.ProfitTable;
import dev.ibintents.trading.performance.Profits;
import dev.ibintents.trading.performance.StrategyColumns;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The profit of one day.
 *
 * @param account the account; empty if the day is not on record
 * @param strategies the strategies that have a record of the day
 */
record DayProfit(Optional<AccountDigest> account, SortedMap<String, StrategyDigest> strategies) {
  private static final int CENTS = 2;

  static DayProfit of(DocumentStore store, TradingMode mode, LocalDate day) {
    List<DayRecord> records =
        new PerformanceDays(store, mode)
            .all().stream().filter(record -> !record.day().isAfter(day)).toList();
    if (records.isEmpty() || !records.get(records.size() - 1).day().equals(day)) {
      return new DayProfit(Optional.empty(), new TreeMap<>());
    }
    DayRecord last = records.get(records.size() - 1);
    BigDecimal value = last.netLiquidation().setScale(CENTS, RoundingMode.HALF_EVEN);
    if (records.size() == 1) {
      return new DayProfit(
          Optional.of(new AccountDigest(last.baseCurrency(), value, null, null)), new TreeMap<>());
    }
    Profits profits = new Profits(records, new Flows(store, mode).all());
    ProfitTable table = profits.table(Optional.of(day), Optional.of(day), profits.strategies());
    SortedMap<String, StrategyDigest> strategies = new TreeMap<>();
    table
        .strategies()
        .forEach(
            (id, columns) -> {
              if (columns.profit().get(0) != null) {
                strategies.put(id, strategy(columns));
              }
            });
    return new DayProfit(
        Optional.of(
            new AccountDigest(
                last.baseCurrency(),
                value,
                table.account().profit().get(0),
                table.since().toString())),
        strategies);
  }

  private static StrategyDigest strategy(StrategyColumns columns) {
    return new StrategyDigest(
        columns.profit().get(0),
        columns.commissions().get(0).add(columns.fees().get(0)),
        columns.traded().get(0));
  }
}
