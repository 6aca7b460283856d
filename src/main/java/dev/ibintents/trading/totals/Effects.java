package dev.ibintents.trading.totals;

import dev.ibintents.store.Fields;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.StoredAs;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The effect of one cause on the totals of strategies. Each cause keeps its effects in its own
 * document, so that they can be taken back exactly, and totals can be rebuilt. An object never
 * changes.
 *
 * @param byStrategy the effect on each strategy, by strategy id; strategies without an effect are
 *     left out
 */
public record Effects(SortedMap<String, Effect> byStrategy) {
  /** No effect. */
  public static final Effects NONE = new Effects(new TreeMap<>());

  private static final RecordFields<Effect> EFFECTS = RecordFields.of(Effect.class, Cash.FORM);

  /** The form in documents: a map from strategies to their effects. */
  public static final StoredAs<Effects> FORM =
      StoredAs.map(Effects.class, Effects::fields, Effects::read);

  /** Keeps a copy without strategies that have no effect. */
  public Effects {
    SortedMap<String, Effect> copy = new TreeMap<>(byStrategy);
    copy.values().removeIf(Effect::isEmpty);
    byStrategy = Collections.unmodifiableSortedMap(copy);
  }

  /** The effect on one strategy. */
  public static Effects of(String strategy, Effect effect) {
    return new Effects(new TreeMap<>(Map.of(strategy, effect)));
  }

  /** The effect on a strategy; none if it has none. */
  public Effect of(String strategy) {
    return byStrategy.getOrDefault(strategy, Effect.NONE);
  }

  /** The strategies that have an effect. */
  public SortedSet<String> strategies() {
    return new TreeSet<>(byStrategy.keySet());
  }

  /** Whether no strategy has an effect. */
  public boolean isEmpty() {
    return byStrategy.isEmpty();
  }

  /** The sums with other effects, by strategy. */
  public Effects plus(Effects other) {
    SortedMap<String, Effect> sums = new TreeMap<>(byStrategy);
    other.byStrategy.forEach((strategy, effect) -> sums.merge(strategy, effect, Effect::plus));
    return new Effects(sums);
  }

  /** The opposite effects. */
  public Effects negated() {
    SortedMap<String, Effect> negated = new TreeMap<>(byStrategy);
    negated.replaceAll((strategy, effect) -> effect.negated());
    return new Effects(negated);
  }

  /** The cash of one category only. */
  public Effects only(Category category) {
    SortedMap<String, Effect> only = new TreeMap<>();
    byStrategy.forEach(
        (strategy, effect) -> only.put(strategy, Effect.of(effect.cash().only(category))));
    return new Effects(only);
  }

  /** The effects as documents have them, by strategy. */
  public static Map<String, Object> fields(Effects effects) {
    Map<String, Object> fields = new LinkedHashMap<>();
    effects.byStrategy.forEach((strategy, effect) -> fields.put(strategy, EFFECTS.fields(effect)));
    return fields;
  }

  private static Effects read(Fields fields) {
    SortedMap<String, Effect> byStrategy = new TreeMap<>();
    fields
        .fields()
        .keySet()
        .forEach(strategy -> byStrategy.put(strategy, EFFECTS.record(fields.map(strategy))));
    return new Effects(byStrategy);
  }
}
