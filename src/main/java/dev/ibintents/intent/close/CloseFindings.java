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
 * The orders and holdings that close-all found.
 *
 * @param strategies the strategies to close; empty for the whole account
 * @param cancelled the open orders, and the orders among them that could not be cancelled
 * @param ordersBefore the books' open orders before the cancellation
 * @param reconciled the books, brought in line with the broker after the cancellation
 * @param found the lookups of the held contracts, by conId
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

  /** The holdings, by the books, of the strategies to close. */
  Holdings holdings() {
    return holdings(strategies, reconciled);
  }

  /** The account's quantities to close, by the broker: all but the parked quantities. */
  Quantities portfolio() {
    return parked().leftOutOf(reconciled.portfolio());
  }

  Parked parked() {
    return Parked.of(reconciled.holdings());
  }

  /** The holdings of these strategies, or of all if none is named, without ignored contracts. */
  static Holdings holdings(Set<String> strategies, Reconciled reconciled) {
    Holdings all = reconciled.holdings();
    return (strategies.isEmpty() ? all : all.only(strategies))
        .without(Set.of(Parked.OWNER))
        .withoutContracts(reconciled.ignored().conIds());
  }

  /** The holdings that can be closed: without contracts in which an order may still be filled. */
  Holdings closable() {
    return holdings().withoutContracts(cancelled.stuckConIds());
  }

  /** The account's quantities that can be closed: without contracts with such an order. */
  Quantities closablePortfolio() {
    return portfolio().without(cancelled.stuckConIds());
  }

  /** The room to trade each contract for the strategies. Currency pairs have no position. */
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

  /** The quantities, by the books, of all strategies that are not closed. */
  Quantities others() {
    return reconciled.holdings().without(strategies).total();
  }

  /** The contract as an order routes it; empty if the gateway no longer knows it. */
  Optional<ResolvedContract> routed(int conId) {
    return found.get(conId) instanceof Resolution.Found instrument
        ? Optional.of(instrument.contract())
            .map(contract -> isPair(contract) ? contract.routedTo(CurrencyPair.EXCHANGE) : contract)
        : Optional.empty();
  }

  /** Whether the contract is a currency pair. The account has cash of a pair, and no position. */
  boolean isPair(int conId) {
    return routed(conId).filter(CloseFindings::isPair).isPresent();
  }

  private static boolean isPair(ResolvedContract contract) {
    return contract.contract().secType().equals(CurrencyPair.SEC_TYPE);
  }

  private Optional<String> nameOfStuck(int conId) {
    return cancelled.stuck().stream()
        .filter(stuck -> stuck.conId() == conId)
        .map(stuck -> stuck.trade().openOrder().contract().localSymbol())
        .findFirst();
  }

  /** The contract's local symbol; its conId if no source knows the symbol. */
  String name(int conId) {
    return routed(conId)
        .map(ResolvedContract::localSymbol)
        .or(() -> Optional.ofNullable(reconciled.contracts().get(conId)).map(Contract::localSymbol))
        .or(() -> nameOfStuck(conId))
        .filter(name -> !name.isEmpty())
        .orElse(Integer.toString(conId));
  }
}
