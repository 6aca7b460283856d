package dev.ibintents.intent.close;

import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.OrderStage;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.Run;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The orders and positions that are still open after an earlier close-all. Working orders of that
 * run count as closing. All other orders and positions were opened later, or were never closed.
 */
final class StillOpen {
  private final String account;
  private final Set<String> strategies;
  private final Set<String> closing;
  private final List<Books.OpenOrderEntry> ordersOfBooks;
  private final Reconciled reconciled;

  /**
   * @param account the account
   * @param strategies the strategies to close; empty for the whole account
   * @param earlier the earlier run
   * @param ordersOfBooks the books' present open orders
   * @param reconciled the books, brought in line with the broker
   */
  StillOpen(
      String account,
      Set<String> strategies,
      Run earlier,
      List<Books.OpenOrderEntry> ordersOfBooks,
      Reconciled reconciled) {
    this.account = account;
    this.strategies = strategies;
    this.closing = earlier.legs().stream().map(Leg::orderRef).collect(Collectors.toSet());
    this.ordersOfBooks = ordersOfBooks;
    this.reconciled = reconciled;
  }

  /** The open orders that do not belong to the earlier run's closing orders, in words. */
  List<String> orders() {
    return ofAccount()
        .filter(trade -> concerns(orderRef(trade)) && !closes(trade))
        .map(
            trade ->
                "the order %s of %s is open (%s)"
                    .formatted(
                        trade.openOrder().order().permId(),
                        trade.openOrder().contract().localSymbol(),
                        trade.status()))
        .toList();
  }

  /** The books and the portfolio as they will be when the closing orders are filled. */
  Reconciled whenFilled() {
    Quantities portfolio = reconciled.portfolio();
    Holdings holdings = reconciled.holdings();
    List<OpenTrade> filling = ofAccount().filter(this::closes).toList();
    for (OpenTrade trade : filling) {
      Contract contract = trade.openOrder().contract();
      if (!CurrencyPair.isPair(contract)) {
        portfolio = portfolio.plus(contract.conId(), trade.signedRemaining());
      }
    }
    Set<String> refs = filling.stream().map(StillOpen::orderRef).collect(Collectors.toSet());
    for (Books.OpenOrderEntry order : ordersOfBooks) {
      if (refs.contains(order.orderRef())) {
        holdings = holdings.plus(order.conId(), order.stillToFill());
      }
    }
    return reconciled.with(holdings, portfolio);
  }

  private Stream<OpenTrade> ofAccount() {
    return reconciled.basis().openOrders().stream()
        .filter(trade -> trade.openOrder().order().account().equals(account));
  }

  private static String orderRef(OpenTrade trade) {
    return trade.openOrder().order().orderRef();
  }

  private boolean concerns(String orderRef) {
    return strategies.isEmpty()
        || ordersOfBooks.stream()
            .filter(order -> order.orderRef().equals(orderRef))
            .anyMatch(order -> order.source().strategies().stream().anyMatch(strategies::contains));
  }

  private boolean closes(OpenTrade trade) {
    OrderStage stage = OrderStage.of(trade.status());
    return closing.contains(orderRef(trade))
        && stage.isActive()
        && stage != OrderStage.PENDING_CANCEL;
  }
}
