package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.Response;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A connected client that has sent {@code startApi}, with its subscriptions. */
final class Client {
  /** The id of an error about the session, not about a request. */
  static final int SESSION = -1;

  private final int id;
  private final int serverVersion;
  private final BiConsumer<Response, BooleanSupplier> answers;
  private final Consumer<Response> pushed;
  private final Map<Integer, PriceStreams.Stream> streams = new ConcurrentHashMap<>();
  private final Set<Integer> summaries = ConcurrentHashMap.newKeySet();
  private final Set<Integer> histories = ConcurrentHashMap.newKeySet();
  private volatile int marketDataType = 1;
  private volatile boolean watchesPositions;
  private volatile boolean watchesAccount;

  /**
   * A client with a number.
   *
   * @param serverVersion the version of the protocol in the client's session
   * @param answers receives the answers to the current request; at the time of sending it asks
   *     whether the answer is still wanted
   * @param pushed receives messages that answer no request
   */
  Client(
      int id,
      int serverVersion,
      BiConsumer<Response, BooleanSupplier> answers,
      Consumer<Response> pushed) {
    this.id = id;
    this.serverVersion = serverVersion;
    this.answers = answers;
    this.pushed = pushed;
  }

  /** The number that the client has chosen. */
  int id() {
    return id;
  }

  /** The version of the protocol in the client's session. */
  int serverVersion() {
    return serverVersion;
  }

  /** Sends a message that answers no request, from any thread. */
  void push(Response response) {
    pushed.accept(response);
  }

  /** Answers the current request, after all earlier messages. */
  void send(Response response) {
    answers.accept(response, () -> true);
  }

  /** Answers the current request, unless the answer is no longer wanted at the time of sending. */
  void send(Response response, BooleanSupplier wanted) {
    answers.accept(response, wanted);
  }

  /** Sends an error, a warning or a notice. */
  void error(int id, int code, String text) {
    send(new ErrorMessage(id, code, text, ""));
  }

  /**
   * The type of market data that the client requested last: 1 live, 2 frozen, 3 delayed, 4 delayed
   * and frozen.
   */
  int marketDataType() {
    return marketDataType;
  }

  void marketDataType(int type) {
    marketDataType = type;
  }

  /** Whether the client receives changes of positions. */
  boolean watchesPositions() {
    return watchesPositions;
  }

  void watchesPositions(boolean watches) {
    watchesPositions = watches;
  }

  /** Whether the client receives changes of account values. */
  boolean watchesAccount() {
    return watchesAccount;
  }

  void watchesAccount(boolean watches) {
    watchesAccount = watches;
  }

  /** The client's market data streams by request id. */
  Map<Integer, PriceStreams.Stream> streams() {
    return streams;
  }

  /** The request ids of the client's account summaries. */
  Set<Integer> summaries() {
    return summaries;
  }

  /** The request ids of the client's open historical queries. */
  Set<Integer> histories() {
    return histories;
  }

  /** Forgets streams and open queries. After a loss of data the client must request them again. */
  void forgetSubscriptions() {
    streams.clear();
    histories.clear();
  }
}
