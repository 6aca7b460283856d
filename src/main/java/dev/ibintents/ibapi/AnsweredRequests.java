package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Request;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sends requests whose replies are awaited. */
final class AnsweredRequests {
  private final Connection connection;
  private final PendingReplies pending;

  AnsweredRequests(Connection connection, PendingReplies pending) {
    this.connection = connection;
    this.pending = pending;
  }

  /** Sends a request; the future is complete when the reply is. */
  <T> CompletableFuture<T> ask(Request request, PendingReply<?, T> reply) {
    return ask(List.of(request), reply);
  }

  /** Sends requests that have one reply together. If they cannot be sent, the future fails. */
  <T> CompletableFuture<T> ask(List<? extends Request> requests, PendingReply<?, T> reply) {
    if (pending.add(reply)) {
      try {
        connection.send(requests);
      } catch (GatewayException e) {
        pending.fail(other -> other == reply, e);
      }
    }
    return reply.future();
  }
}
