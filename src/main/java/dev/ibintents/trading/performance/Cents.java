package dev.ibintents.trading.performance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Amounts in hundredths of the base currency, as answers show them. */
final class Cents {
  private static final int DECIMALS = 2;

  private Cents() {}

  /** The nearest amount in cents; 0 without decimals. */
  static BigDecimal rounded(BigDecimal amount) {
    BigDecimal rounded = amount.setScale(DECIMALS, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? BigDecimal.ZERO : rounded;
  }

  /** An amount of whole cents; 0 without decimals. */
  static BigDecimal of(long cents) {
    return cents == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(cents, DECIMALS);
  }

  /** The number of cents that is nearest to an amount. */
  static long nearest(BigDecimal amount) {
    return amount.setScale(DECIMALS, RoundingMode.HALF_EVEN).unscaledValue().longValueExact();
  }

  /**
   * Rounds amounts to cents, so that they sum to a total. The amounts with the largest remainders
   * are rounded up. Amounts of whole cents stay as they are. If all are, those that may be rounded
   * take the missing cents; if none may, the sum is another.
   *
   * @param total the total in cents; at most a few cents from the exact sum of the amounts
   * @param mayRound for each place, whether its amount may be rounded if all are of whole cents
   * @param exact the amounts
   * @return the amounts in cents
   */
  static long[] summingTo(long total, IntPredicate mayRound, BigDecimal... exact) {
    long[] rounded = new long[exact.length];
    double[] remainders = new double[exact.length];
    List<Integer> places = new ArrayList<>(exact.length);
    long missing = total;
    for (int i = 0; i < exact.length; i++) {
      BigDecimal down = exact[i].setScale(DECIMALS, RoundingMode.FLOOR);
      rounded[i] = down.unscaledValue().longValueExact();
      missing -= rounded[i];
      if (exact[i].compareTo(down) != 0) {
        remainders[i] = exact[i].subtract(down).doubleValue();
        places.add(i);
      }
    }
    if (places.isEmpty()) {
      IntStream.range(0, exact.length).filter(mayRound).forEach(places::add);
    }
    if (missing != 0 && !places.isEmpty()) {
      places.sort(Comparator.comparingDouble(place -> -remainders[place]));
      for (int next = 0; missing > 0; missing--, next++) {
        rounded[places.get(next % places.size())]++;
      }
      for (int next = places.size() - 1; missing < 0; missing++, next--) {
        rounded[places.get(Math.floorMod(next, places.size()))]--;
      }
    }
    return rounded;
  }
}
