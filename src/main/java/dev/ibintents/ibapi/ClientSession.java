package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CancelHeadTimestamp;
import dev.ibintents.ibapi.message.CancelHistoricalData;
import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDetails;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.ibapi.message.Position;
import dev.ibintents.ibapi.message.ReqAccountUpdates;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.ibapi.message.ReqCompletedOrders;
import dev.ibintents.ibapi.message.ReqContractDetails;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.ibapi.message.ReqExecutions;
import dev.ibintents.ibapi.message.ReqHeadTimestamp;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import dev.ibintents.ibapi.message.ReqIds;
import dev.ibintents.ibapi.message.ReqMarketDataType;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.StartApi;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * A session with a gateway: requests under their TWS API names, of which each returns a future at
 * once, so that several can be sent together and awaited together.
 *
 * <p>A future fails with {@link RequestRefusedException} if the gateway answers with an error, and
 * all of them fail together when the connection ends. Nothing here waits; whoever awaits a future
 * sets the deadline.
 */
public final class ClientSession implements AutoCloseable {
  /** As many instruments a login may watch at once (TWS API, "Market Data Lines"). */
  public static final int MARKET_DATA_LINES = 100;

  private static final int EPOCH_SECONDS = 2;

  private final Connection connection;
  private final int clientId;
  private final Incoming incoming;
  private String subscribedAccount;

  /**
   * @param connection a connection on which nobody listens yet
   * @param clientId as which client to start: 0 or above, and no other client's
   */
  public ClientSession(Connection connection, int clientId) {
    this.connection = connection;
    this.clientId = clientId;
    this.incoming = new Incoming(connection, clientId);
  }

  /**
   * Starts the API. The future is complete when the gateway has sent both the managed accounts and
   * the next valid order id; what is asked earlier may be ignored. It fails with {@link
   * ClientIdInUseException} if another client has the id.
   */
  public CompletableFuture<Void> start() {
    connection.listen(incoming);
    connection.send(List.of(new StartApi(clientId, "")));
    return incoming.ready;
  }

  /** As which client this session runs. */
  public int clientId() {
    return clientId;
  }

  /** The version of the protocol that both sides speak. */
  public int serverVersion() {
    return connection.serverVersion();
  }

  /** The accounts that the login may use; empty before the session is ready. */
  public List<String> managedAccounts() {
    return incoming.managedAccounts();
  }

  /** The orders of all clients that this session has heard of and that are not done. */
  public List<OpenTrade> openTrades() {
    return incoming.openTrades.list();
  }

  /** The gateway's words (1100) if it has lost its own connection to the broker. */
  public Optional<ErrorMessage> connectivityLost() {
    return incoming.connectivity.lost();
  }

  /** The last error that was about no request in particular. */
  public Optional<ErrorMessage> lastError() {
    return incoming.connectivity.lastError();
  }

  /** Whether the connection has ended, so that nothing more will be answered. */
  public boolean isOver() {
    return incoming.end.cause() != null;
  }

  /**
   * Refuses to go on without the broker.
   *
   * @param what follows from its being out of reach, for the message
   * @throws GatewayUnreachableException if the connection has ended
   * @throws ConnectivityLostException if the gateway has lost the broker
   */
  public void requireBroker(String what) {
    RuntimeException cause = incoming.end.cause();
    if (cause != null) {
      throw new GatewayUnreachableException(what + ": " + cause.getMessage(), cause);
    }
    requireConnectivity(what);
  }

  /**
   * Refuses to rely on what has come, which may be out of date if the gateway has lost the broker.
   *
   * @param what follows from that, for the message
   * @throws ConnectivityLostException if it has
   */
  public void requireConnectivity(String what) {
    incoming.connectivity.require(what);
  }

  /**
   * Refuses to take silence, or an answer such as "no security definition", for the truth during an
   * outage.
   *
   * @param farm the kind of farm that would know
   * @param what follows from that, for the message
   * @throws GatewayUnreachableException if the connection has ended
   * @throws ConnectivityLostException if the gateway has lost the broker since the session began,
   *     even if it has found it again, or if a farm of this kind is broken
   */
  public void requireNoOutage(Farm farm, String what) {
    requireBroker(what);
    incoming.connectivity.requireNoOutage(farm, what);
  }

  /** What has been asked for and not been answered yet. */
  public List<String> unanswered() {
    return incoming.unanswered();
  }

  /** The gateway's clock. */
  public CompletableFuture<Instant> reqCurrentTime() {
    return ask(new ReqCurrentTime(), Replies.currentTime());
  }

  /**
   * Says which market data to send from now on. Nothing answers it.
   *
   * @param marketDataType 1 live, 2 frozen, 3 delayed, 4 delayed-frozen
   */
  public void reqMarketDataType(int marketDataType) {
    connection.send(List.of(new ReqMarketDataType(marketDataType)));
  }

