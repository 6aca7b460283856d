package dev.ibintents.simulator.market;

/**
 * The value of an option by the formula of Black and Scholes, without interest. It is the same on
 * every machine.
 */
final class OptionPrice {
  private OptionPrice() {}

  /**
   * The value of the right to one unit.
   *
   * @param spot the price of the underlying
   * @param volatility the yearly volatility
   * @param years the years until expiry; at 0 or less the value is that of an exercise now
   */
  static double of(double spot, double strike, boolean call, double volatility, double years) {
    double exercised = Math.max(0, call ? spot - strike : strike - spot);
    if (years <= 0) {
      return exercised;
    }
    double spread = volatility * Math.sqrt(years);
    double d1 = (StrictMath.log(spot / strike) + spread * spread / 2) / spread;
    double callValue = spot * normal(d1) - strike * normal(d1 - spread);
    return Math.max(exercised, call ? callValue : callValue - spot + strike);
  }

  /** The normal distribution (Abramowitz and Stegun, 26.2.17). */
  private static double normal(double x) {
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double sum =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double tail = StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * sum;
    return x >= 0 ? 1 - tail : tail;
  }
}
