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
  /** The number of closing prices in the fast average. */
  static final int FAST = 12;

  /** The number of closing prices in the slow average. */
  static final int SLOW = 26;

  /** The number of values of the line in the signal. */
  static final int SIGNAL = 9;

  private static final MathContext PRECISION = MathContext.DECIMAL128;

  /**
   * Calculates the MACD.
   *
   * @param closes at least 34 closing prices, the oldest first
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
