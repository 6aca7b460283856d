package dev.ibintents.trading;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decimals in one form only, without exponent and without trailing zeros, so that equal amounts are
 * equal records and the same text.
 */
public final class PlainDecimal {
  private PlainDecimal() {}

  public static BigDecimal of(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** Amounts by name, sorted by name, without zeros. */
  public static SortedMap<String, BigDecimal> nonZero(Map<String, BigDecimal> amounts) {
    SortedMap<String, BigDecimal> copy = new TreeMap<>();
    amounts.forEach(
        (name, amount) -> {
          if (amount.signum() != 0) {
            copy.put(name, of(amount));
          }
        });
    return Collections.unmodifiableSortedMap(copy);
  }

  public static BigDecimal sum(Iterable<BigDecimal> amounts) {
    BigDecimal sum = BigDecimal.ZERO;
    for (BigDecimal amount : amounts) {
      sum = sum.add(amount);
    }
    return of(sum);
  }
}
