package dev.ibintents.strategy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * The moving average convergence/divergence (MACD) at the last of a list of closing prices.
 *
 * <p>This is no library: ta4j, the maintained library, needs Java 21 since version 0.18. Its last
 * version before brings 2.6 MB with commons-math3. Every cold start would have to load this for the
 * ten lines below.
 *
 * @param line the fast average minus the slow average
 * @param signal the average of the line
 */
record Macd(BigDecimal line, BigDecimal signal) {
  private static final MathContext PRECISION = MathContext.DECIMAL128;

  /**
   * The lengths of the averages.
   *
   * @param fast the number of closing prices in the fast average
   * @param slow the number of closing prices in the slow average, above {@code fast}
   * @param signal the number of values of the line in the signal
   */
  record Periods(int fast, int slow, int signal) {
    /** The lengths that are used if nothing is said. */
    static final Periods USUAL = new Periods(12, 26, 9);

    /** The fewest closing prices from which there is a signal. */
    int fewestPrices() {
      return slow + signal - 1;
    }
  }

  /**
   * Calculates the MACD.
   *
   * @param closes closing prices, the oldest first
   * @throws IllegalArgumentException if there are fewer than the periods need
   */
  static Macd of(List<BigDecimal> closes, Periods periods) {
    if (closes.size() < periods.fewestPrices()) {
      throw new IllegalArgumentException(
          "MACD needs " + periods.fewestPrices() + " prices, not " + closes.size());
    }
    Average fast = new Average(periods.fast);
    Average slow = new Average(periods.slow);
    Average signal = new Average(periods.signal);
    BigDecimal line = null;
    for (BigDecimal close : closes) {
      fast.add(close);
      slow.add(close);
      if (slow.value != null) {
        line = fast.value.subtract(slow.value, PRECISION);
        signal.add(line);
      }
    }
    return new Macd(line, signal.value);
  }

  /** Whether the line is above its signal. */
  boolean isRising() {
    return line.compareTo(signal) > 0;
  }

  /**
   * An exponential moving average. It begins with the plain average of the first period. Each
   * further value moves it by 2 ÷ (period + 1) of the difference.
   */
  private static final class Average {
    private final int period;
    private BigDecimal sum = BigDecimal.ZERO;
    private int count;
    private BigDecimal value;

    Average(int period) {
      this.period = period;
    }

    void add(BigDecimal next) {
      count++;
      if (count <= period) {
        sum = sum.add(next);
        value = count == period ? divided(sum, period) : null;
      } else {
        BigDecimal twice =
            next.subtract(value, PRECISION).multiply(BigDecimal.valueOf(2), PRECISION);
        value = value.add(divided(twice, period + 1), PRECISION);
      }
    }

    private static BigDecimal divided(BigDecimal dividend, int divisor) {
      return dividend.divide(BigDecimal.valueOf(divisor), PRECISION);
    }
  }
}
