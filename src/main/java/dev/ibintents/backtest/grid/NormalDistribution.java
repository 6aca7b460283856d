package dev.ibintents.backtest.grid;

/**
 * The normal distribution with mean 0 and variance 1. Its cumulative function is Hart's (Computer
 * Approximations, 1968) in the form of West (Better Approximations to Cumulative Normal Functions,
 * 2005). Its error is below 1e-15.
 */
final class NormalDistribution {
  private static final double LARGEST = 37;
  private static final double LAST_OF_RATIO = 7.07106781186547;
  private static final double SQUARE_ROOT_OF_TWO_PI = 2.506628274631;

  private static final double[] NUMERATOR = {
    0.0352624965998911,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376
  };

  private static final double[] DENOMINATOR = {
    0.0883883476483184,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752
  };

  private NormalDistribution() {}

  /** The probability of a value up to this one. */
  static double cumulative(double value) {
    double below = tail(Math.abs(value));
    return value > 0 ? 1 - below : below;
  }

  /** The probability of a value below the negative of a size. */
  private static double tail(double size) {
    if (size > LARGEST) {
      return 0;
    }
    double density = Math.exp(-size * size / 2);
    return size < LAST_OF_RATIO
        ? density * polynomial(NUMERATOR, size) / polynomial(DENOMINATOR, size)
        : density / fraction(size) / SQUARE_ROOT_OF_TWO_PI;
  }

  private static double polynomial(double[] coefficients, double value) {
    double sum = 0;
    for (double coefficient : coefficients) {
      sum = sum * value + coefficient;
    }
    return sum;
  }

  private static double fraction(double value) {
    double below = value + 0.65;
    for (int numerator = 4; numerator > 0; numerator--) {
      below = value + numerator / below;
    }
    return below;
  }

  /**
   * The value that is exceeded with a probability, found by halving an interval.
   *
   * @param probability above 0 and below 1
   */
  static double exceededWith(double probability) {
    if (probability > 0.5) {
      return -exceededWith(1 - probability);
    }
    double low = 0;
    double high = LARGEST;
    double middle = high / 2;
    while (middle > low && middle < high) {
      if (tail(middle) > probability) {
        low = middle;
      } else {
        high = middle;
      }
      middle = low + (high - low) / 2;
    }
    return middle;
  }
}
