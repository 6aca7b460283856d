package dev.ibintents.simulator.control;

import dev.ibintents.simulator.market.SetPrices.SetPrice;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The state of a simulated gateway.
 *
 * @param time the market's time
 * @param speed the seconds of the market in a real second; 0 if its time stands still
 * @param port the port at which it listens for clients of the TWS API
 * @param account the account that trades
 * @param market open, closed, calendar or auctions
 * @param fills whether the market fills orders by itself
 * @param broker whether the broker is connected
 * @param clients the numbers of the clients that have started
 * @param sessions the number of open connections
 * @param sent the number of messages that clients have sent
 * @param prices the prices that are set, by contract
 * @param cash settled cash by currency
 * @param netLiquidation the value of the account, in its base currency
 * @param positions the positions
 * @param orders the live orders, the oldest first
 * @param endedOrders the orders that ended today, or were refused, the earliest first
 * @param executions today's executions, the earliest first
 */
public record GatewayState(
    Instant time,
    double speed,
    int port,
    String account,
    String market,
    boolean fills,
    boolean broker,
    List<Integer> clients,
    int sessions,
    long sent,
    Map<String, SetPrice> prices,
    Map<String, BigDecimal> cash,
    BigDecimal netLiquidation,
    List<PositionView> positions,
    List<OrderView> orders,
    List<OrderView> endedOrders,
    List<ExecutionView> executions) {

  /**
   * A position.
   *
   * @param contract the exchange's own name of the instrument
   * @param conId the broker's number of the instrument
   * @param quantity units; negative if sold short
   */
  public record PositionView(String contract, int conId, BigDecimal quantity) {}

  /**
   * An execution.
   *
   * @param execution its name
   * @param order the number of its order in the account
   * @param client the client that placed the order
   * @param orderRef the client's own reference of the order
   * @param contract the exchange's own name of the instrument
   * @param quantity units; negative if sold
   * @param price the price of one unit
   * @param commission the commission, in the instrument's currency
   * @param time the moment of the execution
   */
  public record ExecutionView(
      String execution,
      long order,
      int client,
      String orderRef,
      String contract,
      BigDecimal quantity,
      BigDecimal price,
      BigDecimal commission,
      Instant time) {}
}
