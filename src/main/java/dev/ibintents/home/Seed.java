package dev.ibintents.home;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the documents of the first start at home: a configuration, and books that agree with the
 * simulated account. Existing documents are never changed.
 */
public final class Seed {
  /** The document that marks the books as seeded; the books of live have a mark of their own. */
  private static final String MARKER = "local/seed";

  /** The strategy that holds the future of the simulated account. */
  static final String FUTURES_STRATEGY = "futures";

  /** The strategy that holds the shares of the simulated account. */
  static final String STOCKS_STRATEGY = "weights";

  private final DocumentStore store;
  private final Clock clock;

  public Seed(DocumentStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Writes both configuration documents and their strategies, if neither configuration document is
   * there.
   *
   * @return whether they were written
   */
  public boolean configuration() {
    String paper = Configuration.documentOf(TradingMode.PAPER);
    if (store.get(Configuration.COMMON).isPresent() || store.get(paper).isPresent()) {
      return false;
    }
    return store.<Boolean, RuntimeException>runTransaction(
        transaction -> {
          if (transaction.get(Configuration.COMMON).isPresent()
              || transaction.get(paper).isPresent()) {
            return false;
          }
          transaction.set(Configuration.COMMON, commonFields());
          transaction.set(paper, Map.of());
          transaction.set("strategies/" + STOCKS_STRATEGY, stocksFields());
          transaction.set("strategies/" + FUTURES_STRATEGY, futuresFields());
          return true;
        });
  }

  /** The message about a seeded configuration. */
  static String words() {
    return "Seeded the configuration: "
        + Configuration.COMMON
        + " and "
        + Configuration.documentOf(TradingMode.PAPER);
  }

  private static Map<String, Object> commonFields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tradingEnabled", true);
    fields.put("marketDataType", 2);
    fields.put("connectTimeoutSeconds", 60);
    fields.put("retryCheckMinutes", 15);
    fields.put("adaptivePriority", "Normal");
    fields.put(
        "marketData",
        Map.of(
            "contracts",
            List.of(stock("SPY"), stock("QQQ"), stock("GLD"), stock("IEF"), stock("VIXY"))));
    fields.put(
        "exposure",
        Map.of(
            "overall",
            1,
            "strategies",
            Map.of(
                STOCKS_STRATEGY, new BigDecimal("0.4"), FUTURES_STRATEGY, new BigDecimal("0.2"))));
    fields.put("limits", limits());
    fields.put("cashBalanceThresholdInBaseCurrency", 1_000);
    return fields;
  }

  /** Limits for everyday use of the simulated account, which has some 670,000 USD. */
  private static Map<String, Object> limits() {
    return Map.of(
        "largestOrderValue",
        250_000,
        "largestGrossExposure",
        new BigDecimal("1.5"),
        "mostOrders",
        20,
        "priceCollarPercent",
        5);
  }

  private static Map<String, Object> stocksFields() {
    return weights(
        List.of(
            weight(stock("SPY"), "0.6"),
            weight(stock("GLD"), "0.25"),
            weight(stock("IEF"), "0.15")));
  }

  /** A weight that amounts to about the two contracts of the simulated account. */
  private static Map<String, Object> futuresFields() {
    Map<String, Object> front =
        Map.of(
            "symbol", "MNQ", "secType", "FUT", "exchange", "CME", "series", 0, "rolloverDays", 2);
    return weights(List.of(weight(front, "0.8")));
  }

  static Map<String, Object> weights(List<Map<String, Object>> weights) {
    return Map.of("kind", "weights", "weights", weights);
  }

  static Map<String, Object> weight(Map<String, Object> contract, String weight) {
    return Map.of("contract", contract, "weight", new BigDecimal(weight));
  }

  static Map<String, Object> stock(String symbol) {
    return Map.of("symbol", symbol, "secType", "STK", "exchange", "SMART", "currency", "USD");
  }

  /**
   * Writes the holdings of the simulated account into the books of strategies, and its executions
   * as applied, once. The books then belong to that account. Books that are not empty stay as they
   * are.
   */
  public void holdings(TradingMode mode, PaperAccount account) {
    String marker = mode == TradingMode.PAPER ? MARKER : MARKER + "-" + mode;
    if (store.get(marker).isPresent()) {
      return;
    }
    String positions = "positions/" + mode.id();
    Map<String, Map<String, BigDecimal>> holdings = new LinkedHashMap<>();
    List<PaperFill> fills;
    synchronized (account) { // the gateway serves already, and a client may trade meanwhile
      fills = account.fills();
      account
          .positions()
          .forEach(
              (instrument, quantity) ->
                  holdings
                      .computeIfAbsent(strategyOf(instrument), key -> new LinkedHashMap<>())
                      .put(Integer.toString(instrument.conId()), quantity));
    }
    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          if (transaction.get(marker).isPresent()) {
            return null;
          }
          boolean isEmpty =
              transaction.get(positions).isEmpty()
                  && transaction.query(Query.in(positions + "/holdings")).isEmpty();
          AccompanyingWrites.Writes claim =
              isEmpty
                  ? new BooksAccount(store, mode)
                      .claim(transaction, account.name(), clock.instant())
                  : writes -> {};
          transaction.set(marker, Map.of("timestamp", clock.instant()));
          if (!isEmpty) {
            return null;
          }
          claim.write(transaction);
          holdings.forEach(
              (strategy, quantities) ->
                  transaction.set(positions + "/holdings/" + strategy, quantities));
          for (PaperFill fill : fills) {
            transaction.set(positions + "/fills/" + fill.execId(), fillFields(fill));
          }
          return null;
        });
  }

  private static String strategyOf(Instrument instrument) {
    return instrument.kind() == Instrument.Kind.FUT ? FUTURES_STRATEGY : STOCKS_STRATEGY;
  }

  private static Map<String, Object> fillFields(PaperFill fill) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("contractId", fill.instrument().conId());
    fields.put("quantity", fill.signedQuantity());
    fields.put("applied", Map.of(strategyOf(fill.instrument()), fill.signedQuantity()));
    fields.put("commission", fill.commission().commission());
    fields.put("commissionCurrency", fill.commission().currency());
    fields.put("realizedPnl", fill.commission().realizedPnl());
    fields.put("timestamp", fill.time());
    return fields;
  }
}
