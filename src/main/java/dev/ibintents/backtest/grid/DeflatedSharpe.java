package dev.ibintents.backtest.grid;

import dev.ibintents.trading.performance.Figure;
import java.util.List;

/**
 * The correction of Sharpe ratios for the number of tries, by Bailey and López de Prado (The
 * Deflated Sharpe Ratio, Journal of Portfolio Management 40, 2014). Sharpe ratios here are of one
 * day.
 *
 * @param expectedBest the Sharpe ratio that the best of so many tries would have by chance alone
 */
record DeflatedSharpe(double expectedBest) {
  /** The definition, for people. */
  static final String DEFINITION =
      "The probability that the true Sharpe ratio is above the one that the best of so many tries"
          + " would have by chance alone (Bailey and López de Prado 2014). It considers the number"
          + " of days, the skewness and the kurtosis. 0.95 is a usual threshold.";

  private static final double EULER_MASCHERONI = 0.5772156649015329;
  private static final int FEWEST_TRIES = 2;

  /** The correction for tries with these Sharpe ratios. */
  static Figure<DeflatedSharpe> of(List<Double> sharpes) {
    int tries = sharpes.size();
    if (tries < FEWEST_TRIES) {
      return Figure.none(
          "%d tries with a Sharpe ratio are too few; at least %d are needed"
              .formatted(tries, FEWEST_TRIES));
    }
    double mean = sharpes.stream().mapToDouble(Double::doubleValue).sum() / tries;
    double squares =
        sharpes.stream().mapToDouble(sharpe -> (sharpe - mean) * (sharpe - mean)).sum();
    return Figure.of(of(tries, squares / (tries - 1)));
  }

  /**
   * The correction for a number of tries.
   *
   * @param tries two or more
   * @param variance the variance of their Sharpe ratios
   */
  static DeflatedSharpe of(int tries, double variance) {
    double best =
        (1 - EULER_MASCHERONI) * NormalDistribution.exceededWith(1.0 / tries)
            + EULER_MASCHERONI * NormalDistribution.exceededWith(1 / (tries * Math.E));
    return new DeflatedSharpe(Math.sqrt(variance) * best);
  }

  /**
   * The probability that a strategy's true Sharpe ratio is above the expected best one.
   *
   * @param returns the returns from which its Sharpe ratio is computed
   */
  Figure<Double> probability(double sharpe, Moments returns) {
    if (returns.count() < 2) {
      return Figure.none("%d daily returns are too few".formatted(returns.count()));
    }
    double radicand =
        1 - returns.skewness() * sharpe + (returns.kurtosis() - 1) / 4 * sharpe * sharpe;
    return radicand > 0
        ? Figure.of(
            NormalDistribution.cumulative(
                (sharpe - expectedBest) * Math.sqrt(returns.count() - 1) / Math.sqrt(radicand)))
        : Figure.none("skewness and kurtosis of the returns leave the ratio without a spread");
  }
}
