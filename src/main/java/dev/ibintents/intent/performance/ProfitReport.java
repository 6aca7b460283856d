package dev.ibintents.intent.performance;

import dev.ibintents.intent.performance.PerformanceAnswer.AccountProfit;
import dev.ibintents.intent.performance.PerformanceAnswer.AccountTotals;
import dev.ibintents.intent.performance.PerformanceAnswer.BenchmarkPrices;
import dev.ibintents.intent.performance.PerformanceAnswer.StrategyProfit;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.SeriesIndex;
import dev.ibintents.trading.performance.AccountColumns;
import dev.ibintents.trading.performance.Benchmark;
import dev.ibintents.trading.performance.DailyReturns;
import dev.ibintents.trading.performance.Figure;
import dev.ibintents.trading.performance.ProfitTable;
import dev.ibintents.trading.performance.RiskFreeRate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Turns a table of profits into the answer, with statistics and a benchmark.
 *
 * @param table the table
 * @param baseCurrency the currency of its amounts
 * @param riskFree the risk-free rate
 * @param bars the stored bars
 * @param differences the result of the check; empty if none is asked for
 */
record ProfitReport(
    ProfitTable table,
    String baseCurrency,
    RiskFreeRate riskFree,
    Bars bars,
    Optional<List<String>> differences) {
  private static final Figure<DailyReturns> NO_BENCHMARK = Figure.none("no benchmark is given");

  /** The answer if no day is recorded. */
  static PerformanceAnswer empty(
      RiskFreeRate riskFree, Optional<List<String>> differences, String note) {
    ProfitTable nothing = ProfitTable.empty(note);
    return new PerformanceAnswer(
        null,
        null,
        List.of(),
        account(nothing, riskFree, NO_BENCHMARK),
        new TreeMap<>(),
        null,
        BigDecimal.valueOf(riskFree.perYear()),
        differences.orElse(null),
        nothing.notes(),
        Definitions.ALL);
  }

  /**
   * The answer.
   *
   * @param series the daily series of the benchmark, if there is one
   */
  PerformanceAnswer answer(Optional<SeriesIndex> series) {
    Optional<Benchmark> benchmark = series.map(index -> Benchmark.of(bars, index, table));
    Figure<DailyReturns> comparison =
        benchmark.map(Benchmark::daily).map(Figure::of).orElse(NO_BENCHMARK);
    SortedMap<String, StrategyProfit> strategies = new ConcurrentSkipListMap<>();
    table.strategies().entrySet().parallelStream()
        .forEach(
            strategy ->
                strategies.put(
                    strategy.getKey(),
                    StrategyProfit.of(
                        strategy.getValue(),
                        StatisticsAnswer.of(
                            table.statistics(strategy.getValue(), riskFree, comparison)))));
    return new PerformanceAnswer(
        baseCurrency,
        table.since().toString(),
        table.days().stream().map(LocalDate::toString).toList(),
        account(table, riskFree, comparison),
        strategies,
        series.map(index -> prices(index, benchmark.orElseThrow())).orElse(null),
        BigDecimal.valueOf(riskFree.perYear()),
        differences.orElse(null),
        table.notes(),
        Definitions.ALL);
  }

  private static AccountProfit account(
      ProfitTable table, RiskFreeRate riskFree, Figure<DailyReturns> comparison) {
    AccountColumns account = table.account();
    AccountColumns.Totals totals = account.totals();
    return new AccountProfit(
        account.start(),
        account.netLiquidation(),
        account.flows(),
        account.profit(),
        account.others(),
        account.cashRevaluation(),
        account.unattributed(),
        Fractions.shown(account.returns()),
        account.tied(),
        new AccountTotals(
            totals.flows(),
            totals.profit(),
            totals.others(),
            totals.cashRevaluation(),
            totals.unattributed()),
        StatisticsAnswer.of(table.accountStatistics(riskFree, comparison)));
  }

  private BenchmarkPrices prices(SeriesIndex index, Benchmark benchmark) {
    return new BenchmarkPrices(
        index.contract().symbol(),
        index.contract().conId(),
        index.series().whatToShow().name(),
        index.contract().currency(),
        benchmark.startClose().orElse(null),
        benchmark.close(),
        Fractions.shown(benchmark.returns()),
        StatisticsAnswer.of(benchmark.statistics(riskFree)));
  }
}
