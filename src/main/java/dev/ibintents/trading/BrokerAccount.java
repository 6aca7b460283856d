package dev.ibintents.trading;

import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.OrdersByRef;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Position;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The broker's answer about an account: the day's orders, executions and positions.
 *
 * @param orders the day's orders, those of other accounts included
 * @param fills the day's executions of the account
 * @param positions how much is held of each contract. Currency pairs are left out: the broker shows
 *     virtual positions in them, and their money is in the cash
 * @param contracts the contracts of positions and executions, by conId
 */
public record BrokerAccount(
    OrdersByRef orders, List<Fill> fills, Quantities positions, Map<Integer, Contract> contracts) {
  /**
   * Asks for everything in one journey.
   *
   * @param besides the answers of former questions, which are awaited with these
   * @throws ConnectivityLostException if the gateway has lost the broker meanwhile: its answers may
   *     be out of date then
   */
  public static BrokerAccount ask(
      IbGateway gateway, String account, CompletableFuture<?>... besides) {
    ClientSession session = gateway.session();
    CompletableFuture<OrdersByRef> orders = session.reqOrdersByRef();
    CompletableFuture<List<Position>> positions = session.reqPositions();
    gateway.await(
        Stream.concat(Stream.of(orders, positions), Stream.of(besides))
            .toArray(CompletableFuture<?>[]::new));
    session.requireConnectivity("what " + account + " holds, is unknown");
    return of(account, orders.join(), positions.join());
  }

  /** The same, as if the account did not hold these contracts. */
  public BrokerAccount without(Set<Integer> ignored) {
    return new BrokerAccount(orders, fills, positions.without(ignored), contracts);
  }

  private static BrokerAccount of(String account, OrdersByRef orders, List<Position> positions) {
    List<Fill> fills =
        orders.fills().stream()
            .filter(fill -> fill.execution().acctNumber().equals(account))
            .toList();
    Map<Integer, Contract> contracts = new HashMap<>();
    fills.forEach(fill -> contracts.put(fill.contract().conId(), fill.contract()));
    SortedMap<Integer, BigDecimal> held = new TreeMap<>();
    for (Position position : positions) {
      Contract contract = position.contract();
      if (position.account().equals(account) && !CurrencyPair.isPair(contract)) {
        contracts.put(contract.conId(), contract);
        held.put(contract.conId(), position.position());
      }
    }
    held.values().removeIf(Objects::isNull);
    return new BrokerAccount(orders, fills, new Quantities(held), contracts);
  }
}
