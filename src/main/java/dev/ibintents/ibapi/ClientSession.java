package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDetails;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.ibapi.message.MarketRule;
import dev.ibintents.ibapi.message.Position;
import dev.ibintents.ibapi.message.ReqAccountUpdates;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.ibapi.message.ReqCompletedOrders;
import dev.ibintents.ibapi.message.ReqContractDetails;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.ibapi.message.ReqExecutions;
import dev.ibintents.ibapi.message.ReqIds;
import dev.ibintents.ibapi.message.ReqMarketDataType;
import dev.ibintents.ibapi.message.ReqMarketRule;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.ibapi.message.StartApi;
import dev.ibintents.ibapi.wire.Dialect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * A session with a gateway, with its requests under their TWS API names.
 *
 * <p>A request returns a future at once. So several requests can be sent together, and their
 * replies awaited together. No method waits for a reply; the caller sets a deadline for the future.
 *
 * <p>A future fails with {@link RequestRefusedException} if the gateway answers with an error. All
 * open futures fail when the connection ends.
 */
public final class ClientSession implements AutoCloseable {
  /** The most instruments that a login may watch at once (TWS API, "Market Data Lines"). */
  public static final int MARKET_DATA_LINES = 100;

  private final Connection connection;
  private final int clientId;
  private final Incoming incoming;
  private final AnsweredRequests requests;
  private final HistoricalQueries history;
  private String subscribedAccount;

  /**
   * @param connection a connection without a listener
   * @param clientId the client id: 0 or above, and not in use by another client
   */
  public ClientSession(Connection connection, int clientId) {
    this.connection = connection;
    this.clientId = clientId;
    this.incoming = new Incoming(connection, clientId);
    this.requests = new AnsweredRequests(connection, incoming.pending);
    this.history = new HistoricalQueries(connection, incoming, requests);
  }

  /**
   * Starts the API. The future completes when the gateway has sent both the managed accounts and
   * the next valid order id. The gateway may ignore requests that are sent earlier. The future
   * fails with {@link ClientIdInUseException} if another client has the id.
   */
  public CompletableFuture<Void> start() {
    connection.listen(incoming);
    connection.send(List.of(new StartApi(clientId, "")));
    return incoming.ready;
  }

  /** The client id of this session. */
  public int clientId() {
    return clientId;
  }

  /** The protocol version that both sides speak. */
  public int serverVersion() {
    return connection.serverVersion();
  }

  /** Whether the session speaks protobuf; else it speaks texts. */
  public boolean isProtobuf() {
    return serverVersion() >= Dialect.FIRST_OF_PROTOBUF;
  }

  /** The accounts that the login may use; empty before the session is ready. */
  public List<String> managedAccounts() {
    return incoming.managedAccounts();
  }

  /** The open orders of all clients that this session has heard of. */
  public List<OpenTrade> openTrades() {
    return incoming.openTrades.list();
  }

  /** The gateway's message (1100) if it has lost its own connection to the broker. */
  public Optional<ErrorMessage> connectivityLost() {
    return incoming.connectivity.lost();
  }

  /** The last error that was about no request. */
  public Optional<ErrorMessage> lastError() {
    return incoming.connectivity.lastError();
  }

  /** Whether the connection has ended, so that no more replies come. */
  public boolean isOver() {
    return incoming.end.cause() != null;
  }

  /**
   * Throws an exception if the broker is out of reach, or if no time is left to hear from it.
   *
   * @param what the consequence, for the message
   * @throws GatewayTimeoutException if the connection's deadline has passed
   * @throws GatewayUnreachableException if the connection has ended before
   * @throws ConnectivityLostException if the gateway has lost the broker
   */
  public void requireBroker(String what) {
    connection.requireTime(what);
    RuntimeException cause = incoming.end.cause();
    if (cause != null) {
      throw new GatewayUnreachableException(what + ": " + cause.getMessage(), cause);
    }
    requireConnectivity(what);
  }

  /**
   * Throws an exception if the gateway has lost the broker: then the data received so far may be
   * out of date.
   *
   * @param what the consequence, for the message
   * @throws ConnectivityLostException if the gateway has lost the broker
   */
  public void requireConnectivity(String what) {
    incoming.connectivity.require(what);
  }

  /**
   * Throws an exception if an outage may explain a missing reply, or a reply such as "no security
   * definition".
   *
   * <p>It counts as an outage if the gateway has lost the broker since the session began, even if
   * the connection is restored. A broken farm of this kind counts too.
   *
   * @param farm the kind of data farm that answers such requests
   * @param what the consequence, for the message
   * @throws GatewayUnreachableException if the connection has ended
   * @throws ConnectivityLostException if there was an outage
   */
  public void requireNoOutage(Farm farm, String what) {
    requireBroker(what);
    incoming.connectivity.requireNoOutage(farm, what);
  }

