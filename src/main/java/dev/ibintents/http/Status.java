package dev.ibintents.http;

import dev.ibintents.environment.KillSwitchException;
import dev.ibintents.environment.ShuttingDownException;
import dev.ibintents.gateway.ClientIdAwaitedException;
import dev.ibintents.ibapi.ClientIdInUseException;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.GatewayUnreachableException;
import dev.ibintents.ibapi.UnsupportedServerVersionException;
import dev.ibintents.ibapi.wire.ProtocolException;
import dev.ibintents.intent.AccountOfOtherModeException;
import dev.ibintents.intent.CutShortException;
import dev.ibintents.intent.InvalidParametersException;
import dev.ibintents.intent.RunningException;
import dev.ibintents.intent.allocation.StateChangedException;
import dev.ibintents.intent.reconciliation.AdoptionRefusedException;
import dev.ibintents.intent.reconciliation.HoldingsMismatchException;
import dev.ibintents.intent.trade.MarketClosedException;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.trading.books.AccountNotAdoptedException;
import dev.ibintents.trading.books.AccountNotReadyException;
import dev.ibintents.trading.books.BooksOfOtherAccountException;
import dev.ibintents.trading.books.InvalidAdoptionException;
import dev.ibintents.trading.ledger.LeaseHeldException;
import dev.ibintents.trading.ledger.RunKeyReusedException;
import dev.ibintents.trading.order.InvalidOrderPropertiesException;
import dev.ibintents.trading.performance.InvalidFlowException;
import dev.ibintents.trading.run.UnsettledOrdersException;
import dev.ibintents.trading.statement.InvalidStatementException;
import dev.ibintents.trading.statement.StatementUnfinishedException;
import java.util.Arrays;
import java.util.List;

/** The HTTP statuses of answers, and the failures that lead to each of them. */
public enum Status {
  /** The request succeeded. */
  OK(200, "done; or the same run was done before (status already-ran), with what it did"),
  /** The request is wrong, and repeating it does not help. */
  BAD_REQUEST(
      400,
      "the body is not JSON (Invalid JSON body), no object or not whole; the query string is"
          + " malformed; a header that may be given once has two values; or parameters are unknown"
          + " or mistyped: all of them are named at once",
      InvalidJsonException.class,
      IncompleteBodyException.class,
      BadRequestException.class,
      InvalidParametersException.class,
      InvalidOrderPropertiesException.class,
      InvalidAdoptionException.class,
      AccountNotAdoptedException.class,
      AdoptionRefusedException.class,
      RunKeyReusedException.class,
      InvalidFlowException.class,
      InvalidStatementException.class),
  /** The caller has no right to the request. */
  FORBIDDEN(
      403,
      "a page of another site asks for an intent that changes something; at home also a request of"
          + " another machine, or one that calls this machine by an unknown name",
      ForbiddenException.class),
  /** The path names no intent, and no file of the dashboard. */
  NOT_FOUND(
      404,
      "unknown intent, or no such file of the dashboard",
      UnknownIntentException.class,
      UnknownFileException.class),
  /** The path does not take the method. */
  METHOD_NOT_ALLOWED(
      405,
      "a method other than GET and POST; GET for an intent that takes POST only; for the dashboard"
          + " and openapi.json, a method other than GET and HEAD",
      MethodNotAllowedException.class),
  /** Another run is under way. */
  CONFLICT(
      409,
      "another trading run holds the account or the client id, or this very run is under way; a"
          + " market is closed and whenClosed is refuse; or the state of a strategy was changed"
          + " while it gave its signals",
      ClientIdAwaitedException.class,
      StateChangedException.class,
      MarketClosedException.class,
      LeaseHeldException.class,
      RunningException.class),
  /** The body is too long. */
  PAYLOAD_TOO_LARGE(
      413, "a body over 1 MiB, for import-statement over 8 MiB", PayloadTooLargeException.class),
  /** The intent failed in a way that no other status names. */
  INTERNAL_SERVER_ERROR(
      500,
      "the intent failed, the configuration is wrong, holdings and portfolio differ, or a run would"
          + " exceed its limits",
      AccountOfOtherModeException.class,
      BooksOfOtherAccountException.class,
      HoldingsMismatchException.class),
  /** The request may succeed later. */
  SERVICE_UNAVAILABLE(
      503,
      "the kill switch is on; the gateway, the broker behind it or the store is out of reach; the"
          + " broker's server is resetting; or the instance was told to end",
      ShuttingDownException.class,
      CutShortException.class,
      KillSwitchException.class,
      AccountNotReadyException.class,
      ConnectivityLostException.class,
      StoreUnavailableException.class,
      GatewayUnreachableException.class,
      ClientIdInUseException.class,
      UnsupportedServerVersionException.class,
      ProtocolException.class,
      StatementUnfinishedException.class),
  /** The gateway did not answer in time. */
  GATEWAY_TIMEOUT(
      504,
      "connected, but the gateway did not answer in time; the message names what is missing",
      GatewayTimeoutException.class,
      UnsettledOrdersException.class);

  private final int code;
  private final String when;
  private final List<Class<? extends Throwable>> failures;

  @SafeVarargs
  @SuppressWarnings("varargs") // the array is copied
  Status(int code, String when, Class<? extends Throwable>... failures) {
    this.code = code;
    this.when = when;
    this.failures = List.of(failures);
  }

  /** Returns the number of the HTTP status. */
  public int code() {
    return code;
  }

  /** Returns in words when a request is answered with this status. */
  public String when() {
    return when;
  }

  /** Returns the failures that lead to this status. */
  public List<Class<? extends Throwable>> failures() {
    return failures;
  }

  /** Returns the status of a failure; {@link #INTERNAL_SERVER_ERROR} if no status lists it. */
  static Status of(Throwable failure) {
    return Arrays.stream(values())
        .filter(status -> status.failures.contains(failure.getClass()))
        .findFirst()
        .orElse(INTERNAL_SERVER_ERROR);
  }
}
