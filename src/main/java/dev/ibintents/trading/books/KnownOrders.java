package dev.ibintents.trading.books;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Query;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.ledger.LedgerEntry;
import dev.ibintents.trading.order.OrderIdentity;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Finds the strategies that wanted an order that the broker shows. It looks in the books' open
 * orders, among the order's earlier fills, and in the ledger, in any state. If the broker disproves
 * a recorded end, the order is opened again.
 */
final class KnownOrders {
  private final Books books;
  private final TradingMode mode;
  private final Clock clock;

  KnownOrders(Books books, TradingMode mode, Clock clock) {
    this.books = books;
    this.mode = mode;
    this.clock = clock;
  }

  /**
   * An order that was found, with the strategies that wanted it.
   *
   * @param order the order in the books, or the order to be opened again
   * @param recorded the state that ledger and books have recorded; empty if it is open in the books
   * @param denied the ledger's entry, if that says that the broker does not have the order
   */
  record Found(OpenOrderEntry order, Optional<String> recorded, Optional<LedgerEntry> denied) {}

  /** Finds an order; empty if books and ledger do not have it. It only reads. */
  Optional<Found> find(Transaction transaction, OrderIdentity identity) {
    String orderRef = identity.orderRef();
    if (!isName(orderRef)) {
      return Optional.empty();
    }
    Optional<OpenOrderEntry> open =
        transaction.get(books.orderOf(orderRef)).map(OpenOrderDocument::order);
    if (open.isPresent()) {
      return open.map(order -> new Found(order, Optional.empty(), Optional.empty()));
    }
    List<PostedFill> fills =
        transaction
            .query(Query.in(books.fillsCollection()).whereEqualTo(PostedFill.ORDER_REF, orderRef))
            .stream()
            .map(PostedFill::read)
            .filter(PostedFill::isInEffect)
            .toList();
    Optional<LedgerEntry> entry = LedgerEntry.find(transaction, mode, orderRef);
    Optional<OpenOrderEntry> order =
        fills.isEmpty() ? entry.map(leg -> opened(leg, identity)) : reopened(identity, fills);
    return order.map(
        found ->
            new Found(
                found,
                Optional.of(recorded(found, entry)),
                entry.filter(LedgerEntry::deniesOrder)));
  }

  /**
   * Whether a reference can be the id of a document. Another program may have given the order any
   * reference.
   */
  private static boolean isName(String orderRef) {
    return orderRef.matches("[A-Za-z0-9-]{1,40}");
  }

  private OpenOrderEntry opened(LedgerEntry entry, OrderIdentity identity) {
    OpenOrderEntry planned = Books.open(entry.leg(), identity.account(), now());
    OrderIdentity recorded = planned.identity();
    return planned.with(
        new OrderIdentity(
            recorded.orderRef(),
            recorded.account(),
            recorded.clientId().isEmpty() ? identity.clientId() : recorded.clientId(),
            identity.orderId() == 0 ? recorded.orderId() : identity.orderId(),
            identity.permId() == 0 ? recorded.permId() : identity.permId()));
  }

  private Optional<OpenOrderEntry> reopened(OrderIdentity identity, List<PostedFill> fills) {
    PostedFill first = fills.get(0);
    return Optional.of(
        new OpenOrderEntry(
            new OrderIdentity(
                first.orderRef(),
                identity.account(),
                identity.clientId(),
                identity.orderId(),
                identity.permId()),
            first.conId(),
            first.orderQuantity(),
            first.source(),
            fills.stream().map(PostedFill::applied).reduce(Shares.NONE, Shares::plus),
            PlainDecimal.sum(fills.stream().map(PostedFill::quantity).toList()),
            now()));
  }

  private static String recorded(OpenOrderEntry order, Optional<LedgerEntry> entry) {
    return entry
        .filter(LedgerEntry::deniesOrder)
        .map(LedgerEntry::leg)
        .map(leg -> leg.message().isEmpty() ? leg.state().id() : leg.state() + ": " + leg.message())
        .orElseGet(() -> "ended with " + order.executed().toPlainString() + " filled");
  }

  /**
   * Opens an order again that can still be filled at the broker, and corrects the ledger. A
   * repetition changes nothing.
   *
   * @param found the order, found in the same transaction
   * @param status the order's status in the broker's words
   */
  Found reopen(Transaction transaction, Found found, OrderIdentity identity, String status) {
    if (found.recorded().isPresent()) {
      transaction.set(books.orderOf(identity.orderRef()), OpenOrderDocument.fields(found.order()));
      correct(transaction, found, identity, "the broker shows it as " + status);
    }
    return found;
  }

  /** Corrects the ledger, if it says that the broker does not have the order. */
  void correct(Transaction transaction, Found found, OrderIdentity identity, String proof) {
    found
        .denied()
        .ifPresent(
            entry ->
                entry.correct(
                    transaction,
                    identity.orderId(),
                    identity.permId(),
                    proof + "; before, it was " + found.recorded().orElse(""),
                    now()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
