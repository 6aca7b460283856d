package dev.ibintents.trading.performance;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.totals.Effect;
import dev.ibintents.trading.totals.Effects;
import dev.ibintents.trading.totals.Totals;
import dev.ibintents.trading.totals.TotalsChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Rebuilds the totals of all strategies from their causes: fills, crossings, adoptions and flows.
 * It compares them with the running totals, and changes nothing.
 */
public final class TotalsCheck {
  private final DocumentStore store;
  private final String positions;

  /**
   * The part of a cause's document that totals are made of.
   *
   * @param effects its effects; empty in documents of earlier versions
   * @param takenBack effects that its correction took back although no totals had them
   * @param correctedBy the later version of an execution that replaced it
   */
  private record Cause(
      Optional<Effects> effects, Optional<Effects> takenBack, Optional<String> correctedBy) {
    private static final RecordFields<Cause> CAUSES = RecordFields.of(Cause.class, Effects.FORM);

    Effects counted() {
      Effects own = correctedBy.isPresent() ? Effects.NONE : effects.orElse(Effects.NONE);
      return takenBack.map(taken -> own.plus(taken.negated())).orElse(own);
    }
  }

  /**
   * @param store the documents
   * @param mode the trading mode of the books
   */
  public TotalsCheck(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.positions = "positions/" + mode.id();
  }

  /**
   * The differences between the running totals and those that the causes make, in words; empty if
   * there are none. It reads every fill, so it takes long for long books.
   */
  public List<String> differences() {
    return store.<List<String>, RuntimeException>runTransaction(this::differences);
  }

  private List<String> differences(Transaction transaction) {
    Effects rebuilt = Effects.NONE;
    for (String part : List.of("fills", "crossings", "flows")) {
      for (Document document : transaction.query(Query.in(positions + "/" + part))) {
        rebuilt = rebuilt.plus(Cause.CAUSES.record(document).counted());
      }
    }
    SortedMap<String, Totals> running = new TreeMap<>();
    transaction.query(Query.in(TotalsChange.collection(positions))).stream()
        .map(Totals::read)
        .forEach(totals -> running.put(totals.strategy(), totals));
    SortedSet<String> strategies = rebuilt.strategies();
    strategies.addAll(running.keySet());
    List<String> differences = new ArrayList<>();
    for (String strategy : strategies) {
      Totals totals = running.getOrDefault(strategy, Totals.none(strategy));
      compare(strategy, totals.sum(), rebuilt.of(strategy), differences);
    }
    return differences;
  }

  private static void compare(
      String strategy, Effect running, Effect rebuilt, List<String> differences) {
    Effect difference = running.plus(rebuilt.negated());
    difference
        .cash()
        .byCurrency()
        .forEach(
            (currency, amounts) ->
                amounts.forEach(
                    (category, amount) ->
                        differences.add(
                            "%s of %s in %s is %s more than its causes make"
                                .formatted(
                                    category.id(), strategy, currency, amount.toPlainString()))));
    difference
        .realized()
        .forEach(
            (currency, amount) ->
                differences.add(
                    "the realized profit of %s in %s is %s more than its causes make"
                        .formatted(strategy, currency, amount.toPlainString())));
    difference
        .basis()
        .forEach(
            (conId, basis) ->
                differences.add(
                    "the basis of %s in contract %d is %s at a cost of %s more than its causes make"
                        .formatted(
                            strategy,
                            conId,
                            basis.quantity().toPlainString(),
                            basis.cost().toPlainString())));
  }
}