  /** The requests without a complete reply, in words. */
  public List<String> unanswered() {
    return incoming.unanswered();
  }

  /** Asks for the gateway's clock. */
  public CompletableFuture<Instant> reqCurrentTime() {
    return requests.ask(new ReqCurrentTime(), Replies.currentTime());
  }

  /** Sets the type of market data that the gateway sends from now on. There is no reply. */
  public void reqMarketDataType(int marketDataType) {
    connection.send(List.of(new ReqMarketDataType(marketDataType)));
  }

  /**
   * Asks for the account's values and its portfolio. The gateway keeps the session subscribed, and
   * sends all rows only for a new subscription. So a further request ends the last subscription
   * first.
   */
  public CompletableFuture<AccountUpdates> reqAccountUpdates(String account) {
    List<ReqAccountUpdates> changes = new ArrayList<>();
    if (subscribedAccount != null) {
      changes.add(new ReqAccountUpdates(false, subscribedAccount));
    }
    changes.add(new ReqAccountUpdates(true, account));
    subscribedAccount = account;
    return requests.ask(changes, Replies.accountUpdates(account));
  }

  /**
   * Asks for the next valid order id: the gateway has seen no order of this client with this id or
   * a higher one.
   *
   * <p>The gateway counts for each client, from session to session (TWS API, "Next Valid
   * Identifier"). After a restart it may count from a lower number.
   */
  public CompletableFuture<Integer> reqIds() {
    return requests.ask(new ReqIds(1), Replies.nextValidId());
  }

  /** Asks for the positions of all accounts. */
  public CompletableFuture<List<Position>> reqPositions() {
    return requests.ask(new ReqPositions(), Replies.positions());
  }

  /**
   * Asks for all open orders of all clients, in one round trip. The list is exact, although its end
   * carries no request id and gateways also send an end without a request. Ask before orders are
   * placed, because new order ids must be above those of all open orders.
   */
  public CompletableFuture<List<OpenTrade>> reqAllOpenOrders() {
    long mark = incoming.openTrades.mark();
    OpenOrderEnds.Ask ask = incoming.openOrderEnds.ask();
    return requests.ask(
        Collections.nCopies(ask.requests(), new ReqAllOpenOrders()),
        Replies.allOpenOrders(
            () -> incoming.openOrderEnds.has(ask), () -> incoming.openTrades.listedSince(mark)));
  }

  /**
   * Asks for the day's completed orders.
   *
   * @param apiOnly whether to leave out orders that were placed by hand
   */
  public CompletableFuture<List<CompletedOrder>> reqCompletedOrders(boolean apiOnly) {
    return requests.ask(new ReqCompletedOrders(apiOnly), Replies.completedOrders());
  }

  /**
   * Asks for the day's executions that pass the filter. A corrected execution appears once, in its
   * last form.
   */
  public CompletableFuture<List<Fill>> reqExecutions(ExecutionFilter filter) {
    int reqId = incoming.nextRequestId();
    return requests.ask(
        new ReqExecutions(reqId, filter), Replies.executions(reqId, incoming.fills::of));
  }

  /**
   * Asks for the instruments that match a contract. The gateway refuses with code 200 if there is
   * none.
   */
  public CompletableFuture<List<ContractDetails>> reqContractDetails(Contract contract) {
    int reqId = incoming.nextRequestId();
    return requests.ask(
        new ReqContractDetails(reqId, contract), Replies.contractDetails(reqId, contract));
  }

  /** Asks for the price steps of a rule. The gateway may not answer for an unknown rule. */
  public CompletableFuture<MarketRule> reqMarketRule(int marketRuleId) {
    return requests.ask(new ReqMarketRule(marketRuleId), Replies.marketRule(marketRuleId));
  }

  /**
   * Asks for all orders that the broker has seen today, by orderRef. These are the open orders of
   * all clients, the completed orders, the orders with executions, and orders that this session has
   * heard of. All three requests are sent at once, open orders first. So an order that ends in the
   * meantime is seen at least once.
   *
   * <p>The future fails with {@link ConnectivityLostException} if the gateway had no connection to
   * the broker at any time between request and reply. Then a missing order proves nothing.
   */
  public CompletableFuture<OrdersByRef> reqOrdersByRef() {
    return OrderRecall.ask(this, incoming);
  }

  /**
   * Records an order id that this client has used before, so that new ids are above it.
   *
   * <p>A gateway may have forgotten the id, or may not show its order while it has lost the broker.
   * It would take a new order with the same id for a change of that order.
   */
  public void orderIdUsed(int orderId) {
    incoming.orders.idUsed(orderId);
  }

