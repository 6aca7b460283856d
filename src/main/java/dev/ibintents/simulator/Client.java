package dev.ibintents.simulator;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.Response;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A client that has said who it is, with what the gateway remembers about it while it stays. */
final class Client {
  /** An error that is about the session and no request. */
  static final int SESSION = -1;

  private final int id;
  private final Consumer<Response> out;
  private final Set<Integer> tickers = ConcurrentHashMap.newKeySet();
  private final Set<Integer> summaries = ConcurrentHashMap.newKeySet();
  private volatile int marketDataType = 1;

  Client(int id, Consumer<Response> out) {
    this.id = id;
    this.out = out;
  }

  /** The number that it chose. */
  int id() {
    return id;
  }

  /** Sends it a message, after all that were sent before. */
  void send(Response response) {
    out.accept(response);
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

  /** The request ids of its market data streams. */
  Set<Integer> tickers() {
    return tickers;
  }

  /** The request ids of its account summaries. */
  Set<Integer> summaries() {
    return summaries;
  }
}
