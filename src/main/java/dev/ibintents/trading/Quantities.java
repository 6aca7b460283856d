package dev.ibintents.trading;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;

/**
 * Exact quantities by contract, such as the positions of an account. An object never changes.
 *
 * @param byContract the quantities by conId, sorted, in plain form, without zeros; negative if
 *     short
 */
public record Quantities(SortedMap<Integer, BigDecimal> byContract) {
  /** No quantity of any contract. */
  public static final Quantities NONE = new Quantities(new TreeMap<>());

  /** Keeps a copy without zeros. */
  public Quantities {
    byContract = PlainDecimal.nonZero(byContract);
  }

  /** Quantities by conId; zeros are left out. */
  public static Quantities of(Map<Integer, BigDecimal> byContract) {
    return new Quantities(new TreeMap<>(byContract));
  }

  /** The quantity of one contract; none if it is 0. */
  public static Quantities of(int conId, BigDecimal quantity) {
    return of(Map.of(conId, quantity));
  }

  /** The quantity of a contract; 0 if there is none. */
  public BigDecimal of(int conId) {
    return byContract.getOrDefault(conId, BigDecimal.ZERO);
  }

  /** Whether there is a quantity of a contract. */
  public boolean has(int conId) {
    return byContract.containsKey(conId);
  }

  /** The conIds of the contracts that have a quantity, sorted. */
  public SortedSet<Integer> contracts() {
    return new TreeSet<>(byContract.keySet());
  }

  /** Whether there is no quantity of any contract. */
  public boolean isEmpty() {
    return byContract.isEmpty();
  }

  /** Visits the quantities in the order of conIds. */
  public void forEach(BiConsumer<Integer, BigDecimal> visitor) {
    byContract.forEach(visitor);
  }

  /** The sums with other quantities, by contract. */
  public Quantities plus(Quantities others) {
    return new Quantities(PlainDecimal.sum(byContract, others.byContract));
  }

  /** The sums with the quantity of one contract. */
  public Quantities plus(int conId, BigDecimal quantity) {
    return plus(of(conId, quantity));
  }

  /** The differences from other quantities, by contract. */
  public Quantities minus(Quantities others) {
    return plus(others.negated());
  }

  /** The quantities with the opposite signs. */
  public Quantities negated() {
    return new Quantities(PlainDecimal.negated(byContract));
  }

  /** The quantities of all contracts but these. */
  public Quantities without(Collection<Integer> conIds) {
    return without(conIds::contains);
  }

  /** The quantities of the contracts that do not match. */
  public Quantities without(IntPredicate conIds) {
    SortedMap<Integer, BigDecimal> rest = new TreeMap<>(byContract);
    rest.keySet().removeIf(conIds::test);
    return new Quantities(rest);
  }

  /** The quantities of these contracts only. */
  public Quantities only(Collection<Integer> conIds) {
    return without(conId -> !conIds.contains(conId));
  }

  @Override
  public String toString() {
    return byContract.toString();
  }
}
