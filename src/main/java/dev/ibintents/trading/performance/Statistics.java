package dev.ibintents.trading.performance;

import dev.ibintents.trading.performance.DailyReturns.MonthReturn;

/**
 * The statistics of the account or of one strategy. Returns and rates are fractions.
 *
 * @param timeWeightedReturn the daily returns compounded
 * @param moneyWeightedReturn the rate per year at which the payments are worth nothing (XIRR)
 * @param cagr the growth of one year, by calendar days
 * @param volatility the standard deviation of daily returns, times √252
 * @param sharpe the mean excess return divided by its standard deviation, times √252
 * @param sortino the mean excess return divided by the downside deviation, times √252
 * @param maxDrawdown the largest fall from a peak
 * @param calmar {@code cagr} divided by the depth of the largest fall
 * @param bestDay the day with the highest return
 * @param worstDay the day with the lowest return
 * @param bestMonth the month with the highest return
 * @param worstMonth the month with the lowest return
 * @param winningDays the share of days with a gain among the days with a gain or a loss
 * @param turnover the value of all trades, purchases and sales alike, divided by the mean capital
 * @param costs commissions and fees, divided by the mean capital
 * @param beta the covariance with the benchmark divided by its variance
 * @param correlation the correlation with the benchmark
 */
public record Statistics(
    Figure<Double> timeWeightedReturn,
    Figure<Double> moneyWeightedReturn,
    Figure<Double> cagr,
    Figure<Double> volatility,
    Figure<Double> sharpe,
    Figure<Double> sortino,
    Figure<Drawdown> maxDrawdown,
    Figure<Double> calmar,
    Figure<DayReturn> bestDay,
    Figure<DayReturn> worstDay,
    Figure<MonthReturn> bestMonth,
    Figure<MonthReturn> worstMonth,
    Figure<Double> winningDays,
    Figure<Double> turnover,
    Figure<Double> costs,
    Figure<Double> beta,
    Figure<Double> correlation) {}
