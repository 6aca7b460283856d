package dev.ibintents.trading;

import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The shares of strategies in one order, in one execution or in the holdings of one contract. An
 * object never changes.
 *
 * @param byStrategy the shares by strategy id, sorted, in plain form, without zeros; negative for
 *     sales
 */
public record Shares(SortedMap<String, BigDecimal> byStrategy) {
  /**
   * The owner of a share that belongs to no strategy. A position that was opened by hand, and is
   * closed with the whole account, has such a share. It changes no strategy's holdings.
   */
  public static final String BY_HAND = "(by hand)";

  /** No share of any strategy. */
  public static final Shares NONE = new Shares(new TreeMap<>());

  /** Keeps a copy without zeros. */
  public Shares {
    byStrategy = PlainDecimal.nonZero(byStrategy);
  }

  /** Shares by strategy id; zeros are left out. */
  public static Shares of(Map<String, BigDecimal> byStrategy) {
    return new Shares(new TreeMap<>(byStrategy));
  }

  /** The share of one strategy; none if it is 0. */
  public static Shares of(String strategy, BigDecimal share) {
    return of(Map.of(strategy, share));
  }

  /** The share of a strategy; 0 if it has none. */
  public BigDecimal of(String strategy) {
    return byStrategy.getOrDefault(strategy, BigDecimal.ZERO);
  }

  /** Whether a strategy has a share. */
  public boolean has(String strategy) {
    return byStrategy.containsKey(strategy);
  }

  /** The ids of the strategies that have a share, sorted. */
  public SortedSet<String> strategies() {
    return new TreeSet<>(byStrategy.keySet());
  }

  /** Whether no strategy has a share. */
  public boolean isEmpty() {
    return byStrategy.isEmpty();
  }

  /** Visits the shares in the order of strategy ids. */
  public void forEach(BiConsumer<String, BigDecimal> visitor) {
    byStrategy.forEach(visitor);
  }

  /** The sum of all shares. */
  public BigDecimal total() {
    return PlainDecimal.sum(byStrategy.values());
  }

  /** The sums with other shares, by strategy. */
  public Shares plus(Shares others) {
    return new Shares(PlainDecimal.sum(byStrategy, others.byStrategy));
  }

  /** The sums with the share of one strategy. */
  public Shares plus(String strategy, BigDecimal share) {
    return plus(of(strategy, share));
  }

  /** The differences from other shares, by strategy. */
  public Shares minus(Shares others) {
    return plus(others.negated());
  }

  /** The shares with the opposite signs. */
  public Shares negated() {
    return new Shares(PlainDecimal.negated(byStrategy));
  }

  /** The shares of all strategies but this one. */
  public Shares without(String strategy) {
    SortedMap<String, BigDecimal> rest = new TreeMap<>(byStrategy);
    rest.remove(strategy);
    return new Shares(rest);
  }

  /** The shares of this sign only: 1 for purchases, -1 for sales. */
  public Shares ofSign(int signum) {
    SortedMap<String, BigDecimal> same = new TreeMap<>(byStrategy);
    same.values().removeIf(share -> share.signum() != signum);
    return new Shares(same);
  }

  @Override
  public String toString() {
    return byStrategy.toString();
  }
}
