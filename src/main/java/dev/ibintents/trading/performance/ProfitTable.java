package dev.ibintents.trading.performance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The profit of the account and of its strategies, interval by interval. In every row the profit of
 * the account is the sum of the strategies' profits, of the change of value of cash that no
 * strategy has, and of the unattributed profit, exactly.
 *
 * @param since the day on which the first interval begins
 * @param days the days on which the intervals end
 * @param account the account
 * @param strategies the strategies
 * @param notes remarks about the record, in words
 */
public record ProfitTable(
    LocalDate since,
    List<LocalDate> days,
    AccountColumns account,
    SortedMap<String, StrategyColumns> strategies,
    List<String> notes) {

  /** The table without any record, with a note. */
  public static ProfitTable empty(String note) {
    return new ProfitTable(
        LocalDate.EPOCH,
        List.of(),
        AccountColumns.of(List.of(), new TreeMap<>()),
        new TreeMap<>(),
        List.of(note));
  }

  /** The statistics of the account. Its trades and costs are those of all strategies shown. */
  public Statistics accountStatistics(RiskFreeRate riskFree, Figure<DailyReturns> benchmark) {
    BigDecimal traded = BigDecimal.ZERO;
    BigDecimal costs = BigDecimal.ZERO;
    for (StrategyColumns columns : strategies.values()) {
      traded = traded.add(Columns.sum(columns.traded()));
      costs = costs.add(Columns.sum(columns.commissions())).add(Columns.sum(columns.fees()));
    }
    return account
        .trackRecord(since, days, traded.doubleValue(), costs.doubleValue())
        .statistics(riskFree, benchmark);
  }

  /** The statistics of a strategy. */
  public Statistics statistics(
      StrategyColumns strategy, RiskFreeRate riskFree, Figure<DailyReturns> benchmark) {
    return strategy.trackRecord(since, days).statistics(riskFree, benchmark);
  }
}
