package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.Response;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A client that has said who it is, with what the gateway remembers about it while it stays. */
final class Client {
  /** An error that is about the session and no request. */
  static final int SESSION = -1;

  private final int id;
  private final BiConsumer<Response, BooleanSupplier> out;
  private final Consumer<Response> pushed;
  private final Set<Integer> tickers = ConcurrentHashMap.newKeySet();
  private final Set<Integer> summaries = ConcurrentHashMap.newKeySet();
  private final Set<Integer> histories = ConcurrentHashMap.newKeySet();
  private volatile int marketDataType = 1;
  private volatile boolean watchesPositions;
  private volatile boolean watchesAccount;

  /**
   * @param out takes answers to the request that is being acted upon, and asks whether each is
   *     still wanted when it is due
   * @param pushed takes what nobody has just asked for
   */
  Client(int id, BiConsumer<Response, BooleanSupplier> out, Consumer<Response> pushed) {
    this.id = id;
    this.out = out;
    this.pushed = pushed;
  }

  /** The number that it chose. */
  int id() {
    return id;
  }

  /** Sends it something of its own accord, from any thread. */
  void push(Response response) {
    pushed.accept(response);
  }

  /** Answers it, after all that was sent before. */
  void send(Response response) {
    out.accept(response, () -> true);
  }

  /** Answers it, unless the answer is not wanted any more when it is due. */
  void send(Response response, BooleanSupplier wanted) {
    out.accept(response, wanted);
  }

  /** Sends it an error, a warning or a piece of news. */
  void error(int id, int code, String text) {
    send(new ErrorMessage(id, code, text, ""));
  }

  /** 1 live, 2 frozen, 3 delayed, 4 delayed and frozen; what it asked for last. */
  int marketDataType() {
    return marketDataType;
  }

  void marketDataType(int type) {
    marketDataType = type;
  }

  /** Whether it is told when a position changes. */
  boolean watchesPositions() {
    return watchesPositions;
  }

  void watchesPositions(boolean watches) {
    watchesPositions = watches;
  }

  /** Whether it is told when the account's values change. */
  boolean watchesAccount() {
    return watchesAccount;
  }

  void watchesAccount(boolean watches) {
    watchesAccount = watches;
  }

  /** The request ids of its market data streams. */
  Set<Integer> tickers() {
    return tickers;
  }

  /** The request ids of its account summaries. */
  Set<Integer> summaries() {
    return summaries;
  }

  /** The request ids of its historical queries that are open. */
  Set<Integer> histories() {
    return histories;
  }

  /** Forgets its streams and open queries: after data were lost, it has to ask again. */
  void forgetSubscriptions() {
    tickers.clear();
    histories.clear();
  }
}
