package dev.ibintents.trading.totals;

import dev.ibintents.trading.Shares;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Splits an amount of money in proportion to shares, without a rest. */
final class SharedAmount {
  /** The least number of decimals of a part. */
  private static final int LEAST_DECIMALS = 4;

  private SharedAmount() {}

  /**
   * The parts of an amount, in proportion to the sizes of shares. They sum to the amount exactly:
   * each is rounded towards 0, and the largest share gets the rest.
   *
   * @param shares the shares; their signs do not count
   * @return the parts by owner; none if there are no shares
   */
  static SortedMap<String, BigDecimal> parts(BigDecimal amount, Shares shares) {
    SortedMap<String, BigDecimal> parts = new TreeMap<>();
    BigDecimal all = BigDecimal.ZERO;
    for (BigDecimal share : shares.byStrategy().values()) {
      all = all.add(share.abs());
    }
    if (all.signum() == 0) {
      return parts;
    }
    int decimals = Math.max(LEAST_DECIMALS, amount.scale());
    BigDecimal rest = amount;
    for (Map.Entry<String, BigDecimal> share : shares.byStrategy().entrySet()) {
      BigDecimal part =
          amount.multiply(share.getValue().abs()).divide(all, decimals, RoundingMode.DOWN);
      parts.put(share.getKey(), part);
      rest = rest.subtract(part);
    }
    parts.merge(largest(shares), rest, BigDecimal::add);
    return parts;
  }

  private static String largest(Shares shares) {
    return shares.byStrategy().entrySet().stream()
        .max(
            Comparator.comparing((Map.Entry<String, BigDecimal> share) -> share.getValue().abs())
                .thenComparing(Map.Entry.<String, BigDecimal>comparingByKey().reversed()))
        .orElseThrow()
        .getKey();
  }
}
