package dev.ibintents.trading.books;

import dev.ibintents.environment.Configuration;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Quantities;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Holdings that belong to no strategy and are never traded, such as positions that are older than
 * this product's use. The books keep them beside the strategies' holdings, as {@code
 * positions/{mode}/holdings/parked}. Only {@code adopt} changes them.
 *
 * @param quantities the quantities by contract
 */
public record Parked(Quantities quantities) {
  /** Nothing is parked. */
  public static final Parked NONE = new Parked(Quantities.NONE);

  /** The name of their owner in the books and in requests; no strategy has this id. */
  public static final String OWNER = Configuration.PARKED;

  /** The parked part of these holdings. */
  public static Parked of(Holdings holdings) {
    return new Parked(holdings.of(OWNER));
  }

  /** The held quantities without their parked part, by contract. */
  public Quantities leftOutOf(Quantities held) {
    SortedMap<Integer, BigDecimal> rest = new TreeMap<>(held.byContract());
    rest.replaceAll(this::leftOutOf);
    return new Quantities(rest);
  }

  /**
   * The held quantity of a contract without its parked part. It is 0 if less is held than is
   * parked, and never more than the held quantity.
   */
  public BigDecimal leftOutOf(int conId, BigDecimal held) {
    BigDecimal rest = held.subtract(quantities.of(conId));
    BigDecimal least = held.min(BigDecimal.ZERO);
    BigDecimal most = held.max(BigDecimal.ZERO);
    return PlainDecimal.of(rest.max(least).min(most));
  }
}