  /**
   * Places orders in one batch.
   *
   * <p>Each order gets an id above every id seen so far, so ask for open orders before. The tickets
   * are returned at once, in the order of the orders, and their acknowledgements can be awaited
   * together.
   *
   * <p>While the gateway has no connection to the broker, no order is sent: the gateway might hold
   * orders and send them later. This is checked right before each part of the batch leaves. The
   * tickets of orders that did not leave fail with {@link OrderNotSentException}.
   *
   * @param beforeSending receives the first order's id before the first byte leaves; the ids of the
   *     others follow one by one. If it throws an exception, no order is sent
   * @param gate the check before each part of the batch leaves. If it throws an exception, neither
   *     that part nor a later one is sent. The tickets of these orders fail with {@link
   *     OrderNotSentException}, whose cause is that exception
   * @throws IllegalArgumentException if an order cannot be encoded, or is a what-if order; then no
   *     order is sent
   */
  public List<OrderTicket> placeOrders(
      List<NewOrder> orders, IntConsumer beforeSending, SendGate gate) {
    return incoming.orders.place(orders, beforeSending, gate);
  }

  /**
   * Asks for the margin and commission of an order without placing it.
   *
   * @throws ConnectivityLostException if the gateway has no connection to the broker
   */
  public WhatIfTicket whatIf(NewOrder order) {
    return incoming.orders.whatIf(order);
  }

  /**
   * Asks to cancel an order of this client, placed in this session or an earlier one. The order may
   * be filled before the reply comes.
   *
   * @throws ConnectivityLostException if the gateway has no connection to the broker
   */
  public CompletableFuture<Cancellation> cancelOrder(int orderId) {
    return incoming.orders.cancel(orderId);
  }

  /**
   * Asks to cancel all orders of the account, including those of other clients and of TWS. There is
   * no reply; see {@link #whenGone}.
   *
   * @throws ConnectivityLostException if the gateway has no connection to the broker
   */
  public void reqGlobalCancel() {
    incoming.orders.cancelAll();
  }

  /**
   * A future that completes when none of the orders is open any more.
   *
   * <p>Gateways report the end of this client's own orders. The order of another client only
   * disappears from a later reply to {@link #reqAllOpenOrders}. So repeat that request until this
   * future completes.
   */
  public CompletableFuture<Void> whenGone(Collection<OpenTrade> trades) {
    return incoming.openTrades.whenGone(trades);
  }

  /**
   * Asks for market data snapshots in one batch. The futures are in the order of the requests.
   *
   * <p>A future completes when its request has enough data. Otherwise it completes with the data
   * received when the gateway ends the snapshot, after 11 s. A refusal (354 and others without
   * data) fails one future alone. Cancelling a future ends its request.
   *
   * @throws IllegalArgumentException for more than a login's 100 market data lines
   */
  public List<CompletableFuture<MarketSnapshot>> reqMktData(List<SnapshotRequest> requests) {
    return incoming.snapshots.ask(requests);
  }

  /**
   * Asks for historical bars, the oldest first. Bars for which the gateway has no prices are left
   * out. Cancelling the future ends the request. The future fails with
   *
   * <ul>
   *   <li>{@link PacingViolationException} if the gateway received too many requests
   *   <li>{@link NoHistoricalDataException} if there are no bars
   *   <li>{@link NoMarketDataPermissionException} if the login may not see them
   *   <li>{@link QueryCancelledException} if the gateway cancelled the query
   * </ul>
   *
   * @param contract the instrument
   * @param endDateTime the end of the range, {@code yyyyMMdd-HH:mm:ss} in UTC; empty for now
   * @param durationStr the length of the range, such as {@code 1 Y}
   * @param barSizeSetting the bar size, such as {@code 1 day} or {@code 5 mins}
   * @param whatToShow TRADES, MIDPOINT, BID, ASK, ADJUSTED_LAST …
   * @param useRth whether to leave out data from outside the regular session
   */
  public CompletableFuture<List<HistoricalBar>> reqHistoricalData(
      Contract contract,
      String endDateTime,
      String durationStr,
      String barSizeSetting,
      String whatToShow,
      boolean useRth) {
    return history.bars(contract, endDateTime, durationStr, barSizeSetting, whatToShow, useRth);
  }

  /**
   * Asks for the time of an instrument's earliest historical data. The request stays open at the
   * gateway until it is cancelled. This session cancels it as soon as the reply has come, or when
   * the future is cancelled.
   *
   * @param whatToShow TRADES, MIDPOINT, BID, ASK …
   * @param useRth whether to leave out data from outside the regular session
   */
  public CompletableFuture<Instant> reqHeadTimestamp(
      Contract contract, String whatToShow, boolean useRth) {
    return history.head(contract, whatToShow, useRth);
  }

  /** Ends the session. Open requests fail. */
  @Override
  public void close() {
    connection.close();
  }
}
