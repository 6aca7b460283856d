package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a request is waiting for: the messages that belong to it, the one that ends them, and the
 * future that is complete then. Only the reading thread calls its methods.
 *
 * @param <E> the kind of messages that belong to it
 * @param <T> what they come to
 */
public final class PendingReply<E extends Response, T> {
  /** Of a request that carries no id, so that its answer cannot be told by one. */
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
   * @param asked what was asked for, for messages
   * @param kind the kind of messages to collect
   * @param belongs which of them answer this request
   * @param ends recognises the message after which nothing more comes
   * @param result what the collected messages come to
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

  /** Takes a message if it belongs here; says whether the answer is complete with it. */
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
