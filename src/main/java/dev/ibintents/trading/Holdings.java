package dev.ibintents.trading;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The quantities that strategies hold, by strategy. An object never changes.
 *
 * @param byStrategy the quantities by strategy id, sorted; a strategy that holds nothing is left
 *     out
 */
public record Holdings(SortedMap<String, Quantities> byStrategy) {
  /** No holdings of any strategy. */
  public static final Holdings NONE = new Holdings(new TreeMap<>());

  /** Keeps a copy without the strategies that hold nothing. */
  public Holdings {
    SortedMap<String, Quantities> copy = new TreeMap<>(byStrategy);
    copy.values().removeIf(Quantities::isEmpty);
    byStrategy = Collections.unmodifiableSortedMap(copy);
  }

  /** Quantities by strategy id; strategies that hold nothing are left out. */
  public static Holdings of(Map<String, Quantities> byStrategy) {
    return new Holdings(new TreeMap<>(byStrategy));
  }

  /** The holdings of one contract. */
  public static Holdings of(int conId, Shares shares) {
    SortedMap<String, Quantities> byStrategy = new TreeMap<>();
    shares.forEach((strategy, share) -> byStrategy.put(strategy, Quantities.of(conId, share)));
    return new Holdings(byStrategy);
  }

  /** The quantities that a strategy holds; none if it holds nothing. */
  public Quantities of(String strategy) {
    return byStrategy.getOrDefault(strategy, Quantities.NONE);
  }

  /** The shares of strategies in the holdings of a contract. */
  public Shares of(int conId) {
    SortedMap<String, BigDecimal> shares = new TreeMap<>();
    forEach((strategy, quantities) -> shares.put(strategy, quantities.of(conId)));
    return new Shares(shares);
  }

  /** The ids of the strategies that hold something, sorted. */
  public SortedSet<String> strategies() {
    return new TreeSet<>(byStrategy.keySet());
  }

  /** The conIds of the contracts that strategies hold, sorted. */
  public SortedSet<Integer> contracts() {
    SortedSet<Integer> contracts = new TreeSet<>();
    byStrategy.values().forEach(quantities -> contracts.addAll(quantities.contracts()));
    return contracts;
  }

  /** Whether no strategy holds anything. */
  public boolean isEmpty() {
    return byStrategy.isEmpty();
  }

  /** Visits the quantities of each strategy in the order of strategy ids. */
  public void forEach(BiConsumer<String, Quantities> visitor) {
    byStrategy.forEach(visitor);
  }

  /** The quantities that all strategies hold together. */
  public Quantities total() {
    return byStrategy.values().stream().reduce(Quantities.NONE, Quantities::plus);
  }

  /** The sums with other holdings, by strategy and contract. */
  public Holdings plus(Holdings others) {
    SortedMap<String, Quantities> sums = new TreeMap<>(byStrategy);
    others.forEach((strategy, quantities) -> sums.merge(strategy, quantities, Quantities::plus));
    return new Holdings(sums);
  }

  /** The sums with the shares of one contract. */
  public Holdings plus(int conId, Shares shares) {
    return plus(of(conId, shares));
  }

  /** The differences from other holdings, by strategy and contract. */
  public Holdings minus(Holdings others) {
    SortedMap<String, Quantities> negated = new TreeMap<>(others.byStrategy);
    negated.replaceAll((strategy, quantities) -> quantities.negated());
    return plus(new Holdings(negated));
  }

  /** The holdings of all strategies but these. */
  public Holdings without(Collection<String> strategies) {
    SortedMap<String, Quantities> rest = new TreeMap<>(byStrategy);
    rest.keySet().removeAll(strategies);
    return new Holdings(rest);
  }

  /** The holdings of these strategies only. */
  public Holdings only(Collection<String> strategies) {
    SortedMap<String, Quantities> rest = new TreeMap<>(byStrategy);
    rest.keySet().retainAll(strategies);
    return new Holdings(rest);
  }

  /** The holdings of all contracts but these. */
  public Holdings withoutContracts(Collection<Integer> conIds) {
    SortedMap<String, Quantities> rest = new TreeMap<>(byStrategy);
    rest.replaceAll((strategy, quantities) -> quantities.without(conIds));
    return new Holdings(rest);
  }

  @Override
  public String toString() {
    return byStrategy.toString();
  }
}
