package dev.ibintents.strategy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * Moving average convergence/divergence after the last of a row of closing prices.
 *
 * <p>Written out here rather than taken from a library: ta4j, the one that is maintained, needs
 * Java 21 since 0.18, and its last version before brings 2.6 MB with commons-math3, all of which
 * would have to be loaded at every cold start for the ten lines below.
 *
 * @param line the average over the fast period less that over the slow one
 * @param signal the average of the line
 */
record Macd(BigDecimal line, BigDecimal signal) {
  /** Closes in the fast average. */
  static final int FAST = 12;

  /** Closes in the slow average. */
  static final int SLOW = 26;

  /** Values of the line in the signal. */
  static final int SIGNAL = 9;

  private static final MathContext PRECISION = MathContext.DECIMAL128;

  /**
   * Of these closing prices, the oldest first, of which there must be at least 34.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  static Macd of(List<BigDecimal> closes) {
    if (closes.size() < SLOW + SIGNAL - 1) {
      throw new IllegalArgumentException(
          "MACD needs " + (SLOW + SIGNAL - 1) + " prices, not " + closes.size());
    }
    Average fast = new Average(FAST);
    Average slow = new Average(SLOW);
    Average signal = new Average(SIGNAL);
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
   * An exponential moving average: it begins with the plain average of its first period, and then
   * moves by 2 ÷ (period + 1) of the way to each further value.
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
        BigDecimal way = next.subtract(value, PRECISION).multiply(BigDecimal.valueOf(2), PRECISION);
        value = value.add(divided(way, period + 1), PRECISION);
      }
    }

    private static BigDecimal divided(BigDecimal dividend, int divisor) {
      return dividend.divide(BigDecimal.valueOf(divisor), PRECISION);
    }
  }
}
