package dev.ibintents.trading.books;

import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Problems;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.OrdersByRef;
import dev.ibintents.ibapi.SeenOrder;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.books.OrderFate.Working;
import dev.ibintents.trading.books.Reconciled.Unattributed;
import dev.ibintents.trading.ledger.RunKey;
import dev.ibintents.trading.order.OrderIdentity;
import dev.ibintents.trading.order.OrderWords;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Matches the orders that the broker shows today under this product's own references with ledger
 * and books, in any state. If the broker disproves a recorded end, the order is opened again, and
 * that is reported. An order that ledger and books do not have blocks its contract.
 */
final class OwnOrders {
  private final DocumentStore store;
  private final KnownOrders knownOrders;
  private final String account;
  private final Problems problems;
  private final SortedMap<Integer, String> unmatched = new TreeMap<>();
  private final Set<String> contradicted = new HashSet<>();

  /**
   * @param store the store of the books
   * @param knownOrders finds the strategies that wanted an order
   * @param account the account of the orders; orders of other accounts are left alone
   * @param problems the report of contradictions, and of orders that are not known
   */
  OwnOrders(DocumentStore store, KnownOrders knownOrders, String account, Problems problems) {
    this.store = store;
    this.knownOrders = knownOrders;
    this.account = account;
    this.problems = problems;
  }

  /**
   * Opens the orders again that can still be filled at the broker, and are not open in the books.
   *
   * @param open the books' open orders
   * @return whether an order was opened again
   */
  boolean match(OrdersByRef broker, List<OpenOrderEntry> open) {
    unmatched.clear();
    Set<String> openInBooks =
        open.stream().map(OpenOrderEntry::orderRef).collect(Collectors.toSet());
    boolean changed = false;
    for (Map.Entry<String, SeenOrder> seen : broker.orders().entrySet()) {
      String orderRef = seen.getKey();
      Optional<Working> working = OrderFate.working(seen.getValue());
      Optional<OpenTrade> trade = ofAccount(seen.getValue());
      if (RunKey.isOrderRef(orderRef)
          && !openInBooks.contains(orderRef)
          && working.isPresent()
          && trade.isPresent()) {
        changed |= reopen(trade.get(), working.get());
      }
    }
    return changed;
  }

  private Optional<OpenTrade> ofAccount(SeenOrder seen) {
    return seen.trades().stream()
        .filter(trade -> trade.openOrder().order().account().equals(account))
        .findFirst();
  }

  private boolean reopen(OpenTrade trade, Working working) {
    String orderRef = trade.openOrder().order().orderRef();
    OrderIdentity identity =
        new OrderIdentity(
            orderRef,
            account,
            OptionalInt.of(trade.openOrder().order().clientId()),
            Math.max(0, trade.openOrder().order().orderId()),
            trade.openOrder().order().permId());
    int conId = trade.openOrder().contract().conId();
    Optional<KnownOrders.Found> found =
        store.<Optional<KnownOrders.Found>, RuntimeException>runTransaction(
            transaction ->
                knownOrders
                    .find(transaction, identity)
                    .filter(match -> match.order().conId() == conId)
                    .map(
                        match ->
                            knownOrders.reopen(transaction, match, identity, working.status())));
    if (found.isEmpty()) {
      unmatched(conId, OrderWords.of(trade) + " is open at the broker");
      return false;
    }
    found
        .flatMap(KnownOrders.Found::recorded)
        .ifPresent(
            recorded ->
                problems.add(
                    Problem.Code.ORDER_CONTRADICTS_BOOKS,
                    "the order %s was recorded as %s, and the broker shows it as %s with %s left: it counts as open again"
                        .formatted(
                            OrderWords.of(trade),
                            recorded,
                            working.status(),
                            working.remaining().toPlainString())));
    return true;
  }

  /**
   * Reports, once for each order, an execution that was posted although the books had recorded its
   * order's end. It is reported at once. The books do not show the contradiction any more, so a
   * request that fails later must not lose it.
   */
  void posted(Fill fill, Posting posting) {
    String orderRef = fill.execution().orderRef();
    if (posting.recorded().isPresent() && contradicted.add(orderRef)) {
      problems.add(
          Problem.Code.ORDER_CONTRADICTS_BOOKS,
          "the order %s for %s was recorded as %s, and the broker shows an execution of it: %s at %s is posted"
              .formatted(
                  orderRef,
                  fill.contract().localSymbol(),
                  posting.recorded().orElseThrow(),
                  fill.execution().signedShares().toPlainString(),
                  fill.execution().time()));
    }
  }

  /** Reports the orders and executions of this product that ledger and books do not have. */
  void reportUnmatched(List<Unattributed> unattributed) {
    for (Unattributed execution : unattributed) {
      if (RunKey.isOrderRef(execution.fill().execution().orderRef())) {
        unmatched(
            execution.fill().contract().conId(),
            "the execution %s of %s %s cannot be posted, because %s"
                .formatted(
                    execution.fill().execution().execId(),
                    execution.fill().execution().signedShares().toPlainString(),
                    execution.fill().contract().localSymbol(),
                    execution.because()));
      }
    }
    unmatched.forEach(
        (conId, why) ->
            problems.add(
                Problem.Code.ORDER_UNMATCHED,
                why
                    + ", with a reference of this product's, and neither ledger nor books know it."
                    + " Find out whose it is; nothing is traded in its contract "
                    + conId
                    + " today or as long as it is open"));
  }

  private void unmatched(int conId, String why) {
    unmatched.merge(conId, why, (former, next) -> former + "; " + next);
  }

  /** The reasons not to trade contracts, by conId. */
  SortedMap<Integer, String> unmatched() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(unmatched));
  }
}
