package dev.ibintents.messages;

import dev.ibintents.environment.Problem;
import dev.ibintents.trading.BrokerDay;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of events. The same fault of a day has one key, whoever finds it: the invocation that
 * failed, its retries, another intent that fails for the same reason, or watch.
 */
public final class EventKeys {
  private static final Pattern STEP = Pattern.compile("\\AStepFailedException: in [\\w-]+: ");
  private static final Pattern EXCEPTION = Pattern.compile("\\A(\\w+)");

  /** The failures of a gateway that cannot be used. */
  private static final List<String> OF_GATEWAY =
      List.of("Gateway", "ConnectivityLost", "ClientIdInUse", "AccountNotReady", "Protocol");

  private static final List<String> OF_BOOKS = List.of("HoldingsMismatch", "BooksOfOtherAccount");

  /** The beginnings of the codes of problems whose messages name orders. */
  private static final List<String> OF_ORDERS =
      List.of("order", Problem.Code.PURCHASES_NOT_SENT.id(), Problem.Code.REST_NOT_CANCELLED.id());

  /** The failures of requests that are wrong, or that another invocation carries out. */
  private static final Set<String> OF_REQUESTS =
      Set.of(
          "InvalidParametersException",
          "InvalidOrderPropertiesException",
          "InvalidAdoptionException",
          "AdoptionRefusedException",
          "AccountNotAdoptedException",
          "RunKeyReusedException",
          "InvalidFlowException",
          "InvalidStatementException",
          "ClientIdAwaitedException",
          "MarketClosedException",
          "LeaseHeldException",
          "RunningException",
          "ShuttingDownException",
          "CutShortException");

  private EventKeys() {}

  /**
   * The key of a failed intent.
   *
   * @param begun the time at which the intent began
   * @param exception the failure, as activities have it: the exception's class and its message
   */
  public static String failure(Instant begun, String intent, String exception) {
    String failure = STEP.matcher(exception).replaceFirst("");
    if (OF_GATEWAY.stream().anyMatch(failure::startsWith)) {
      return gateway(begun);
    } else if (OF_BOOKS.stream().anyMatch(failure::startsWith)) {
      return books(begun);
    } else if (failure.startsWith("KillSwitch")) {
      return of(begun, "trading-off");
    }
    Matcher type = EXCEPTION.matcher(failure);
    return of(begun, intent + "/" + (type.find() ? type.group(1) : "failed"));
  }

  /**
   * Whether a failure is no event by itself: the caller gets the answer, or another invocation or a
   * repetition carries the request out.
   */
  public static boolean isOfRequest(String exception) {
    Matcher type = EXCEPTION.matcher(STEP.matcher(exception).replaceFirst(""));
    return type.find() && OF_REQUESTS.contains(type.group(1));
  }

  /** The key of a gateway that cannot be used. */
  public static String gateway(Instant at) {
    return of(at, "gateway");
  }

  /** The key of books that differ from the account. */
  public static String books(Instant at) {
    return of(at, "books");
  }

  /**
   * The key of a problem. Figures in the message do not count, because an age, for example, differs
   * at each attempt. But each order is an event of its own.
   */
  public static String problem(Instant begun, Problem problem) {
    boolean isOfOrder = OF_ORDERS.stream().anyMatch(problem.code()::startsWith);
    String words =
        isOfOrder ? problem.message() : problem.message().replaceAll("\\d+(\\.\\d+)?", "#");
    return of(begun, problem.code() + "/" + words);
  }

  /** The key of an event of the broker's day. */
  public static String of(Instant at, String subject) {
    return BrokerDay.of(at) + "/" + subject;
  }
}