  /**
   * The account's values and its portfolio. The gateway keeps the session subscribed to them, and
   * sends all of them only when it is subscribed anew, so each further request ends the last
   * subscription first.
   */
  public CompletableFuture<AccountUpdates> reqAccountUpdates(String account) {
    List<ReqAccountUpdates> requests = new ArrayList<>();
    if (subscribedAccount != null) {
      requests.add(new ReqAccountUpdates(false, subscribedAccount));
    }
    requests.add(new ReqAccountUpdates(true, account));
    subscribedAccount = account;
    return ask(requests, Replies.accountUpdates(account));
  }

  /**
   * The order id from which on the gateway has seen none of this client: it counts for each client,
   * and from session to session (TWS API, "Next Valid Identifier"), so that an order with this id,
   * or one above it, has not come to it. A gateway that was restarted may have counted back.
   */
  public CompletableFuture<Integer> reqIds() {
    return ask(new ReqIds(1), Replies.nextValidId());
  }

  /** What all accounts hold. */
  public CompletableFuture<List<Position>> reqPositions() {
    return ask(new ReqPositions(), Replies.positions());
  }

  /**
   * The orders of all clients that are not done: exactly those, in one journey, although their end
   * carries no request's id and gateways also send one unasked. To be asked before orders are
   * placed, because order ids must be above those of all open orders.
   */
  public CompletableFuture<List<OpenTrade>> reqAllOpenOrders() {
    OpenTrades openTrades = incoming.openTrades;
    long mark = openTrades.mark();
    OpenOrderEnds ends = incoming.openOrderEnds;
    OpenOrderEnds.Ask ask = ends.ask();
    return ask(
        Collections.nCopies(ask.requests(), new ReqAllOpenOrders()),
        Replies.allOpenOrders(() -> ends.has(ask), () -> openTrades.listedSince(mark)));
  }

  /**
   * The day's orders that are done.
   *
   * @param apiOnly whether to leave out those that were placed by hand
   */
  public CompletableFuture<List<CompletedOrder>> reqCompletedOrders(boolean apiOnly) {
    return ask(new ReqCompletedOrders(apiOnly), Replies.completedOrders());
  }

  /** The day's executions that the filter lets through, corrected ones in their last form. */
  public CompletableFuture<List<Fill>> reqExecutions(ExecutionFilter filter) {
    int reqId = incoming.nextRequestId();
    return ask(new ReqExecutions(reqId, filter), Replies.executions(reqId, incoming.fills::of));
  }

  /** The instruments that a contract describes; refused with code 200 if there is none. */
  public CompletableFuture<List<ContractDetails>> reqContractDetails(Contract contract) {
    int reqId = incoming.nextRequestId();
    return ask(new ReqContractDetails(reqId, contract), Replies.contractDetails(reqId, contract));
  }

  /**
   * All orders that the broker has seen today, by orderRef: open ones of all clients, completed
   * ones, executions, and what this session has heard besides. All three are asked for in one
   * journey, open orders first, so that an order on its way to its end is seen at least once.
   *
   * <p>It fails with {@link ConnectivityLostException} if the gateway had no connection to the
   * broker at any time between question and answer: then silence about an order proves nothing.
   */
  public CompletableFuture<OrdersByRef> reqOrdersByRef() {
    return OrderRecall.ask(this, incoming);
  }

  /**
   * Tells of an order id that this client has used before, so that new ones are above it: a gateway
   * may have forgotten it, or keep its order unseen as long as it has lost the broker, and would
   * take another order of the same id for a change of that one.
   */
  public void orderIdUsed(int orderId) {
    incoming.orders.idUsed(orderId);
  }

  /**
   * Places orders, all in one batch. Each gets an id above every one that was seen, so open orders
   * should have been asked for before. The tickets come at once and in the order of the orders;
   * their acknowledgements can be awaited together.
   *
   * <p>While the gateway has no connection to the broker, nothing is sent, because it may hold
   * orders and send them later. This is looked at for each part of the batch right before it
   * leaves; the tickets of what was held back fail with {@link OrderNotSentException}.
   *
   * @param beforeSending is given the first order's id; the others follow it one by one. If it
   *     throws, nothing is sent
   * @param gate is asked for each part of the batch right before it leaves. If it throws, neither
   *     that part nor any later one is sent, and their tickets fail with {@link
   *     OrderNotSentException}, of which its exception is the cause
   * @throws IllegalArgumentException if an order cannot be written, or is a what-if order; then
   *     none is sent
   */
  public List<OrderTicket> placeOrders(
      List<NewOrder> orders, IntConsumer beforeSending, SendGate gate) {
    return incoming.orders.place(orders, beforeSending, gate);
  }

  /**
   * What an order would cost in margin and commission, without placing it. Numbers may come
   * although the order could not be afforded (201); other refusals fail the future.
   *
   * @throws ConnectivityLostException if the gateway has no connection to the broker
   */
  public CompletableFuture<OrderState> whatIf(NewOrder order) {
    return incoming.orders.whatIf(order);
  }

