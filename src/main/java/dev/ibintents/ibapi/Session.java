package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.AccountDownloadEnd;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.CompletedOrdersEnd;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractData;
import dev.ibintents.ibapi.message.ContractDataEnd;
import dev.ibintents.ibapi.message.ContractDetails;
import dev.ibintents.ibapi.message.CurrentTime;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.ExecutionDataEnd;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.ibapi.message.ManagedAccounts;
import dev.ibintents.ibapi.message.NextValidId;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.Position;
import dev.ibintents.ibapi.message.PositionEnd;
import dev.ibintents.ibapi.message.ReqAccountUpdates;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.ibapi.message.ReqCompletedOrders;
import dev.ibintents.ibapi.message.ReqContractDetails;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.ibapi.message.ReqExecutions;
import dev.ibintents.ibapi.message.ReqMarketDataType;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.StartApi;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session with a gateway: requests under their TWS API names, of which each returns a future at
 * once, so that several can be sent together and awaited together.
 *
 * <p>A future fails with {@link RequestRefusedException} if the gateway answers with an error, and
 * all of them fail together when the connection ends. Nothing here waits; whoever awaits a future
 * sets the deadline.
 */
public final class Session implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(Session.class);

  /** Errors carry ids of requests and of orders alike; this is far above any order's id. */
  private static final int FIRST_REQUEST_ID = 1_000_000_000;

  private static final int CLIENT_ID_IN_USE = 326;
  private static final int CONNECTIVITY_LOST = 1100;
  private static final int CONNECTIVITY_RESTORED_DATA_LOST = 1101;
  private static final int CONNECTIVITY_RESTORED = 1102;
  private static final int CONNECTIVITY_BROKEN = 2110;
  private static final int ERROR_VALIDATING_REQUEST = 321;

  /** Data farms are connected (2104, 2106, 2158), or asleep until they are needed (2107, 2108). */
  private static final Set<Integer> GOOD_NEWS = Set.of(2104, 2106, 2158, 2107, 2108);

  private final Connection connection;
  private final int clientId;
  private final AtomicInteger nextRequestId = new AtomicInteger(FIRST_REQUEST_ID);
  private final PendingAnswers pending = new PendingAnswers();
  private final OpenTrades openTrades = new OpenTrades();
  private final Fills fills = new Fills();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private final Object lock = new Object();
  // All of these are guarded by the lock.
  private List<String> managedAccounts = List.of();
  private Integer nextValidId;
  private ErrorMessage connectivityLost;
  private ErrorMessage lastError;

  /**
   * @param connection a connection on which nobody listens yet
   * @param clientId as which client to start: 0 or above, and no other client's
   */
  public Session(Connection connection, int clientId) {
    this.connection = connection;
    this.clientId = clientId;
  }

  /**
   * Starts the API. The future is complete when the gateway has sent both the managed accounts and
   * the next valid order id; what is asked earlier may be ignored. It fails with {@link
   * ClientIdInUseException} if another client has the id.
   */
  public CompletableFuture<Void> start() {
    connection.listen(new Dispatcher());
    connection.send(List.of(new StartApi(clientId, "")));
    return ready;
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
    synchronized (lock) {
      return managedAccounts;
    }
  }

  /** The orders of all clients that this session has heard of and that are not done. */
  public List<OpenTrade> openTrades() {
    return openTrades.list();
  }

  /** The gateway's words (1100) if it has lost its own connection to the broker. */
  public Optional<ErrorMessage> connectivityLost() {
    synchronized (lock) {
      return Optional.ofNullable(connectivityLost);
    }
  }

  /** The last error that was about no request in particular. */
  public Optional<ErrorMessage> lastError() {
    synchronized (lock) {
      return Optional.ofNullable(lastError);
    }
  }

  /** What has been asked for and not been answered yet. */
  public List<String> unanswered() {
    return pending.asked();
  }

  /** The gateway's clock. */
  public CompletableFuture<Instant> reqCurrentTime() {
    return ask(
        new ReqCurrentTime(),
        new Answer<>(
            Answer.NO_ID,
            "the current time",
            CurrentTime.class,
            time -> true,
            CurrentTime.class::isInstance,
            times -> times.get(0).time()));
  }

  /**
   * Says which market data to send from now on. Nothing answers it.
   *
   * @param marketDataType 1 live, 2 frozen, 3 delayed, 4 delayed-frozen
   */
  public void reqMarketDataType(int marketDataType) {
    connection.send(List.of(new ReqMarketDataType(marketDataType)));
  }

  /** The account's values and its portfolio. */
  public CompletableFuture<AccountUpdates> reqAccountUpdates(String account) {
    return ask(
        new ReqAccountUpdates(true, account),
        new Answer<>(
            Answer.NO_ID,
            "the account updates of " + account,
            Response.class,
            message -> AccountUpdates.isOf(account, message),
            message -> message instanceof AccountDownloadEnd end && end.account().equals(account),
            AccountUpdates::of));
  }

  /** What all accounts hold. */
  public CompletableFuture<List<Position>> reqPositions() {
    return ask(
        new ReqPositions(),
        new Answer<>(
            Answer.NO_ID,
            "the positions",
            Position.class,
            position -> true,
            PositionEnd.class::isInstance,
            List::copyOf));
  }

  /**
   * The orders of all clients that are not done.
   *
   * <p>Their end carries no request's id, and gateways also send orders and their end unasked right
   * after the start. {@link #openTrades()}, read after everything else has been answered too, has
   * whatever came later.
   */
  public CompletableFuture<List<OpenTrade>> reqAllOpenOrders() {
    return ask(
        new ReqAllOpenOrders(),
        new Answer<>(
            Answer.NO_ID,
            "all open orders",
            OpenOrderEnd.class,
            end -> true,
            OpenOrderEnd.class::isInstance,
            end -> openTrades.list()));
  }

  /**
   * The day's orders that are done.
   *
   * @param apiOnly whether to leave out those that were placed by hand
   */
  public CompletableFuture<List<CompletedOrder>> reqCompletedOrders(boolean apiOnly) {
    return ask(
        new ReqCompletedOrders(apiOnly),
        new Answer<>(
            Answer.NO_ID,
            "the completed orders",
            CompletedOrder.class,
            order -> true,
            CompletedOrdersEnd.class::isInstance,
            List::copyOf));
  }

  /** The day's executions that the filter lets through, corrected ones in their last form. */
  public CompletableFuture<List<Fill>> reqExecutions(ExecutionFilter filter) {
    int reqId = nextRequestId.getAndIncrement();
    return ask(
        new ReqExecutions(reqId, filter),
        new Answer<>(
            reqId,
            "the executions",
            ExecutionData.class,
            execution -> execution.reqId() == reqId,
            message -> message instanceof ExecutionDataEnd end && end.reqId() == reqId,
            fills::of));
  }

  /** The instruments that a contract describes; refused with code 200 if there is none. */
  public CompletableFuture<List<ContractDetails>> reqContractDetails(Contract contract) {
    int reqId = nextRequestId.getAndIncrement();
    return ask(
        new ReqContractDetails(reqId, contract),
        new Answer<>(
            reqId,
            "the details of contract " + contract.symbol() + " " + contract.secType(),
            ContractData.class,
            data -> data.reqId() == reqId,
            message -> message instanceof ContractDataEnd end && end.reqId() == reqId,
            found -> found.stream().map(ContractData::details).toList()));
  }

  private <T> CompletableFuture<T> ask(Request request, Answer<?, T> answer) {
    if (pending.add(answer)) {
      try {
        connection.send(List.of(request));
      } catch (GatewayException e) {
        pending.fail(one -> one == answer, e);
      }
    }
    return answer.future();
  }

  /** Ends the session; what is still unanswered fails. */
  @Override
  public void close() {
    connection.close();
  }

  /** Brings what the gateway sends to whom it concerns. */
  private final class Dispatcher implements Connection.Listener {
    @Override
    public void received(Response message) {
      openTrades.received(message);
      if (message instanceof ErrorMessage error) {
        error(error);
      } else if (message instanceof NextValidId id) {
        started(() -> nextValidId = id.orderId());
      } else if (message instanceof ManagedAccounts accounts) {
        started(() -> managedAccounts = accounts.accounts());
      } else {
        if (message instanceof CommissionReport report) {
          fills.received(report);
        }
        pending.received(message);
      }
    }

    private void started(Runnable take) {
      boolean isReady;
      synchronized (lock) {
        take.run();
        isReady = nextValidId != null && !managedAccounts.isEmpty();
      }
      if (isReady) {
        ready.complete(null);
      }
    }

    private void error(ErrorMessage error) {
      if (error.id() >= FIRST_REQUEST_ID && error.id() != Integer.MAX_VALUE) {
        if (isWarning(error)) {
          logger.warn("The gateway warns: {} {}", error.code(), error.text());
          return;
        }
        String asked = pending.asked(error.id()).orElse("request " + error.id());
        pending.fail(answer -> answer.reqId() == error.id(), refusal(asked, error));
        return;
      }
      aboutSession(error);
    }

    /** 2100 to 2199 never refuse anything (TWS API, "Message Codes"). */
    private static boolean isWarning(ErrorMessage error) {
      return error.code() >= 2100 && error.code() < 2200;
    }

    private void aboutSession(ErrorMessage error) {
      if (GOOD_NEWS.contains(error.code())) {
        logger.debug("The gateway says: {} {}", error.code(), error.text());
        return;
      }
      logger.warn("The gateway says: {} {}", error.code(), error.text());
      synchronized (lock) {
        lastError = error;
        switch (error.code()) {
          case CONNECTIVITY_LOST, CONNECTIVITY_BROKEN -> connectivityLost = error;
          case CONNECTIVITY_RESTORED, CONNECTIVITY_RESTORED_DATA_LOST -> connectivityLost = null;
          default -> {
            // What else concerns the session changes nothing about its connectivity.
          }
        }
      }
      if (error.code() == CLIENT_ID_IN_USE) {
        ready.completeExceptionally(new ClientIdInUseException(clientId, error.text()));
      } else if (error.code() == ERROR_VALIDATING_REQUEST) {
        // It names no request, so it can only be about one of those that have no id.
        pending.fail(answer -> answer.reqId() == Answer.NO_ID, refusal("a request", error));
      }
    }

    private RequestRefusedException refusal(String asked, ErrorMessage error) {
      return new RequestRefusedException(asked, error.code(), error.text());
    }

    @Override
    public void closed(RuntimeException cause) {
      ready.completeExceptionally(cause);
      pending.end(cause);
    }
  }
}
