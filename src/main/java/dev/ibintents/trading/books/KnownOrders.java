package dev.ibintents.trading.books;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Query;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.ledger.RunLedger;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Finds out who wanted an order that the broker shows: in the books' open orders, among its fills
 * of before, or in the ledger, whatever state they have it in. No end is final that the broker
 * disproves: an order that is open no more is opened again.
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
   * An order by the numbers that the broker gives it.
   *
   * @param orderRef its name, for life
   * @param account the account that it trades
   * @param clientId the client that has sent it; empty if the broker does not say
   * @param orderId its number within its client
   * @param permId its number in the account
   */
  record Identity(
      String orderRef, String account, OptionalInt clientId, int orderId, long permId) {}

  /**
   * An order that somebody is known to have wanted.
   *
   * @param order as it is in the books, or as it is to be opened again
   * @param recorded what ledger and books had recorded of it if it is not open in them
   * @param denied the ledger's entry, if that says that there is no such order
   */
  record Found(OpenOrderEntry order, Optional<String> recorded, Optional<RunLedger.Entry> denied) {}

  /** Finds it; empty if nobody knows it. Reads only. */
  Optional<Found> find(Transaction transaction, Identity identity) {
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
    Optional<RunLedger.Entry> entry = RunLedger.entry(transaction, mode, orderRef);
    Optional<OpenOrderEntry> order =
        fills.isEmpty() ? entry.map(one -> opened(one, identity)) : reopened(identity, fills);
    return order.map(
        found ->
            new Found(
                found,
                Optional.of(recorded(found, entry)),
                entry.filter(RunLedger.Entry::deniesOrder)));
  }

  /** An order's reference may be anything that another program has thought of. */
  private static boolean isName(String orderRef) {
    return orderRef.matches("[A-Za-z0-9-]{1,40}");
  }

  private OpenOrderEntry opened(RunLedger.Entry entry, Identity identity) {
    OpenOrderEntry planned = Books.open(entry.leg(), identity.account(), now());
    return new OpenOrderEntry(
        planned.orderRef(),
        planned.account(),
        planned.conId(),
        planned.clientId().isEmpty() ? identity.clientId() : planned.clientId(),
        identity.orderId() == 0 ? planned.orderId() : identity.orderId(),
        identity.permId() == 0 ? planned.permId() : identity.permId(),
        planned.quantity(),
        planned.source(),
        planned.filled(),
        planned.executed(),
        planned.timestamp());
  }

  private Optional<OpenOrderEntry> reopened(Identity identity, List<PostedFill> fills) {
    PostedFill any = fills.get(0);
    Map<String, BigDecimal> filled = new TreeMap<>();
    fills.forEach(
        fill -> fill.applied().forEach((id, got) -> filled.merge(id, got, BigDecimal::add)));
    return Optional.of(
        new OpenOrderEntry(
                any.orderRef(),
                identity.account(),
                any.conId(),
                identity.clientId(),
                identity.orderId(),
                identity.permId(),
                any.orderQuantity(),
                any.source(),
                Map.of(),
                BigDecimal.ZERO,
                now())
            .with(filled, PlainDecimal.sum(fills.stream().map(PostedFill::quantity).toList())));
  }

  private static String recorded(OpenOrderEntry order, Optional<RunLedger.Entry> entry) {
    return entry
        .filter(RunLedger.Entry::deniesOrder)
        .map(RunLedger.Entry::leg)
        .map(leg -> leg.message().isEmpty() ? leg.state().id() : leg.state() + ": " + leg.message())
        .orElseGet(() -> "ended with " + order.executed().toPlainString() + " filled");
  }

  /**
   * Opens an order again that the broker shows alive, and corrects the ledger. Harmless when
   * repeated.
   *
   * @param found in the same transaction
   * @param status in the broker's words
   */
  Found reopen(Transaction transaction, Found found, Identity identity, String status) {
    if (found.recorded().isPresent()) {
      transaction.set(books.orderOf(identity.orderRef()), OpenOrderDocument.fields(found.order()));
      correct(transaction, found, identity, "the broker shows it as " + status);
    }
    return found;
  }

  /** Corrects what the ledger denies. */
  void correct(Transaction transaction, Found found, Identity identity, String proof) {
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
