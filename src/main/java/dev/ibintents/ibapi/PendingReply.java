package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The reply that a request waits for: the messages that belong to it, the message that ends it, and
 * its future. Only the reading thread calls its methods.
 *
 * @param <E> the type of the messages that belong to the reply
 * @param <T> the type of the result
 */
public final class PendingReply<E extends Response, T> {
  /** The id of a request that carries none. Its reply cannot be recognised by an id. */
  static final int NO_ID = -1;

  private final int reqId;
  private final String asked;
  private final Class<E> kind;
  private final Predicate<E> belongs;
  private final Predicate<Response> ends;
  private final Function<List<E>, T> result;
  private final CompletableFuture<T> future = new CompletableFuture<>();
  private final List<E> received = new ArrayList<>();

  /**
   * @param reqId the request's id, or {@link #NO_ID}
   * @param asked the data that was asked for, in words
   * @param kind the type of the messages to collect
   * @param belongs says whether a message of this type belongs to the reply
   * @param ends recognises the message after which no more comes
   * @param result makes the result of the collected messages
   */
  PendingReply(
      int reqId,
      String asked,
      Class<E> kind,
      Predicate<E> belongs,
      Predicate<Response> ends,
      Function<List<E>, T> result) {
    this.reqId = reqId;
    this.asked = asked;
    this.kind = kind;
    this.belongs = belongs;
    this.ends = ends;
    this.result = result;
  }

  int reqId() {
    return reqId;
  }

  String asked() {
    return asked;
  }

  CompletableFuture<T> future() {
    return future;
  }

  /** Collects a message if it belongs to the reply. Returns whether the message ends the reply. */
  boolean isCompleteWith(Response message) {
    if (kind.isInstance(message) && belongs.test(kind.cast(message))) {
      received.add(kind.cast(message));
    }
    return ends.test(message);
  }

  void complete() {
    T value;
    try {
      value = result.apply(received);
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
      return;
    }
    future.complete(value);
  }

  void fail(RuntimeException cause) {
    future.completeExceptionally(cause);
  }
}
