package dev.ibintents.trading;

import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.OrdersByRef;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Position;
import java.math.BigDecimal;
import java.time.Instant;
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
 * The broker's answer about an account: the day's orders and executions, and the positions. In
 * protobuf the executions of a week are among them.
 *
 * @param orders the day's orders, also those of other accounts
 * @param fills the day's executions of the account
 * @param positions the positions without currency pairs. The broker shows virtual positions in
 *     pairs, and their money is in the cash
 * @param contracts the contracts of positions and executions, by conId
 */
public record BrokerAccount(
    OrdersByRef orders, List<Fill> fills, Quantities positions, Map<Integer, Contract> contracts) {
  /**
   * Asks the broker for all lists at once.
   *
   * @param meanwhile sends further requests, and does not wait for their answers
   * @param earlier the answers of earlier requests, which are awaited with these
   * @throws ConnectivityLostException if the gateway has lost the broker meanwhile, because its
   *     answers may then be out of date
   */
  public static BrokerAccount ask(
      IbGateway gateway, String account, Runnable meanwhile, CompletableFuture<?>... earlier) {
    ClientSession session = gateway.session();
    CompletableFuture<OrdersByRef> orders = session.reqOrdersByRef();
    CompletableFuture<List<Position>> positions = session.reqPositions();
    meanwhile.run();
    gateway.await(
        Stream.concat(Stream.of(orders, positions), Stream.of(earlier))
            .toArray(CompletableFuture<?>[]::new));
    session.requireConnectivity("what " + account + " holds, is unknown");
    return of(account, orders.join(), positions.join());
  }

  /** Whether there is an execution of the contract on the broker's day of a moment. */
  public boolean isTradedToday(int conId, Instant now) {
    return fills.stream()
        .filter(fill -> !BrokerDay.isPast(fill, now))
        .anyMatch(fill -> fill.contract().conId() == conId);
  }

  /** This answer without the positions in some contracts. */
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
