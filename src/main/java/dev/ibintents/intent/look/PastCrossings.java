package dev.ibintents.intent.look;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.RecordFields;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.totals.Crossing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The quantities that strategies have traded with each other at the beginning of runs. */
final class PastCrossings {
  private static final RecordFields<Stored> CROSSINGS = RecordFields.of(Stored.class);

  private final DocumentStore store;
  private final String positions;

  /** The crossings of a run, by conId. */
  private record Stored(SortedMap<Integer, StoredCrossing> contracts) {}

  /** The crossing of one contract. */
  private record StoredCrossing(Optional<BigDecimal> price, SortedMap<String, BigDecimal> source) {}

  PastCrossings(DocumentStore store, TradingMode mode) {
    this.store = store;
    this.positions = new BooksAccount(store, mode).path();
  }

  /** The crossings of a run. Only a run whose answer shows some has a document of them. */
  List<Runs.Crossing> of(Run run, RunResult result) {
    if (!result.hasCrossings()) {
      return List.of();
    }
    Symbols symbols = new Symbols();
    symbols.addAll(result.contractIds());
    return store.get(Crossing.path(positions, run.id())).map(CROSSINGS::record).stream()
        .flatMap(stored -> stored.contracts().entrySet().stream())
        .map(
            crossed ->
                new Runs.Crossing(
                    symbols.of(crossed.getKey()),
                    crossed.getKey(),
                    crossed.getValue().price().orElse(null),
                    crossed.getValue().source()))
        .toList();
  }
}
