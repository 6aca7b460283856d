package dev.ibintents.trading.books;

import dev.ibintents.trading.Quantities;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The contracts that the configuration ignores, and the account's positions in them.
 *
 * @param conIds the ignored contracts, sorted, also those that the account does not hold
 * @param held the account's positions in them at the broker
 */
public record IgnoredContracts(SortedSet<Integer> conIds, Quantities held) {
  /** Copies the set. */
  public IgnoredContracts {
    conIds = Collections.unmodifiableSortedSet(new TreeSet<>(conIds));
  }

  /** Visits each contract with the account's position in it, which may be 0. */
  public void forEach(BiConsumer<Integer, BigDecimal> visitor) {
    conIds.forEach(conId -> visitor.accept(conId, held.of(conId)));
  }
}
