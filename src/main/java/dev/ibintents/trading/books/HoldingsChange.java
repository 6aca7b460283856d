package dev.ibintents.trading.books;

import dev.ibintents.store.Transaction;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.Shares;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A change of holdings in one transaction. The constructor reads the holdings, and {@link #write}
 * writes those that have changed. A share that belongs to no strategy ({@link Books#BY_HAND}) is
 * left out.
 */
final class HoldingsChange {
  private final String collection;
  private final SortedMap<String, Quantities> holdings = new TreeMap<>();
  private final Set<String> changed = new TreeSet<>();

  /**
   * @param collection the path of the holdings
   * @param transaction the transaction, in which nothing has been written yet
   * @param strategies the strategies whose holdings may change
   */
  HoldingsChange(String collection, Transaction transaction, Set<String> strategies) {
    this.collection = collection;
    for (String strategy : new TreeSet<>(strategies)) {
      if (!strategy.equals(Books.BY_HAND)) {
        holdings.put(
            strategy,
            transaction.get(path(strategy)).map(Books::quantities).orElse(Quantities.NONE));
      }
    }
  }

  /**
   * Adds to the holdings of a contract.
   *
   * @param conId the contract
   * @param shares the quantity for each strategy; negative to take away
   */
  void add(int conId, Shares shares) {
    shares
        .without(Books.BY_HAND)
        .forEach(
            (strategy, share) -> {
              holdings.put(strategy, holdings.get(strategy).plus(conId, share));
              changed.add(strategy);
            });
  }

  /** Writes the holdings that have changed; a strategy that holds nothing has no document. */
  void write(Transaction transaction) {
    for (String strategy : changed) {
      Quantities held = holdings.get(strategy);
      if (held.isEmpty()) {
        transaction.delete(path(strategy));
      } else {
        transaction.set(path(strategy), Books.fields(held));
      }
    }
  }

  private String path(String strategy) {
    return collection + "/" + strategy;
  }
}
