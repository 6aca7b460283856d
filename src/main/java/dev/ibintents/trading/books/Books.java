package dev.ibintents.trading.books;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.Stored;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.order.ConsolidatedTrade;
import dev.ibintents.trading.order.OrderIdentity;
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
 * The books of one trading mode: the holdings of each strategy, and the orders that will still
 * change them.
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
   * @param identity its names and numbers; the client id is empty if an earlier version did not
   *     write it down
   * @param conId the contract that it trades
   * @param quantity for how much it is, negative to sell
   * @param source how much each strategy wants of it, negative for selling; empty if it is nobody's
   * @param filled how much each strategy has got of it so far
   * @param executed how much of it has been booked so far, negative for a sale
   * @param timestamp when it was planned
   */
  public record OpenOrderEntry(
      @Stored(inline = true) OrderIdentity identity,
      @Stored("contractId") int conId,
      BigDecimal quantity,
      Shares source,
      Shares filled,
      BigDecimal executed,
      Instant timestamp) {

    /** Its name, for life. */
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

    /** Its number in the account; 0 as long as the broker has not said. */
    public long permId() {
      return identity.permId();
    }

    /** Its number within the client that has sent it; 0 if it was never sent. */
    public int orderId() {
      return identity.orderId();
    }

    /** The shares of it that are not filled; they change holdings if they are filled. */
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
   * @param openOrders the orders that are not known to be done, by their reference
   */
  public record State(Holdings holdings, List<OpenOrderEntry> openOrders) {}

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

  /** The holdings of each strategy, and those that are parked. */
  public Holdings holdings() {
    return holdings(store.list(holdingsCollection()));
  }

  /** The holdings of these documents. */
  static Holdings holdings(List<Document> documents) {
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
   * The writes that begin a run. Its orders are open from now on, and quantities that strategies
   * trade with each other move between their holdings at once. From then on the books are this
   * account's.
   *
   * @param account the account that is traded
   * @param crossed the contracts in which strategies cancel out
   */
  public AccompanyingWrites beginning(String account, List<ConsolidatedTrade> crossed) {
    return (transaction, run) -> {
      Set<String> strategies = new TreeSet<>();
      crossed.forEach(trade -> strategies.addAll(trade.source().strategies()));
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
        new OrderIdentity(leg.orderRef(), account, leg.clientId(), leg.orderId(), leg.permId()),
        leg.contract().conId(),
        leg.order().signed(leg.quantity()),
        Shares.of(leg.source()),
        Shares.NONE,
        BigDecimal.ZERO,
        now);
  }

  /**
   * Brings the open orders in line with a run's legs. Orders that the broker refused, or that were
   * never sent, are open no more, and the others get their numbers. Harmless when repeated.
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
