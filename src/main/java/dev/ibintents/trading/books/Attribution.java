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
 * Shares out what is filled of an order among the strategies that wanted it.
 *
 * <p>Each strategy's running total is the largest-remainder split (Hamilton's method: floor, then
 * the largest remainders first, ties by strategy id) of the order's running total filled, in the
 * contract's quantity step. So running totals always sum to the fill, and are the source when the
 * order is complete; none is a whole step or more away from its exact proportion, and none goes
 * beyond its source before the order does. A share is the difference of two running totals; as that
 * method knows the Alabama paradox, it may be one step against the direction of the fill.
 *
 * <p>Because a share follows from the totals, fills may come in any order, corrections (which lower
 * the total) included.
 *
 * @param source how much each strategy wanted; signs may differ, the sum is not 0
 * @param increment the contract's quantity step, greater than 0; where an amount is no multiple of
 *     it, a finer one is used so that nothing is lost
 */
public record Attribution(Shares source, BigDecimal increment) {
  /**
   * @throws IllegalArgumentException if the source sums to 0, which no order does, or the increment
   *     is not greater than 0
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
   * The running total of each strategy when so much of the order is filled.
   *
   * @param filled the order's running total, negative for a sale; beyond the order's quantity, or
   *     of the other sign, the proportions go on
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
   * @param before the running totals until now: the shares of all former fills
   * @param fill the quantity that is filled now, negative for a sale
   */
  public Shares shares(Shares before, BigDecimal fill) {
    return totals(before.total().add(fill)).minus(before);
  }

  /** The increment, or, where amounts are not multiples of it, the last decimal that any has. */
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
   * The rest of a strategy's exact proportion after flooring.
   *
   * @param floor the proportion in whole steps, towards negative infinity
   * @param rest the fraction of a step above it, times a factor that is the same for all
   */
  private record Remainder(String strategy, BigDecimal floor, BigDecimal rest) {
    static final Comparator<Remainder> LARGEST_FIRST =
        Comparator.comparing(Remainder::rest).reversed().thenComparing(Remainder::strategy);

    /** Of {@code wanted × filled ÷ net}, as a fraction, since that may have no finite decimal. */
    static Remainder of(
        String strategy, BigDecimal wanted, BigDecimal filled, BigDecimal net, BigDecimal step) {
      BigDecimal numerator = wanted.multiply(filled).multiply(BigDecimal.valueOf(net.signum()));
      BigDecimal denominator = net.abs().multiply(step);
      BigDecimal floor = numerator.divide(denominator, 0, RoundingMode.FLOOR);
      return new Remainder(strategy, floor, numerator.subtract(floor.multiply(denominator)));
    }
  }
}
