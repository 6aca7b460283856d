package dev.ibintents.intent.performance;

import com.google.gson.annotations.SerializedName;
import dev.ibintents.trading.performance.StrategyColumns;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The profit of the account and of its strategies, in columns. All lists have one element for each
 * of {@code days}. In every row the account's profit is the sum of the strategies' profits, of
 * {@code others}, of {@code cashRevaluation} and of {@code unattributed}, exactly.
 *
 * @param baseCurrency the currency of all amounts; {@code null} if no day is recorded
 * @param since the day of the record before the first row; {@code null} if no day is recorded
 * @param days the days on which the intervals end
 * @param account the account
 * @param strategies the strategies, by id
 * @param benchmark the benchmark; {@code null} if none is asked for
 * @param riskFree the risk-free rate of a year that the statistics use
 * @param differences the differences between the running totals and those that fills, crossings and
 *     flows make, in words; {@code null} unless a check is asked for
 * @param notes remarks about the record
 * @param definitions the definitions of the figures
 */
public record PerformanceAnswer(
    String baseCurrency,
    String since,
    List<String> days,
    AccountProfit account,
    SortedMap<String, StrategyProfit> strategies,
    BenchmarkPrices benchmark,
    BigDecimal riskFree,
    List<String> differences,
    List<String> notes,
    Map<String, String> definitions) {

  /**
   * The account.
   *
   * @param start the value at the beginning of each interval
   * @param netLiquidation the value at the end of each interval
   * @param flows the owner's deposits less withdrawals
   * @param profit the change of the value less flows
   * @param others the profit of the strategies that were not asked for
   * @param cashRevaluation the change of value of the foreign cash that no strategy has, by
   *     currency
   * @param unattributed the profit that is nobody's
   * @param returns the return as a fraction
   * @param tied whether the strategies' holdings explain all positions of the account
   * @param totals the sums over all days
   * @param statistics the statistics
   */
  record AccountProfit(
      List<BigDecimal> start,
      List<BigDecimal> netLiquidation,
      List<BigDecimal> flows,
      List<BigDecimal> profit,
      List<BigDecimal> others,
      SortedMap<String, List<BigDecimal>> cashRevaluation,
      List<BigDecimal> unattributed,
      @SerializedName("return") List<BigDecimal> returns,
      List<Boolean> tied,
      AccountTotals totals,
      StatisticsAnswer statistics) {}

  /**
   * The sums of the account over all days.
   *
   * @param flows the owner's deposits less withdrawals
   * @param profit the profit
   * @param others the profit of the strategies that were not asked for
   * @param cashRevaluation the change of value of the foreign cash that no strategy has
   * @param unattributed the profit that is nobody's
   */
  record AccountTotals(
      BigDecimal flows,
      BigDecimal profit,
      BigDecimal others,
      BigDecimal cashRevaluation,
      BigDecimal unattributed) {}

  /**
   * A strategy. An element is {@code null} where the strategy has no record.
   *
   * @param start the market value of its holdings at the beginning of each interval
   * @param end the market value of its holdings at the end of each interval
   * @param profit the whole profit
   * @param realized the realized profit, by average cost, without commissions
   * @param unrealized the rest of the profit: changes of prices and of exchange rates
   * @param commissions the commissions, negative
   * @param dividends the dividends
   * @param interest the interest
   * @param fees the fees, negative
   * @param crossings the cash that moved for quantities that crossed between strategies
   * @param capital the capital at the beginning of each interval
   * @param returns the return on the capital as a fraction
   * @param totals the sums over all days
   * @param statistics the statistics
   */
  record StrategyProfit(
      List<BigDecimal> start,
      List<BigDecimal> end,
      List<BigDecimal> profit,
      List<BigDecimal> realized,
      List<BigDecimal> unrealized,
      List<BigDecimal> commissions,
      List<BigDecimal> dividends,
      List<BigDecimal> interest,
      List<BigDecimal> fees,
      List<BigDecimal> crossings,
      List<BigDecimal> capital,
      @SerializedName("return") List<BigDecimal> returns,
      StrategyTotals totals,
      StatisticsAnswer statistics) {

    static StrategyProfit of(StrategyColumns columns, StatisticsAnswer statistics) {
      return new StrategyProfit(
          columns.start(),
          columns.end(),
          columns.profit(),
          columns.realized(),
          columns.unrealized(),
          columns.commissions(),
          columns.dividends(),
          columns.interest(),
          columns.fees(),
          columns.crossings(),
          columns.capital(),
          Fractions.shown(columns.returns()),
          StrategyTotals.of(columns.totals()),
          statistics);
    }
  }

  /**
   * The sums of a strategy over all days.
   *
   * @param profit the whole profit
   * @param realized the realized profit
   * @param unrealized the rest of the profit
   * @param commissions the commissions, negative
   * @param dividends the dividends
   * @param interest the interest
   * @param fees the fees, negative
   * @param crossings the cash that moved for quantities that crossed
   */
  record StrategyTotals(
      BigDecimal profit,
      BigDecimal realized,
      BigDecimal unrealized,
      BigDecimal commissions,
      BigDecimal dividends,
      BigDecimal interest,
      BigDecimal fees,
      BigDecimal crossings) {

    static StrategyTotals of(StrategyColumns.Totals totals) {
      return new StrategyTotals(
          totals.profit(),
          totals.realized(),
          totals.unrealized(),
          totals.commissions(),
          totals.dividends(),
          totals.interest(),
          totals.fees(),
          totals.crossings());
    }
  }

  /**
   * The benchmark.
   *
   * @param contract the symbol
   * @param conId the broker's number for it
   * @param whatToShow the data that its bars show
   * @param currency the currency of its prices
   * @param startClose the close of the day {@code since}; {@code null} if there is none
   * @param close the closes; {@code null} where the bars do not reach
   * @param returns the change of the close as a fraction
   * @param statistics the statistics
   */
  record BenchmarkPrices(
      String contract,
      int conId,
      String whatToShow,
      String currency,
      BigDecimal startClose,
      List<BigDecimal> close,
      @SerializedName("return") List<BigDecimal> returns,
      StatisticsAnswer statistics) {}
}
