package dev.ibintents.intent.performance;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The definitions of the figures, in words. */
public final class Definitions {
  /** The definitions by the name of the figure. */
  public static final Map<String, String> ALL = all();

  private Definitions() {}

  private static Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(
        "days",
        "The days with a record, by the broker's calendar in New York. A row is the interval from"
            + " the record before to the record of its day; since is the day of the first record.");
    all.put(
        "profit",
        "The change of a strategy's equity: the market value of its holdings and its cash, in the"
            + " base currency. For the account, the change of netLiquidation less flows.");
    all.put(
        "unattributed",
        "The account's profit less the profit of all strategies and cashRevaluation: trades that no"
            + " strategy asked for, parked holdings, and interest and fees without a strategy."
            + " Otherwise it is 0.");
    all.put(
        "cashRevaluation",
        "The change of value of the foreign cash that no strategy has, by currency: the cash at the"
            + " beginning of the interval times the change of the exchange rate.");
    all.put(
        "flows",
        "Deposits less withdrawals on record, in the base currency. A flow belongs to the interval"
            + " that ends with the first record on or after its date.");
    all.put("start", "The market value at the beginning of the interval, in the base currency.");
    all.put("end", "The market value at the end of the interval, in the base currency.");
    all.put(
        "realized",
        "The profit of closed quantities by average cost, without commissions, at the exchange rate"
            + " of the day.");
    all.put(
        "unrealized",
        "The rest of profit after realized, commissions, dividends, interest and fees: changes of"
            + " prices and of exchange rates.");
    all.put(
        "crossings",
        "The cash that moved between strategies for quantities that crossed without an order; its"
            + " profit is part of realized and unrealized.");
    all.put(
        "capital",
        "The capital allotted at the beginning of the interval: the exposure's fraction of"
            + " netLiquidation. Without an exposure, the size of the holdings' market value.");
    all.put(
        "return",
        "profit divided by capital. For the account, profit divided by the value at the beginning"
            + " and the interval's deposits; a withdrawal counts at the end.");
    all.put(
        "timeWeightedReturn",
        "The product of 1 + return over all rows, less 1; the size and the time of flows do not"
            + " matter.");
    all.put(
        "moneyWeightedReturn",
        "The rate per year at which the payments of an investor are worth nothing together (XIRR,"
            + " years of 365 days). A strategy's investor pays its capital, and each change of it"
            + " that is no profit.");
    all.put(
        "cagr",
        "(1 + timeWeightedReturn) to the power of 365 divided by the calendar days, less 1. Some"
            + " libraries divide 252 by the number of returns instead; then missing days change"
            + " the result.");
    all.put(
        "volatility",
        "The standard deviation of the returns (divisor n − 1) times √252. A row that spans several"
            + " days counts as one return.");
    all.put(
        "sharpe",
        "The mean of return less the risk-free rate, divided by its standard deviation (divisor"
            + " n − 1), times √252. riskFree is a rate per year and is converted to"
            + " (1 + riskFree)^(1/252) − 1 per day; empyrical expects a rate per day.");
    all.put(
        "sortino",
        "The mean of return less the risk-free rate, divided by the downside deviation, times √252."
            + " The downside deviation divides the squared losses by all days, not by losing days"
            + " only.");
    all.put(
        "maxDrawdown",
        "The largest loss from a peak of the compounded returns; the beginning is the first peak."
            + " recovered is the first day at that peak again.");
    all.put("calmar", "cagr divided by the depth of maxDrawdown.");
    all.put("bestDay", "The row with the highest return.");
    all.put("worstDay", "The row with the lowest return.");
    all.put(
        "bestMonth",
        "The month with the highest compounded return. The first and the last month may be parts"
            + " of a month.");
    all.put("worstMonth", "The month with the lowest compounded return.");
    all.put(
        "winningDays",
        "The number of rows with a gain, divided by the number of rows with a gain or a loss; rows"
            + " without a change do not count.");
    all.put(
        "turnover",
        "The gross traded value: the sum of the sizes of all trades and crossings, purchases and"
            + " sales alike, divided by the mean capital, over the whole range.");
    all.put("costs", "Commissions and fees divided by the mean capital, over the whole range.");
    all.put(
        "beta",
        "The covariance of the returns with the benchmark's returns, divided by the variance of"
            + " those. The benchmark's day ends with its close, a row ends with its record: record"
            + " days after the close.");
    all.put("correlation", "Pearson's correlation of the returns with the benchmark's returns.");
    all.put(
        "benchmark",
        "The closes of the stored daily bars, in the contract's own currency. Only ADJUSTED_LAST"
            + " bars contain dividends.");
    return Collections.unmodifiableMap(all);
  }
}
