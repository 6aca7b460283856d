package dev.ibintents.trading.performance;

/**
 * The interest that money earns without risk.
 *
 * <p>It is a rate per year, as quantstats takes it. empyrical takes a rate per day: 0.04 there
 * takes 4 % from the return of every day.
 *
 * @param perYear the rate of one year as a fraction: 0.04 is 4 % a year; above -1
 */
public record RiskFreeRate(double perYear) {
  /** Refuses a rate that loses everything. */
  public RiskFreeRate {
    if (!(perYear > -1) || Double.isInfinite(perYear)) {
      throw new IllegalArgumentException("a rate per year must be above -1, not " + perYear);
    }
  }

  /** The rate of one trading day, which compounds to the rate of a year in 252 trading days. */
  double perTradingDay() {
    return Math.pow(1 + perYear, 1.0 / DailyReturns.TRADING_DAYS_OF_A_YEAR) - 1;
  }
}
