package dev.ibintents.trading.performance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Amounts in hundredths of the base currency, as answers show them. */
final class Cents {
  private static final int DECIMALS = 2;
  private static final BigDecimal CENT = BigDecimal.ONE.movePointLeft(DECIMALS);

  private Cents() {}

  /** The nearest amount in cents; 0 without decimals. */
  static BigDecimal rounded(BigDecimal amount) {
    BigDecimal rounded = amount.setScale(DECIMALS, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? BigDecimal.ZERO : rounded;
  }

  /**
   * Rounds amounts up or down to cents, so that they sum to a total. The amounts with the largest
   * remainders are rounded up.
   *
   * @param exact the amounts
   * @param total their sum in cents; less than a cent from their exact sum
   */
  static List<BigDecimal> summingTo(BigDecimal total, List<BigDecimal> exact) {
    List<BigDecimal> rounded = new ArrayList<>(exact.size());
    BigDecimal sum = BigDecimal.ZERO;
    for (BigDecimal amount : exact) {
      BigDecimal down = amount.setScale(DECIMALS, RoundingMode.FLOOR);
      rounded.add(down);
      sum = sum.add(down);
    }
    int missing = total.subtract(sum).movePointRight(DECIMALS).intValueExact();
    if (missing > 0) {
      List<Integer> places = new ArrayList<>(exact.size());
      List<BigDecimal> remainders = new ArrayList<>(exact.size());
      for (int i = 0; i < exact.size(); i++) {
        places.add(i);
        remainders.add(exact.get(i).subtract(rounded.get(i)));
      }
      places.sort(Comparator.comparing(remainders::get, Comparator.reverseOrder()));
      places
          .subList(0, Math.min(missing, places.size()))
          .forEach(place -> rounded.set(place, rounded.get(place).add(CENT)));
    }
    return rounded;
  }
}
