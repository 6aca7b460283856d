package dev.ibintents.trading.books;

import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Shares;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Shares out the fills of an order among the strategies that wanted it.
 *
 * <p>The order's filled quantity is split into one running total for each strategy, in the
 * contract's quantity step. The split uses the largest-remainder method (Hamilton's method): floor
 * first, then the largest remainders, ties by strategy id. The running totals always sum to the
 * filled quantity, and equal the source when the order is complete. Each is less than one step away
 * from its exact proportion. None goes beyond its source before the order goes beyond its quantity.
 * A share is the difference of two running totals. The method has the Alabama paradox, so a share
 * may be one step against the direction of the fill.
 *
 * <p>A share follows from the totals alone. Fills may therefore come in any sequence, and so may
 * corrections, which lower the total.
 *
 * @param source the quantity that each strategy wanted; signs may differ, the sum is not 0
 * @param increment the contract's quantity step, above 0; if an amount is not a multiple of it, a
 *     finer step is used, so that nothing is lost
 */
public record Attribution(Shares source, BigDecimal increment) {
  /**
   * @throws IllegalArgumentException if the source sums to 0, which no order has, or if the
   *     increment is not above 0
   */
  public Attribution {
    increment = PlainDecimal.of(increment);
    if (source.total().signum() == 0) {
      throw new IllegalArgumentException(
          "the source " + source + " sums to 0: no order stands for it, and nothing can be filled");
    }
    if (increment.signum() <= 0) {
      throw new IllegalArgumentException("the quantity step must be above 0, not " + increment);
    }
  }

  /** The order's quantity: the sum of the source, negative to sell. */
  public BigDecimal quantity() {
    return source.total();
  }

  /**
   * The running total of each strategy at a filled quantity of the order.
   *
   * @param filled the order's filled quantity, negative for a sale; the proportions hold beyond the
   *     order's quantity and for the other sign too
   */
  public Shares totals(BigDecimal filled) {
    BigDecimal step = stepFor(filled);
    BigDecimal net = quantity();
    SortedMap<String, BigDecimal> totals = new TreeMap<>();
    List<Remainder> remainders = new ArrayList<>();
    BigDecimal left = filled;
    for (Map.Entry<String, BigDecimal> wanted : source.byStrategy().entrySet()) {
      Remainder remainder = Remainder.of(wanted.getKey(), wanted.getValue(), filled, net, step);
      BigDecimal floor = remainder.floor().multiply(step);
      totals.put(wanted.getKey(), floor);
      remainders.add(remainder);
      left = left.subtract(floor);
    }
    remainders.sort(Remainder.LARGEST_FIRST);
    int steps = left.divide(step).intValueExact();
    for (Remainder remainder : remainders.subList(0, steps)) {
      totals.merge(remainder.strategy(), step, BigDecimal::add);
    }
    return new Shares(totals);
  }

  /**
   * The shares that strategies get of a fill; they sum to the fill.
   *
   * @param before the running totals before this fill: the sums of all former shares
   * @param fill the quantity of this fill, negative for a sale
   */
  public Shares shares(Shares before, BigDecimal fill) {
    return totals(before.total().add(fill)).minus(before);
  }

  /**
   * The increment, if all amounts are multiples of it; else one unit of the last decimal place that
   * any amount has.
   */
  private BigDecimal stepFor(BigDecimal filled) {
    boolean fits =
        isMultiple(filled)
            && source.byStrategy().values().stream().allMatch(wanted -> isMultiple(wanted));
    if (fits) {
      return increment;
    }
    int scale = Math.max(increment.scale(), PlainDecimal.of(filled).scale());
    for (BigDecimal wanted : source.byStrategy().values()) {
      scale = Math.max(scale, wanted.scale());
    }
    return new BigDecimal(BigInteger.ONE, scale);
  }

  private boolean isMultiple(BigDecimal amount) {
    return amount.remainder(increment).signum() == 0;
  }

  /**
   * The remainder of a strategy's exact proportion after rounding down.
   *
   * @param floor the proportion in whole steps, rounded towards negative infinity
   * @param rest the fraction of a step above the floor, times a factor that is the same for all
   *     strategies
   */
  private record Remainder(String strategy, BigDecimal floor, BigDecimal rest) {
    static final Comparator<Remainder> LARGEST_FIRST =
        Comparator.comparing(Remainder::rest).reversed().thenComparing(Remainder::strategy);

    /**
     * The remainder of {@code wanted × filled ÷ net}. The rest is a numerator only, because the
     * quotient may have no finite decimal.
     */
    static Remainder of(
        String strategy, BigDecimal wanted, BigDecimal filled, BigDecimal net, BigDecimal step) {
      BigDecimal numerator = wanted.multiply(filled).multiply(BigDecimal.valueOf(net.signum()));
      BigDecimal denominator = net.abs().multiply(step);
      BigDecimal floor = numerator.divide(denominator, 0, RoundingMode.FLOOR);
      return new Remainder(strategy, floor, numerator.subtract(floor.multiply(denominator)));
    }
  }
}
