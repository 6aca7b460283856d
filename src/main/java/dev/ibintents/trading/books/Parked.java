package dev.ibintents.trading.books;

import dev.ibintents.environment.Configuration;
import dev.ibintents.trading.PlainDecimal;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Holdings that belong to no strategy and are never traded, such as those from before the product.
 * The books keep them beside the strategies', as {@code positions/{mode}/holdings/parked}, and they
 * are put there and taken away by {@code adopt} only.
 *
 * @param quantities how much of each contract, by conId, without zeros
 */
public record Parked(SortedMap<Integer, BigDecimal> quantities) {
  /** Their owner in the books and in requests; no strategy is called so. */
  public static final String OWNER = Configuration.PARKED;

  /** Copies the map. */
  public Parked {
    quantities = Collections.unmodifiableSortedMap(new TreeMap<>(quantities));
  }

  /** What is parked of these holdings, by owner and conId. */
  public static Parked of(Map<String, SortedMap<Integer, BigDecimal>> holdings) {
    return new Parked(holdings.getOrDefault(OWNER, new TreeMap<>()));
  }

  /** What is held of each contract without what is parked of it, by conId, without zeros. */
  public SortedMap<Integer, BigDecimal> leftOutOf(Map<Integer, BigDecimal> held) {
    SortedMap<Integer, BigDecimal> without = new TreeMap<>(held);
    without.replaceAll(this::leftOutOf);
    without.values().removeIf(quantity -> quantity.signum() == 0);
    return without;
  }

  /**
   * What is held of a contract without what is parked of it: nothing where less is held than is
   * parked, and never more than is held.
   */
  public BigDecimal leftOutOf(int conId, BigDecimal held) {
    BigDecimal rest = held.subtract(quantities.getOrDefault(conId, BigDecimal.ZERO));
    BigDecimal least = held.min(BigDecimal.ZERO);
    BigDecimal most = held.max(BigDecimal.ZERO);
    return PlainDecimal.of(rest.max(least).min(most));
  }
}
