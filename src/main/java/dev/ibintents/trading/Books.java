package dev.ibintents.trading;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Transaction;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The books of one trading mode: what each strategy holds, and the orders that will still change
 * it.
 *
 * <p>{@code positions/{mode}/holdings/{strategy}} has quantities by conId, without zeros; {@code
 * positions/{mode}/openOrders/{orderRef}} has an order's source and what was filled of it.
 */
public final class Books {
  private static final String ACCOUNT = "account";
  private static final String CONTRACT_ID = "contractId";
  private static final String ORDER_ID = "orderId";
  private static final String PERM_ID = "permId";
  private static final String SOURCE = "source";
  private static final String FILLED = "filled";
  private static final String TIMESTAMP = "timestamp";

  private final DocumentStore store;
  private final String positions;
  private final Clock clock;

  /**
   * An order of the product's own that is not known to be done.
   *
   * @param orderRef its name, for life
   * @param conId what it trades
   * @param source how much each strategy wants of it, negative for selling
   * @param filled how much each strategy has got of it so far
   */
  public record OpenOrderEntry(
      String orderRef, int conId, Map<String, BigDecimal> source, Map<String, BigDecimal> filled) {}

  /**
   * @param store the documents
   * @param mode which account's books
   * @param clock tells the time for documents
   */
  public Books(DocumentStore store, TradingMode mode, Clock clock) {
    this.store = store;
    this.positions = "positions/" + mode.id();
    this.clock = clock;
  }

  /** What each strategy holds, by strategy and conId, without zeros. */
  public SortedMap<String, SortedMap<Integer, BigDecimal>> holdings() {
    SortedMap<String, SortedMap<Integer, BigDecimal>> holdings = new TreeMap<>();
    for (Document document : store.list(positions + "/holdings")) {
      holdings.put(document.id(), quantities(document));
    }
    return holdings;
  }

  private static SortedMap<Integer, BigDecimal> quantities(Document document) {
    SortedMap<Integer, BigDecimal> quantities = new TreeMap<>();
    document
        .decimals()
        .forEach(
            (conId, quantity) -> {
              if (quantity.signum() != 0) {
                quantities.put(Integer.parseInt(conId), quantity);
              }
            });
    return quantities;
  }

  /** The orders that are not known to be done, by their reference. */
  public List<OpenOrderEntry> openOrders() {
    return store.list(positions + "/openOrders").stream()
        .map(
            document ->
                new OpenOrderEntry(
                    document.id(),
                    Math.toIntExact(document.integer(CONTRACT_ID)),
                    document.map(SOURCE).decimals(),
                    document.map(FILLED).decimals()))
        .toList();
  }

  /**
   * The highest number under which one of the open orders was sent; 0 if none was. A gateway that
   * keeps orders without the broker does not show them, and would take it for free.
   */
  public int highestOrderId() {
    return store.list(positions + "/openOrders").stream()
        .mapToInt(document -> Math.toIntExact(document.integer(ORDER_ID)))
        .max()
        .orElse(0);
  }

  /**
   * What begins with a run: its orders are open from now on, and what strategies want of each other
   * moves between their holdings at once.
   *
   * @param account the account that is traded
   * @param crossed the contracts in which strategies cancel out
   */
  public BookEntry beginning(String account, List<ConsolidatedTrade> crossed) {
    return (transaction, run) -> {
      SortedMap<String, SortedMap<String, BigDecimal>> moved = moved(transaction, crossed);
      Instant now = clock.instant();
      return writing -> {
        moved.forEach((strategy, holding) -> writing.set(holdingsOf(strategy), holding));
        run.legs().forEach(leg -> writing.set(orderOf(leg.orderRef()), open(leg, account, now)));
      };
    };
  }

  private SortedMap<String, SortedMap<String, BigDecimal>> moved(
      Transaction transaction, List<ConsolidatedTrade> crossed) {
    SortedMap<String, SortedMap<String, BigDecimal>> moved = new TreeMap<>();
    TreeSet<String> strategies = new TreeSet<>();
    crossed.forEach(trade -> strategies.addAll(trade.source().keySet()));
    for (String strategy : strategies) {
      SortedMap<String, BigDecimal> holding = new TreeMap<>();
      transaction
          .get(holdingsOf(strategy))
          .ifPresent(document -> holding.putAll(document.decimals()));
      moved.put(strategy, holding);
    }
    for (ConsolidatedTrade trade : crossed) {
      String conId = Integer.toString(trade.conId());
      trade
          .source()
          .forEach((strategy, share) -> moved.get(strategy).merge(conId, share, BigDecimal::add));
    }
    moved.values().forEach(holding -> holding.values().removeIf(held -> held.signum() == 0));
    return moved;
  }

  private static Map<String, Object> open(Leg leg, String account, Instant now) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(ACCOUNT, account);
    fields.put(CONTRACT_ID, leg.contract().conId());
    fields.put(ORDER_ID, leg.orderId());
    fields.put(PERM_ID, leg.permId());
    fields.put(SOURCE, leg.source());
    fields.put(FILLED, Collections.emptyMap());
    fields.put(TIMESTAMP, now);
    return fields;
  }

  /**
   * Brings the open orders in line with what became of a run's legs: what the broker refused, or
   * what was never sent, is open no more, and the others get their numbers. Harmless when repeated.
   */
  public void settle(List<Leg> legs) {
    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          List<Leg> present =
              legs.stream()
                  .filter(leg -> transaction.get(orderOf(leg.orderRef())).isPresent())
                  .toList();
          for (Leg leg : present) {
            if (isNothing(leg.state())) {
              transaction.delete(orderOf(leg.orderRef()));
            } else {
              transaction.update(
                  orderOf(leg.orderRef()), Map.of(ORDER_ID, leg.orderId(), PERM_ID, leg.permId()));
            }
          }
          return null;
        });
  }

  /** Whether nothing of the order can ever be filled. */
  private static boolean isNothing(LegState state) {
    return state == LegState.REJECTED || state == LegState.EXPIRED || state == LegState.NOT_SENT;
  }

  private String holdingsOf(String strategy) {
    return positions + "/holdings/" + strategy;
  }

  private String orderOf(String orderRef) {
    return positions + "/openOrders/" + orderRef;
  }
}
