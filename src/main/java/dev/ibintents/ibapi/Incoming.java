package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ManagedAccounts;
import dev.ibintents.ibapi.message.NextValidId;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes the gateway's messages to the parts of a session, and holds the state of the session. */
final class Incoming implements Connection.Listener {
  private static final Logger logger = LoggerFactory.getLogger(Incoming.class);

  /** The first request id, above every order id. An error carries either kind of id. */
  private static final int FIRST_REQUEST_ID = OrderIds.LAST + 1;

  private static final int CLIENT_ID_IN_USE = 326;
  private static final int ERROR_VALIDATING_REQUEST = 321;

  final SessionEnd end = new SessionEnd();
  final PendingReplies pending = new PendingReplies(end);
  final Connectivity connectivity = new Connectivity();
  final Fills fills = new Fills();
  final OpenOrderEnds openOrderEnds = new OpenOrderEnds();
  final CompletableFuture<Void> ready = new CompletableFuture<>();
  final OpenTrades openTrades;
  final OrderSender orders;
  final Snapshots snapshots;

  private final int clientId;
  private final AtomicInteger nextRequestId = new AtomicInteger(FIRST_REQUEST_ID);
  private volatile List<String> managedAccounts = List.of();
  private volatile List<String> unansweredAtEnd = List.of();
  private boolean hasNextValidId;

  Incoming(Connection connection, int clientId) {
    this.clientId = clientId;
    openTrades = new OpenTrades(end);
    orders = new OrderSender(connection, clientId, connectivity, fills, end);
    snapshots = new Snapshots(connection, this::nextRequestId, end);
  }

  int nextRequestId() {
    return nextRequestId.getAndIncrement();
  }

  List<String> managedAccounts() {
    return managedAccounts;
  }

  @Override
  public void received(Response message) {
    if (message instanceof ErrorMessage error) {
      error(error);
    } else if (message instanceof NextValidId id) {
      orders.nextValidId(id.orderId());
      hasNextValidId = true;
      started();
      pending.received(message);
    } else if (message instanceof ManagedAccounts accounts) {
      managedAccounts = accounts.accounts();
      started();
    } else {
      if (message instanceof OpenOrderEnd) {
        openOrderEnds.received();
      }
      openTrades.received(message);
      fills.received(message);
      orders.received(message);
      snapshots.received(message);
      pending.received(message);
    }
  }

  private void started() {
    if (hasNextValidId && !managedAccounts.isEmpty()) {
      ready.complete(null);
    }
  }

  private void error(ErrorMessage error) {
    if (error.id() <= 0 || error.id() == Integer.MAX_VALUE) {
      aboutSession(error);
    } else if (error.id() < FIRST_REQUEST_ID) {
      orders.received(error);
    } else if (!snapshots.received(error)) {
      aboutRequest(error);
    }
  }

  private void aboutRequest(ErrorMessage error) {
    String asked = pending.asked(error.id()).orElse(null);
    if (asked == null || isWarning(error)) {
      logger.info("The gateway says: {} {}", error.code(), error.text());
      return;
    }
    pending.fail(answer -> answer.reqId() == error.id(), refusal(asked, error));
  }

  /**
   * The exception for a refused request. During an outage, "no security definition" or "no data"
   * says nothing about the request.
   */
  private RuntimeException refusal(String asked, ErrorMessage error) {
    RequestRefusedException refusal = RequestRefusedException.of(asked, error);
    if (refusal instanceof PacingViolationException) {
      return refusal;
    }
    return Farm.behind(error.code())
        .flatMap(connectivity::outage)
        .<RuntimeException>map(
            outage ->
                new ConnectivityLostException(
                    refusal.getMessage() + ", which proves nothing about the request", outage))
        .orElse(refusal);
  }

  /** Whether an error only warns: 2100 to 2199 never refuse anything (TWS API, "Message Codes"). */
  static boolean isWarning(ErrorMessage error) {
    return error.code() >= 2100 && error.code() < 2200;
  }

  private void aboutSession(ErrorMessage error) {
    connectivity.received(error);
    if (error.code() == CLIENT_ID_IN_USE) {
      ready.completeExceptionally(new ClientIdInUseException(clientId, error.text()));
    } else if (error.code() == ERROR_VALIDATING_REQUEST) {
      // The error names no request, so it can only be about a request without an id.
      pending.fail(
          answer -> answer.reqId() == PendingReply.NO_ID,
          RequestRefusedException.of("a request", error));
    }
  }

  @Override
  public void closed(RuntimeException cause) {
    unansweredAtEnd = unanswered();
    end.reached(cause);
    ready.completeExceptionally(cause);
    orders.end(cause);
    snapshots.end(cause);
    openTrades.end(cause);
    pending.end(cause);
  }

  /**
   * The requests without a complete reply; after the end of the session, those that never got one.
   */
  List<String> unanswered() {
    List<String> now =
        Stream.of(pending.asked(), orders.unanswered(), snapshots.asked())
            .flatMap(List::stream)
            .toList();
    return now.isEmpty() ? unansweredAtEnd : now;
  }
}
