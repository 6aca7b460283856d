package dev.ibintents.intent.performance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Fractions and ratios, as answers show them. */
final class Fractions {
  private static final int DECIMALS = 8;
  private static final double SCALE = 1e8;

  /** Up to here, a scaled fraction fits a long exactly. */
  private static final double LARGEST_SCALED = 1L << 52;

  private Fractions() {}

  /** A figure with 8 decimals; {@code null} for {@code null}. */
  static BigDecimal shown(Double figure) {
    if (figure == null) {
      return null;
    }
    if (figure == 0) {
      return BigDecimal.ZERO;
    }
    double scaled = figure * SCALE;
    return Math.abs(scaled) < LARGEST_SCALED
        ? BigDecimal.valueOf(Math.round(scaled), DECIMALS)
        : BigDecimal.valueOf(figure).setScale(DECIMALS, RoundingMode.HALF_EVEN);
  }

  /** Figures with 8 decimals. */
  static List<BigDecimal> shown(List<Double> figures) {
    List<BigDecimal> shown = new ArrayList<>(figures.size());
    figures.forEach(figure -> shown.add(shown(figure)));
    return shown;
  }
}
