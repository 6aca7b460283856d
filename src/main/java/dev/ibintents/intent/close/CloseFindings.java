package dev.ibintents.intent.close;

import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.close.Room;
import dev.ibintents.trading.run.Cancelled;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
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

  /** The holdings to close by the books, by strategy and conId. */
  SortedMap<String, SortedMap<Integer, BigDecimal>> holdings() {
    return holdings(strategies, reconciled);
  }

  /** The account's holdings by the broker that are to be closed: all but what is parked. */
  SortedMap<Integer, BigDecimal> portfolio() {
    return parked().leftOutOf(reconciled.portfolio());
  }

  Parked parked() {
    return Parked.of(reconciled.holdings());
  }

  /**
   * The holdings of strategies, without what is ignored; those of all strategies if none is named.
   */
  static SortedMap<String, SortedMap<Integer, BigDecimal>> holdings(
      Set<String> strategies, Reconciled reconciled) {
    SortedMap<String, SortedMap<Integer, BigDecimal>> holdings =
        new TreeMap<>(reconciled.holdings());
    if (!strategies.isEmpty()) {
      holdings.keySet().retainAll(strategies);
    }
    holdings.remove(Parked.OWNER);
    holdings.replaceAll(
        (strategy, held) -> {
          SortedMap<Integer, BigDecimal> heeded = new TreeMap<>(held);
          heeded.keySet().removeAll(reconciled.ignored().keySet());
          return heeded;
        });
    holdings.values().removeIf(SortedMap::isEmpty);
    return holdings;
  }

  /** The part of those holdings to close: none where an order may be filled yet. */
  SortedMap<String, SortedMap<Integer, BigDecimal>> closable() {
    SortedMap<String, SortedMap<Integer, BigDecimal>> closable = new TreeMap<>();
    holdings()
        .forEach(
            (strategy, held) -> {
              SortedMap<Integer, BigDecimal> rest = new TreeMap<>(held);
              rest.keySet().removeAll(cancelled.stuckConIds());
              closable.put(strategy, rest);
            });
    return closable;
  }

  /** The account's holdings, but for contracts in which an order may be filled yet. */
  SortedMap<Integer, BigDecimal> closablePortfolio() {
    SortedMap<Integer, BigDecimal> closable = new TreeMap<>(portfolio());
    closable.keySet().removeAll(cancelled.stuckConIds());
    return closable;
  }

  /** How much of each contract may be traded for the strategies; of pairs there is no position. */
  Map<Integer, Room> room() {
    SortedMap<Integer, BigDecimal> others = others();
    Map<Integer, Room> room = new TreeMap<>();
    for (int conId : found.keySet()) {
      if (!isPair(conId)) {
        room.put(
            conId,
            new Room(
                reconciled.portfolio().getOrDefault(conId, BigDecimal.ZERO),
                others.getOrDefault(conId, BigDecimal.ZERO)));
      }
    }
    return room;
  }

  /** The holdings, by the books, of all strategies that are not closed. */
  SortedMap<Integer, BigDecimal> others() {
    SortedMap<Integer, BigDecimal> others = new TreeMap<>();
    reconciled
        .holdings()
        .forEach(
            (strategy, held) -> {
              if (!strategies.contains(strategy)) {
                held.forEach((conId, quantity) -> others.merge(conId, quantity, BigDecimal::add));
              }
            });
    return others;
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
