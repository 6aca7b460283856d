package dev.ibintents.trading.books;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.Stored;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.order.ConsolidatedTrade;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The books of one trading mode: what each strategy holds, and the orders that will still change
 * it.
 *
 * <p>{@code positions/{mode}/holdings/{strategy}} has quantities by conId, without zeros; {@code
 * positions/{mode}/openOrders/{orderRef}} has an order's source and what was filled of it.
 */
public final class Books {
  /**
   * The owner of a share that is no strategy's, such as of a position that was opened by hand and
   * is closed with the whole account. Nobody's holdings change by it.
   */
  public static final String BY_HAND = "(by hand)";

  private final DocumentStore store;
  private final BooksAccount owner;
  private final String positions;
  private final Clock clock;

  /**
   * An order of the product's own that is not known to be done.
   *
   * @param orderRef its name, for life
   * @param account the account that it trades
   * @param conId what it trades
   * @param clientId under which client id it was sent last; empty if never, or if an earlier
   *     version did not write that down
   * @param orderId under which number of that client it was sent last; 0 if never
   * @param permId its number in the account; 0 as long as the broker has not said
   * @param quantity for how much it is, negative to sell
   * @param source how much each strategy wants of it, negative for selling; empty if it is nobody's
   * @param filled how much each strategy has got of it so far
   * @param executed how much of it has been booked so far, negative for a sale
   * @param timestamp when it was planned
   */
  public record OpenOrderEntry(
      @Stored(id = true) String orderRef,
      String account,
      @Stored("contractId") int conId,
      OptionalInt clientId,
      int orderId,
      long permId,
      BigDecimal quantity,
      Map<String, BigDecimal> source,
      Map<String, BigDecimal> filled,
      BigDecimal executed,
      Instant timestamp) {

    /** What it will still change of each strategy's holdings if it is filled, without zeros. */
    public SortedMap<String, BigDecimal> stillToFill() {
      SortedMap<String, BigDecimal> left = new TreeMap<>(source);
      filled.forEach((strategy, share) -> left.merge(strategy, share.negate(), BigDecimal::add));
      left.remove(BY_HAND);
      return PlainDecimal.nonZero(left);
    }

    OpenOrderEntry with(Map<String, BigDecimal> newFilled, BigDecimal newExecuted) {
      return new OpenOrderEntry(
          orderRef,
          account,
          conId,
          clientId,
          orderId,
          permId,
          quantity,
          source,
          PlainDecimal.nonZero(newFilled),
          PlainDecimal.of(newExecuted),
          timestamp);
    }
  }

  /**
   * The books at one moment.
   *
   * @param holdings what each strategy holds, by strategy and conId, without zeros
   * @param openOrders the orders that are not known to be done, by their reference
   */
  public record State(
      SortedMap<String, SortedMap<Integer, BigDecimal>> holdings, List<OpenOrderEntry> openOrders) {

    /** What all strategies together hold, by conId, without zeros. */
    public SortedMap<Integer, BigDecimal> sums() {
      return Books.sums(holdings);
    }
  }

  /**
   * @param store the documents
   * @param mode which account's books
   * @param clock tells the time for documents
   */
  public Books(DocumentStore store, TradingMode mode, Clock clock) {
    this.store = store;
    this.owner = new BooksAccount(store, mode);
    this.positions = owner.path();
    this.clock = clock;
  }

  /** What each strategy holds, by strategy and conId, without zeros. */
  public SortedMap<String, SortedMap<Integer, BigDecimal>> holdings() {
    return holdings(store.list(holdingsCollection()));
  }

  private static SortedMap<String, SortedMap<Integer, BigDecimal>> holdings(
      List<Document> documents) {
    SortedMap<String, SortedMap<Integer, BigDecimal>> holdings = new TreeMap<>();
    documents.forEach(document -> holdings.put(document.id(), quantities(document)));
    return holdings;
  }

  /** What the strategies of these documents hold together, by conId, without zeros. */
  static SortedMap<Integer, BigDecimal> sums(List<Document> documents) {
    return sums(holdings(documents));
  }

  private static SortedMap<Integer, BigDecimal> sums(
      SortedMap<String, SortedMap<Integer, BigDecimal>> holdings) {
    SortedMap<Integer, BigDecimal> sums = new TreeMap<>();
    holdings
        .values()
        .forEach(held -> held.forEach((id, quantity) -> sums.merge(id, quantity, BigDecimal::add)));
    sums.values().removeIf(sum -> sum.signum() == 0);
    sums.replaceAll((conId, sum) -> PlainDecimal.of(sum));
    return sums;
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
    return orders(store.list(ordersCollection()));
  }

