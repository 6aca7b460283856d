package dev.ibintents.trading.totals;

import dev.ibintents.store.Document;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Stored;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The running totals of one strategy: {@code positions/{mode}/totals/{strategy}}. They are the sum
 * of the effects of all its fills, crossings, adoptions and flows since the product keeps totals.
 *
 * @param strategy the strategy's id
 * @param opening the holdings that are older than the totals, by conId, at their value on the first
 *     day on record
 * @param sum the sum of all effects, without the opening
 * @param updatedAt the time of the last change
 */
public record Totals(
    @Stored(id = true) String strategy,
    @Stored(leftOutIfEmpty = true) SortedMap<Integer, Basis> opening,
    @Stored(inline = true) Effect sum,
    Instant updatedAt) {
  private static final RecordFields<Totals> TOTALS = RecordFields.of(Totals.class, Cash.FORM);

  /** Keeps a copy of the opening. */
  public Totals {
    opening = Collections.unmodifiableSortedMap(new TreeMap<>(opening));
  }

  /** The totals of a strategy that has none. */
  public static Totals none(String strategy) {
    return new Totals(strategy, new TreeMap<>(), Effect.NONE, Instant.EPOCH);
  }

  /** Reads a document. */
  public static Totals read(Document document) {
    return TOTALS.record(document);
  }

  Map<String, Object> fields() {
    return TOTALS.fields(this);
  }

  /** The quantities and their cost, with the opening, by conId. */
  public SortedMap<Integer, Basis> basis() {
    return Effect.of(opening).plus(sum).basis();
  }

  Basis basis(TradedContract contract) {
    Basis none = Basis.none(contract);
    return opening
        .getOrDefault(contract.conId(), none)
        .plus(sum.basis().getOrDefault(contract.conId(), none));
  }

  Totals plus(Effect effect, Instant now) {
    return new Totals(strategy, opening, sum.plus(effect), now);
  }

  /** These totals with openings of further holdings. */
  Totals opened(SortedMap<Integer, Basis> more, Instant now) {
    Effect all = Effect.of(opening);
    return new Totals(strategy, all.plus(Effect.of(more)).basis(), sum, now);
  }
}