  /**
   * Asks to cancel an order of this client, of this session or of an earlier one. Until the answer
   * comes, the order may be filled.
   *
   * @throws ConnectivityLostException if the gateway has no connection to the broker
   */
  public CompletableFuture<Cancellation> cancelOrder(int orderId) {
    return incoming.orders.cancel(orderId);
  }

  /**
   * Asks to cancel every order of the account, those of other clients and of TWS too. Nothing
   * answers it; see {@link #whenGone}.
   *
   * @throws ConnectivityLostException if the gateway has no connection to the broker
   */
  public void reqGlobalCancel() {
    incoming.orders.cancelAll();
  }

  /**
   * Complete when none of the orders is open any more. Gateways tell this client about the end of
   * its own orders; those of others show it only when they are missing in a later answer to {@link
   * #reqAllOpenOrders}, which must be asked for until this is complete.
   */
  public CompletableFuture<Void> whenGone(Collection<OpenTrade> trades) {
    return incoming.openTrades.whenGone(trades);
  }

  /**
   * Snapshots of the market, all asked for in one batch, in the order of the requests. Each is
   * complete when its request has enough, or with what has come when the gateway ends it, which
   * takes 11 s. A refused one (354 and others, where no data follow) fails alone. Cancelling a
   * future ends the request.
   *
   * @throws IllegalArgumentException for more than a login's 100 market data lines
   */
  public List<CompletableFuture<MarketSnapshot>> reqMktData(List<SnapshotRequest> requests) {
    return incoming.snapshots.ask(requests);
  }

  /**
   * Bars of the past, the oldest first, without those for which the gateway has no prices. The
   * future fails with {@link PacingViolationException} if the gateway was asked too much, with
   * {@link NoHistoricalDataException} if there are none, with {@link
   * NoMarketDataPermissionException} if the login may not see them, and with {@link
   * QueryCancelledException} if the gateway gave the query up. Cancelling it ends the request.
   *
   * @param contract the instrument
   * @param endDateTime where the range ends, {@code yyyyMMdd-HH:mm:ss} in UTC; empty for now
   * @param durationStr how long it is, such as {@code 1 Y}
   * @param barSizeSetting such as {@code 1 day} or {@code 5 mins}
   * @param whatToShow TRADES, MIDPOINT, BID, ASK, ADJUSTED_LAST …
   * @param useRth whether to leave out what was outside the regular session
   */
  public CompletableFuture<List<HistoricalBar>> reqHistoricalData(
      Contract contract,
      String endDateTime,
      String durationStr,
      String barSizeSetting,
      String whatToShow,
      boolean useRth) {
    int reqId = incoming.nextRequestId();
    ReqHistoricalData request =
        new ReqHistoricalData(
            reqId,
            contract,
            endDateTime,
            durationStr,
            barSizeSetting,
            whatToShow,
            useRth,
            EPOCH_SECONDS,
            false,
            "");
    PendingReply<?, List<HistoricalBar>> answer = Replies.historicalData(reqId, contract);
    CompletableFuture<List<HistoricalBar>> bars = ask(request, answer);
    bars.whenComplete(
        (value, failure) -> {
          if (bars.isCancelled()) {
            incoming.pending.remove(answer);
            connection.sendWhenFree(new CancelHistoricalData(reqId));
          }
        });
    return bars;
  }

  /**
   * Where the history of an instrument begins. The request stays open at the gateway until it is
   * ended, which happens here as soon as the answer has come, or when the future is cancelled.
   *
   * @param whatToShow TRADES, MIDPOINT, BID, ASK …
   * @param useRth whether to leave out what was outside the regular session
   */
  public CompletableFuture<Instant> reqHeadTimestamp(
      Contract contract, String whatToShow, boolean useRth) {
    int reqId = incoming.nextRequestId();
    PendingReply<?, Instant> answer = Replies.headTimestamp(reqId, contract);
    CompletableFuture<Instant> head =
        ask(new ReqHeadTimestamp(reqId, contract, whatToShow, useRth, EPOCH_SECONDS), answer);
    head.whenComplete(
        (value, failure) -> {
          if (!(failure instanceof RequestRefusedException)) {
            incoming.pending.remove(answer);
            connection.sendWhenFree(new CancelHeadTimestamp(reqId));
          }
        });
    return head;
  }

  private <T> CompletableFuture<T> ask(Request request, PendingReply<?, T> answer) {
    return ask(List.of(request), answer);
  }

  private <T> CompletableFuture<T> ask(
      List<? extends Request> requests, PendingReply<?, T> answer) {
    if (incoming.pending.add(answer)) {
      try {
        connection.send(requests);
      } catch (GatewayException e) {
        incoming.pending.fail(one -> one == answer, e);
      }
    }
    return answer.future();
  }

  /** Ends the session; what is still unanswered fails. */
  @Override
  public void close() {
    connection.close();
  }
}
