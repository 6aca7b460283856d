package dev.ibintents.intent.json;

import java.math.BigDecimal;

/** Decimals as text, exactly and without an exponent. */
public final class DecimalText {
  /** {@link BigDecimal#toString()} uses an exponent for numbers below 10 to the power of this. */
  private static final int SMALLEST_PLAIN_EXPONENT = -6;

  private DecimalText() {}

  /**
   * The text of {@link BigDecimal#toPlainString()}. {@code toString()} is several times faster, and
   * gives the same text for most numbers.
   */
  public static String of(BigDecimal value) {
    int exponent = value.precision() - value.scale() - 1;
    return value.scale() >= 0 && exponent >= SMALLEST_PLAIN_EXPONENT
        ? value.toString()
        : value.toPlainString();
  }
}
