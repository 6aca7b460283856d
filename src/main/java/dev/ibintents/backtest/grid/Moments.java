package dev.ibintents.backtest.grid;

import java.util.List;

/**
 * The shape of the distribution of returns.
 *
 * @param count the number of returns
 * @param skewness the third central moment, divided by the standard deviation cubed
 * @param kurtosis the fourth central moment, divided by the variance squared; 3 if it is normal
 */
record Moments(int count, double skewness, double kurtosis) {
  /** The moments of returns that vary. The divisor of each moment is the number of returns. */
  static Moments of(List<Double> returns) {
    double mean = powers(returns, 0, 1);
    double variance = powers(returns, mean, 2);
    return new Moments(
        returns.size(),
        powers(returns, mean, 3) / Math.pow(variance, 1.5),
        powers(returns, mean, 4) / (variance * variance));
  }

  private static double powers(List<Double> returns, double centre, int power) {
    return returns.stream().mapToDouble(value -> Math.pow(value - centre, power)).sum()
        / returns.size();
  }
}
