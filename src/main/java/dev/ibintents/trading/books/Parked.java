package dev.ibintents.trading.books;

import dev.ibintents.environment.Configuration;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Quantities;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Holdings that belong to no strategy and are never traded, such as those from before the product.
 * The books keep them beside the strategies', as {@code positions/{mode}/holdings/parked}, and they
 * are put there and taken away by {@code adopt} only.
 *
 * @param quantities how much of each contract
 */
public record Parked(Quantities quantities) {
  /** Nothing is parked. */
  public static final Parked NONE = new Parked(Quantities.NONE);

  /** Their owner in the books and in requests; no strategy is called so. */
  public static final String OWNER = Configuration.PARKED;

  /** The part of these holdings that is parked. */
  public static Parked of(Holdings holdings) {
    return new Parked(holdings.of(OWNER));
  }

  /** The quantities that are held of each contract without the part that is parked. */
  public Quantities leftOutOf(Quantities held) {
    SortedMap<Integer, BigDecimal> rest = new TreeMap<>(held.byContract());
    rest.replaceAll(this::leftOutOf);
    return new Quantities(rest);
  }

  /**
   * The quantity that is held of a contract without the part that is parked: nothing where less is
   * held than is parked, and never more than is held.
   */
  public BigDecimal leftOutOf(int conId, BigDecimal held) {
    BigDecimal rest = held.subtract(quantities.of(conId));
    BigDecimal least = held.min(BigDecimal.ZERO);
    BigDecimal most = held.max(BigDecimal.ZERO);
    return PlainDecimal.of(rest.max(least).min(most));
  }
}
