package dev.ibintents.trading.books;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.Stored;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.order.OrderIdentity;
import dev.ibintents.trading.totals.Crossing;
import dev.ibintents.trading.totals.TotalsChange;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The books of one trading mode: the holdings of each strategy, and the orders that will still
 * change them.
 *
 * <p>{@code positions/{mode}/holdings/{strategy}} has quantities by conId, without zeros. {@code
 * positions/{mode}/openOrders/{orderRef}} has an order's source and its filled shares.
 */
public final class Books {
  /** The owner of a share that belongs to no strategy. */
  public static final String BY_HAND = Shares.BY_HAND;

  private final DocumentStore store;
  private final BooksAccount owner;
  private final String positions;
  private final Clock clock;

  /**
   * An order of this product that is not known to have ended.
   *
   * @param identity its reference, account and numbers; the client id is empty if an earlier
   *     version of this product did not write it down
   * @param conId the contract that it trades
   * @param quantity its quantity, negative to sell
   * @param source the quantity that each strategy wants of it, negative to sell; empty if no
   *     strategy wants it
   * @param filled the quantity that each strategy has got of it so far
   * @param executed the quantity of it that has been posted so far, negative for a sale
   * @param timestamp the time at which it was planned
   */
  public record OpenOrderEntry(
      @Stored(inline = true) OrderIdentity identity,
      @Stored("contractId") int conId,
      BigDecimal quantity,
      Shares source,
      Shares filled,
      BigDecimal executed,
      Instant timestamp) {

    /** Its reference, which never changes. */
    public String orderRef() {
      return identity.orderRef();
    }

    /** The account that it trades. */
    public String account() {
      return identity.account();
    }

    /** The client id under which it was sent last; empty if that is not known. */
    public OptionalInt clientId() {
      return identity.clientId();
    }

    /** Its permanent id in the account; 0 as long as the broker has not told it. */
    public long permId() {
      return identity.permId();
    }

    /** Its order id of the client that has sent it; 0 if it was never sent. */
    public int orderId() {
      return identity.orderId();
    }

    /** The shares that are not filled yet; a fill would add them to holdings. */
    public Shares stillToFill() {
      return source.minus(filled).without(BY_HAND);
    }

    OpenOrderEntry with(Shares newFilled, BigDecimal newExecuted) {
      return new OpenOrderEntry(
          identity, conId, quantity, source, newFilled, PlainDecimal.of(newExecuted), timestamp);
    }

    OpenOrderEntry with(OrderIdentity newIdentity) {
      return new OpenOrderEntry(newIdentity, conId, quantity, source, filled, executed, timestamp);
    }
  }

  /**
   * The books at one moment.
   *
   * @param holdings the holdings of each strategy, and those that are parked
   * @param openOrders the orders that are not known to have ended, sorted by reference
   */
  public record State(Holdings holdings, List<OpenOrderEntry> openOrders) {}

  /**
   * @param store the documents
   * @param mode the trading mode of the books
   * @param clock the clock for times in documents
   */
  public Books(DocumentStore store, TradingMode mode, Clock clock) {
    this.store = store;
    this.owner = new BooksAccount(store, mode);
    this.positions = owner.path();
    this.clock = clock;
  }

  /** The holdings of each strategy, and those that are parked. */
  public Holdings holdings() {
    return holdings(store.list(holdingsCollection()));
  }

  /** The holdings of these documents of {@code positions/{mode}/holdings}. */
  public static Holdings holdings(List<Document> documents) {
    SortedMap<String, Quantities> holdings = new TreeMap<>();
    documents.forEach(document -> holdings.put(document.id(), quantities(document)));
    return new Holdings(holdings);
  }

  /** The quantities of a strategy's document. */
  static Quantities quantities(Document document) {
    SortedMap<Integer, BigDecimal> quantities = new TreeMap<>();
    document
        .decimals()
        .forEach((conId, quantity) -> quantities.put(Integer.parseInt(conId), quantity));
    return new Quantities(quantities);
  }

  /** The fields of a strategy's document. */
  static Map<String, Object> fields(Quantities quantities) {
    Map<String, Object> fields = new TreeMap<>();
    quantities.forEach((conId, quantity) -> fields.put(conId.toString(), quantity));
    return fields;
  }

  /** The orders that are not known to have ended, sorted by reference. */
  public List<OpenOrderEntry> openOrders() {
    return orders(store.list(ordersCollection()));
  }

  private static List<OpenOrderEntry> orders(List<Document> documents) {
    return documents.stream().map(OpenOrderDocument::order).toList();
  }

