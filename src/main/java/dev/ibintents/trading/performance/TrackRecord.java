package dev.ibintents.trading.performance;

import java.util.List;

/**
 * The record from which statistics are computed, of the account or of one strategy.
 *
 * @param returns the daily returns
 * @param investment the payments of somebody who invests at the beginning and gets everything back
 *     at the end; empty if the capital of a day is not known
 * @param averageCapital the mean of the capital at the beginnings of the intervals; not above 0 if
 *     there was none
 * @param traded the value of all that was bought and of all that was sold
 * @param costs the commissions and fees, negative
 */
public record TrackRecord(
    DailyReturns returns,
    List<DatedFlow> investment,
    double averageCapital,
    double traded,
    double costs) {

  /** Keeps a copy. */
  public TrackRecord {
    investment = List.copyOf(investment);
  }

  /** The statistics, with those of a comparison that the caller gives. */
  public Statistics statistics(RiskFreeRate riskFree, Figure<DailyReturns> benchmark) {
    return new Statistics(
        returns.timeWeighted(),
        investment.isEmpty()
            ? Figure.none("the capital of a day is not known")
            : InternalRate.of(investment),
        returns.growthPerYear(),
        returns.volatility(),
        returns.sharpe(riskFree),
        returns.sortino(riskFree),
        returns.maxDrawdown(),
        returns.calmar(),
        returns.bestDay(),
        returns.worstDay(),
        returns.bestMonth(),
        returns.worstMonth(),
        returns.winningDays(),
        fractionOfCapital(traded),
        fractionOfCapital(costs == 0 ? 0 : -costs),
        benchmark.then(returns::beta),
        benchmark.then(returns::correlation));
  }

  private Figure<Double> fractionOfCapital(double amount) {
    return averageCapital > 0
        ? Figure.of(amount / averageCapital)
        : Figure.none("there was no capital");
  }
}
