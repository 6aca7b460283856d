package dev.ibintents.trading;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decimals in their plain form, without exponent and without trailing zeros. Records with equal
 * amounts are then equal, and have the same text.
 */
public final class PlainDecimal {
  private PlainDecimal() {}

  /** A value in its plain form. */
  public static BigDecimal of(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** A copy of amounts by key, sorted by key, in plain form, without zeros. */
  public static <K extends Comparable<K>> SortedMap<K, BigDecimal> nonZero(
      Map<K, BigDecimal> amounts) {
    SortedMap<K, BigDecimal> copy = new TreeMap<>();
    amounts.forEach(
        (key, amount) -> {
          if (amount.signum() != 0) {
            copy.put(key, of(amount));
          }
        });
    return Collections.unmodifiableSortedMap(copy);
  }

  /** The sums of amounts by key. */
  public static <K extends Comparable<K>> SortedMap<K, BigDecimal> sum(
      SortedMap<K, BigDecimal> amounts, SortedMap<K, BigDecimal> others) {
    SortedMap<K, BigDecimal> sums = new TreeMap<>(amounts);
    others.forEach((key, amount) -> sums.merge(key, amount, BigDecimal::add));
    return sums;
  }

  /** Amounts by key with the opposite signs. */
  public static <K extends Comparable<K>> SortedMap<K, BigDecimal> negated(
      SortedMap<K, BigDecimal> amounts) {
    SortedMap<K, BigDecimal> negated = new TreeMap<>(amounts);
    negated.replaceAll((key, amount) -> amount.negate());
    return negated;
  }

  /** The sum of amounts, in plain form; 0 if there are none. */
  public static BigDecimal sum(Iterable<BigDecimal> amounts) {
    BigDecimal sum = BigDecimal.ZERO;
    for (BigDecimal amount : amounts) {
      sum = sum.add(amount);
    }
    return of(sum);
  }
}
