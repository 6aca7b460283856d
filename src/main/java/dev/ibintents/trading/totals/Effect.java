package dev.ibintents.trading.totals;

import dev.ibintents.store.Stored;
import dev.ibintents.trading.PlainDecimal;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A change of one strategy's totals, or the sum of all its changes. An object never changes.
 *
 * @param cash the changes of its cash, by currency and category
 * @param basis the changes of its quantities and their cost, by conId
 * @param realized the profit that was realized against the average cost, without commissions, by
 *     currency
 * @param volume the value of its trades and crossings, by currency; purchases and sales both count
 *     above 0
 */
public record Effect(
    Cash cash,
    @Stored(leftOutIfEmpty = true) SortedMap<Integer, Basis> basis,
    @Stored(leftOutIfEmpty = true) SortedMap<String, BigDecimal> realized,
    @Stored(leftOutIfEmpty = true) SortedMap<String, BigDecimal> volume) {
  /** No change. */
  public static final Effect NONE = of(Cash.NONE);

  /** Keeps copies without zeros. */
  public Effect {
    SortedMap<Integer, Basis> copy = new TreeMap<>(basis);
    copy.values().removeIf(Basis::isNothing);
    basis = Collections.unmodifiableSortedMap(copy);
    realized = PlainDecimal.nonZero(realized);
    volume = PlainDecimal.nonZero(volume);
  }

  /** A change of cash alone. */
  public static Effect of(Cash cash) {
    return new Effect(cash, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  /** A change of quantities and their cost alone. */
  public static Effect of(SortedMap<Integer, Basis> basis) {
    return new Effect(Cash.NONE, basis, new TreeMap<>(), new TreeMap<>());
  }

  /** Whether it changes nothing. */
  public boolean isEmpty() {
    return cash.isEmpty() && basis.isEmpty() && realized.isEmpty() && volume.isEmpty();
  }

  /** The sum with another effect. */
  public Effect plus(Effect other) {
    SortedMap<Integer, Basis> bases = new TreeMap<>(basis);
    other.basis.forEach((conId, change) -> bases.merge(conId, change, Basis::plus));
    return new Effect(
        cash.plus(other.cash),
        bases,
        PlainDecimal.sum(realized, other.realized),
        PlainDecimal.sum(volume, other.volume));
  }

  /** The opposite effect. */
  public Effect negated() {
    SortedMap<Integer, Basis> bases = new TreeMap<>(basis);
    bases.replaceAll((conId, change) -> change.negated());
    return new Effect(
        cash.negated(), bases, PlainDecimal.negated(realized), PlainDecimal.negated(volume));
  }
}
