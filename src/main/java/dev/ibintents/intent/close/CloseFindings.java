package dev.ibintents.intent.close;

import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.close.Room;
import dev.ibintents.trading.run.Cancelled;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The orders and holdings that were found to close.
 *
 * @param strategies whose holdings; none for the whole account
 * @param cancelled the orders that were open, and those of them that could not be cancelled
 * @param ordersBefore the books' open orders before
 * @param reconciled the books, brought in line with the broker when the orders were gone
 * @param found the contracts that are held, by conId
 */
record CloseFindings(
    Set<String> strategies,
    Cancelled cancelled,
    List<Books.OpenOrderEntry> ordersBefore,
    Reconciled reconciled,
    Map<Integer, Resolution> found) {

  boolean isWholeAccount() {
    return strategies.isEmpty();
  }

  /** What the strategies that are to be closed hold by the books. */
  Holdings holdings() {
    return holdings(strategies, reconciled);
  }

  /** The account's holdings by the broker that are to be closed: all but what is parked. */
  Quantities portfolio() {
    return parked().leftOutOf(reconciled.portfolio());
  }

  Parked parked() {
    return Parked.of(reconciled.holdings());
  }

  /** What strategies hold; all of them if none is named. Nothing that is ignored. */
  static Holdings holdings(Set<String> strategies, Reconciled reconciled) {
    Holdings all = reconciled.holdings();
    return (strategies.isEmpty() ? all : all.only(strategies))
        .without(Set.of(Parked.OWNER))
        .withoutContracts(reconciled.ignored().conIds());
  }

  /** The part of those holdings to close: none where an order may be filled yet. */
  Holdings closable() {
    return holdings().withoutContracts(cancelled.stuckConIds());
  }

  /** The account's holdings, but for contracts in which an order may be filled yet. */
  Quantities closablePortfolio() {
    return portfolio().without(cancelled.stuckConIds());
  }

  /** How much of each contract may be traded for the strategies; of pairs there is no position. */
  Map<Integer, Room> room() {
    Quantities others = others();
    Map<Integer, Room> room = new TreeMap<>();
    for (int conId : found.keySet()) {
      if (!isPair(conId)) {
        room.put(conId, new Room(reconciled.portfolio().of(conId), others.of(conId)));
      }
    }
    return room;
  }

  /** The holdings, by the books, of all strategies that are not closed. */
  Quantities others() {
    return reconciled.holdings().without(strategies).total();
  }

  /** The contract as an order routes it; empty if the gateway does not know it any more. */
  Optional<ResolvedContract> routed(int conId) {
    return found.get(conId) instanceof Resolution.Found instrument
        ? Optional.of(instrument.contract())
            .map(contract -> isPair(contract) ? contract.routedTo(CurrencyPair.EXCHANGE) : contract)
        : Optional.empty();
  }

  /** Whether it is a pair of currencies, of which the account has cash and no position. */
  boolean isPair(int conId) {
    return routed(conId).filter(CloseFindings::isPair).isPresent();
  }

  private static boolean isPair(ResolvedContract contract) {
    return contract.contract().secType().equals(CurrencyPair.SEC_TYPE);
  }

  private Optional<String> ofStuck(int conId) {
    return cancelled.stuck().stream()
        .filter(stuck -> stuck.conId() == conId)
        .map(stuck -> stuck.trade().openOrder().contract().localSymbol())
        .findFirst();
  }

  /** A contract's local symbol, as far as anybody knows it. */
  String name(int conId) {
    return routed(conId)
        .map(ResolvedContract::localSymbol)
        .or(() -> Optional.ofNullable(reconciled.contracts().get(conId)).map(Contract::localSymbol))
        .or(() -> ofStuck(conId))
        .filter(name -> !name.isEmpty())
        .orElse(Integer.toString(conId));
  }
}
