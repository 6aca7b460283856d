package dev.ibintents.trading.books;

import dev.ibintents.store.Transaction;
import dev.ibintents.trading.PlainDecimal;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A change of what strategies hold, in one transaction: it reads them when it is made, and writes
 * those that it has changed. What is nobody's ({@link Books#BY_HAND}) is left out.
 */
final class HoldingsChange {
  private final String collection;
  private final SortedMap<String, SortedMap<String, BigDecimal>> holdings = new TreeMap<>();
  private final Set<String> changed = new TreeSet<>();

  /**
   * @param collection the path of the holdings
   * @param transaction the transaction, in which nothing has been written yet
   * @param strategies whose holdings may change
   */
  HoldingsChange(String collection, Transaction transaction, Set<String> strategies) {
    this.collection = collection;
    for (String strategy : new TreeSet<>(strategies)) {
      if (!strategy.equals(Books.BY_HAND)) {
        SortedMap<String, BigDecimal> holding = new TreeMap<>();
        transaction.get(path(strategy)).ifPresent(document -> holding.putAll(document.decimals()));
        holdings.put(strategy, holding);
      }
    }
  }

  /**
   * Adds to what strategies hold of a contract.
   *
   * @param conId the contract
   * @param shares how much for each strategy; negative to take away
   */
  void add(int conId, Map<String, BigDecimal> shares) {
    shares.forEach(
        (strategy, share) -> {
          if (!strategy.equals(Books.BY_HAND) && share.signum() != 0) {
            holdings.get(strategy).merge(Integer.toString(conId), share, BigDecimal::add);
            changed.add(strategy);
          }
        });
  }

  /** As {@link #add}, with the opposite sign. */
  void subtract(int conId, Map<String, BigDecimal> shares) {
    Map<String, BigDecimal> negated = new TreeMap<>(shares);
    negated.replaceAll((strategy, share) -> share.negate());
    add(conId, negated);
  }

  /** Writes what has changed, without zeros; a strategy that holds nothing has no document. */
  void write(Transaction transaction) {
    for (String strategy : changed) {
      Map<String, BigDecimal> left = PlainDecimal.nonZero(holdings.get(strategy));
      if (left.isEmpty()) {
        transaction.delete(path(strategy));
      } else {
        transaction.set(path(strategy), left);
      }
    }
  }

  private String path(String strategy) {
    return collection + "/" + strategy;
  }
}
