package dev.ibintents.intent.look;

import dev.ibintents.environment.Environment;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.SeriesContract;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.performance.PerformanceDays;
import java.math.BigDecimal;
import java.util.Map;

/**
 * The symbols of contracts that documents name together with their conIds: series of bars, the
 * latest day on record, the documents of strategies, and the configuration. It reads many
 * documents, so use it only if a symbol is missing.
 */
final class KnownSymbols {
  private static final String CON_ID = "conId";

  private final Environment environment;

  KnownSymbols(Environment environment) {
    this.environment = environment;
  }

  /** Adds the symbols of contracts that have none yet. */
  void addTo(Symbols symbols) {
    DocumentStore store = environment.store();
    new PerformanceDays(store, environment.variables().tradingMode())
        .latestHoldings()
        .ifPresent(
            day ->
                day.units()
                    .forEach(
                        (conId, unit) -> {
                          if (!unit.contract().equals(Integer.toString(conId))) {
                            symbols.add(conId, unit.contract());
                          }
                        }));
    new Bars(store).all().forEach(index -> add(index.contract(), symbols));
    for (String collection : new String[] {"strategies", "config"}) {
      store.list(collection).stream()
          .map(Document::fields)
          .forEach(fields -> addContracts(fields, symbols));
    }
  }

  private static void add(SeriesContract contract, Symbols symbols) {
    symbols.add(
        contract.conId(),
        contract.localSymbol().isEmpty() ? contract.symbol() : contract.localSymbol());
  }

  /** Adds each map that has a conId and a symbol, wherever it is. */
  private static void addContracts(Object value, Symbols symbols) {
    if (value instanceof Map<?, ?> map) {
      Object name = map.get("localSymbol") instanceof String local ? local : map.get("symbol");
      if (map.get(CON_ID) instanceof Number conId && name instanceof String symbol) {
        symbols.add(new BigDecimal(conId.toString()).intValue(), symbol);
      }
      map.values().forEach(inner -> addContracts(inner, symbols));
    } else if (value instanceof Iterable<?> list) {
      list.forEach(inner -> addContracts(inner, symbols));
    }
  }
}