  private static List<OpenOrderEntry> orders(List<Document> documents) {
    return documents.stream().map(OpenOrderDocument::order).toList();
  }

  /** Both, as of one moment: no execution is in the one and not yet in the other. */
  public State state() {
    return store.<State, RuntimeException>runTransaction(
        transaction ->
            new State(
                holdings(transaction.query(Query.in(holdingsCollection()))),
                orders(transaction.query(Query.in(ordersCollection())))));
  }

  /**
   * What begins with a run: its orders are open from now on, and what strategies want of each other
   * moves between their holdings at once. From then on the books are this account's.
   *
   * @param account the account that is traded
   * @param crossed the contracts in which strategies cancel out
   */
  public AccompanyingWrites beginning(String account, List<ConsolidatedTrade> crossed) {
    return (transaction, run) -> {
      Set<String> strategies = new TreeSet<>();
      crossed.forEach(trade -> strategies.addAll(trade.source().keySet()));
      HoldingsChange moved = new HoldingsChange(holdingsCollection(), transaction, strategies);
      crossed.forEach(trade -> moved.add(trade.conId(), trade.source()));
      Instant now = clock.instant();
      AccompanyingWrites.Writes claim =
          run.legs().isEmpty() && crossed.isEmpty()
              ? writing -> {}
              : owner.claim(transaction, account, now);
      return writing -> {
        claim.write(writing);
        moved.write(writing);
        run.legs()
            .forEach(
                leg ->
                    writing.set(
                        orderOf(leg.orderRef()),
                        OpenOrderDocument.fields(open(leg, account, now))));
      };
    };
  }

  static OpenOrderEntry open(Leg leg, String account, Instant now) {
    return new OpenOrderEntry(
        leg.orderRef(),
        account,
        leg.contract().conId(),
        leg.clientId(),
        leg.orderId(),
        leg.permId(),
        leg.order().signed(leg.quantity()),
        leg.source(),
        Map.of(),
        BigDecimal.ZERO,
        now);
  }

  /**
   * Brings the open orders in line with what became of a run's legs: what the broker refused, or
   * what was never sent, is open no more, and the others get their numbers. Harmless when repeated.
   */
  public void settle(List<Leg> legs) {
    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          Set<String> open = // in one journey, however many orders there are
              transaction.query(Query.in(ordersCollection())).stream()
                  .map(Document::path)
                  .collect(Collectors.toSet());
          List<Leg> present =
              legs.stream().filter(leg -> open.contains(orderOf(leg.orderRef()))).toList();
          for (Leg leg : present) {
            if (isNothing(leg.state())) {
              transaction.delete(orderOf(leg.orderRef()));
            } else {
              transaction.update(orderOf(leg.orderRef()), OpenOrderDocument.numbers(leg));
            }
          }
          return null;
        });
  }

  /** Whether nothing of the order can ever be filled. */
  private static boolean isNothing(LegState state) {
    return state == LegState.REJECTED || state == LegState.EXPIRED || state == LegState.NOT_SENT;
  }

  /**
   * Forgets an order of which nothing more can be filled, if all that was filled of it is booked.
   * Harmless when repeated.
   *
   * @param executed how much of it was filled for certain, negative for a sale
   * @return whether it is forgotten; if not, something else was booked of it
   */
  public boolean close(String orderRef, BigDecimal executed) {
    String path = orderOf(orderRef);
    return store.<Boolean, RuntimeException>runTransaction(
        transaction -> {
          Optional<OpenOrderEntry> order = transaction.get(path).map(OpenOrderDocument::order);
          if (order.filter(found -> found.executed().compareTo(executed) != 0).isPresent()) {
            return false;
          }
          order.ifPresent(found -> transaction.delete(path));
          return true;
        });
  }

  /** The account that they belong to. */
  BooksAccount owner() {
    return owner;
  }

  String holdingsCollection() {
    return positions + "/holdings";
  }

  private String ordersCollection() {
    return positions + "/openOrders";
  }

  String orderOf(String orderRef) {
    return ordersCollection() + "/" + orderRef;
  }

  String fillsCollection() {
    return positions + "/fills";
  }
}