  /** Holdings and open orders at one moment: an execution is in both or in neither. */
  public State state() {
    return store.<State, RuntimeException>runTransaction(
        transaction ->
            new State(
                holdings(transaction.query(Query.in(holdingsCollection()))),
                orders(transaction.query(Query.in(ordersCollection())))));
  }

  /**
   * The writes that begin a run. They open its orders, and move the quantities that strategies
   * trade with each other between their holdings. From then on the books belong to this account.
   *
   * @param account the account to trade
   * @param crossed the contracts in which strategies cancel out
   */
  public AccompanyingWrites beginning(String account, List<Crossing> crossed) {
    return (transaction, run) -> {
      Instant now = clock.instant();
      AccompanyingWrites.Writes moved =
          crossed.isEmpty() ? writing -> {} : moved(transaction, run.id(), crossed, now);
      AccompanyingWrites.Writes claim =
          run.legs().isEmpty() && crossed.isEmpty()
              ? writing -> {}
              : owner.claim(transaction, account, now);
      return writing -> {
        claim.write(writing);
        moved.write(writing);
        run.legs().forEach(leg -> open(writing, leg, account, now));
      };
    };
  }

  /**
   * The writes that open the order for the rest of another order.
   *
   * @param orderRef the reference of the other order
   */
  public AccompanyingWrites replacing(String account, String orderRef) {
    return (transaction, run) -> {
      Instant now = clock.instant();
      return writing ->
          run.legs().stream()
              .filter(leg -> leg.terms().replaces().filter(orderRef::equals).isPresent())
              .forEach(leg -> open(writing, leg, account, now));
    };
  }

  private void open(Transaction writing, Leg leg, String account, Instant now) {
    writing.set(orderOf(leg.orderRef()), OpenOrderDocument.fields(open(leg, account, now)));
  }

  /** The writes that move quantities between strategies, with the cash for them. */
  private AccompanyingWrites.Writes moved(
      Transaction transaction, String run, List<Crossing> crossed, Instant now) {
    Set<String> strategies = new TreeSet<>();
    crossed.forEach(crossing -> strategies.addAll(crossing.trade().source().strategies()));
    HoldingsChange holdings = new HoldingsChange(holdingsCollection(), transaction, strategies);
    crossed.forEach(crossing -> holdings.add(crossing.trade().conId(), crossing.trade().source()));
    TotalsChange totals = TotalsChange.of(positions, transaction, strategies, now);
    Map<String, Object> fields = Crossing.add(totals, crossed, now);
    return writing -> {
      holdings.write(writing);
      totals.write(writing);
      writing.set(Crossing.path(positions, run), fields);
    };
  }

  static OpenOrderEntry open(Leg leg, String account, Instant now) {
    return new OpenOrderEntry(
        new OrderIdentity(leg.orderRef(), account, leg.clientId(), leg.orderId(), leg.permId()),
        leg.contract().conId(),
        leg.order().signed(leg.quantity()),
        leg.source(),
        Shares.NONE,
        BigDecimal.ZERO,
        now);
  }

  /**
   * Brings the open orders in line with a run's legs. It deletes the orders that the broker refused
   * or that were never sent, and writes the numbers of the others. A repetition changes nothing.
   */
  public void settle(List<Leg> legs) {
    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          Set<String> open = // one query, however many orders there are
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

  /** Whether the order can never be filled, not even in part. */
  private static boolean isNothing(LegState state) {
    return state == LegState.REJECTED || state == LegState.EXPIRED || state == LegState.NOT_SENT;
  }

  /**
   * Deletes the open orders that can be filled no further, and whose executions are all posted. A
   * repetition changes nothing.
   *
   * @param executed the quantity of each order that was certainly filled, negative for a sale, by
   *     orderRef
   * @return the references of the orders that are closed now. An order of which another quantity is
   *     posted stays open
   */
  public Set<String> close(Map<String, BigDecimal> executed) {
    if (executed.isEmpty()) {
      return Set.of();
    }
    return store.<Set<String>, RuntimeException>runTransaction(
        transaction -> {
          Set<String> closed = new TreeSet<>(executed.keySet());
          for (Document document : transaction.query(Query.in(ordersCollection()))) {
            BigDecimal certain = executed.get(document.id());
            if (certain == null) {
              continue;
            }
            if (OpenOrderDocument.order(document).executed().compareTo(certain) == 0) {
              transaction.delete(document.path());
            } else {
              closed.remove(document.id());
            }
          }
          return closed;
        });
  }

  /** The account that the books belong to. */
  BooksAccount owner() {
    return owner;
  }

  /** The path of the books. */
  String positions() {
    return positions;
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
