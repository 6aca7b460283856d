package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ExecutionFilter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks the broker for the orders that it has seen today. */
final class OrderRecall {
  /** The days of executions that a gateway keeps at most. */
  private static final int MOST_DAYS = 7;

  private static final String CONSEQUENCE = "the orders that the broker has seen are unknown";

  private OrderRecall() {}

  static CompletableFuture<OrdersByRef> ask(ClientSession session, Incoming incoming) {
    Connectivity connectivity = incoming.connectivity;
    CompletableFuture<OrdersByRef> recalled = new CompletableFuture<>();
    int losses = connectivity.losses();
    Optional<ErrorMessage> lost = connectivity.lost();
    if (lost.isPresent()) {
      recalled.completeExceptionally(new ConnectivityLostException(CONSEQUENCE, lost.get()));
      return recalled;
    }
    CompletableFuture<List<OpenTrade>> open = session.reqAllOpenOrders();
    CompletableFuture<List<CompletedOrder>> completed = session.reqCompletedOrders(false);
    CompletableFuture<List<Fill>> executions = session.reqExecutions(filter(session));
    for (CompletableFuture<?> reply : List.of(open, completed, executions)) {
      reply.whenComplete(
          (value, failure) -> {
            if (failure != null) {
              recalled.completeExceptionally(failure);
            } else if (open.isDone() && completed.isDone() && executions.isDone()) {
              complete(recalled, incoming, losses, completed);
            }
          });
    }
    return recalled;
  }

  /** All executions that the gateway has: texts cannot ask for those of past days. */
  private static ExecutionFilter filter(ClientSession session) {
    return session.isProtobuf()
        ? ExecutionFilter.ALL.withLastNDays(MOST_DAYS)
        : ExecutionFilter.ALL;
  }

  private static void complete(
      CompletableFuture<OrdersByRef> recalled,
      Incoming incoming,
      int losses,
      CompletableFuture<List<CompletedOrder>> completed) {
    if (recalled.isDone()) {
      return; // a request has failed
    }
    Connectivity connectivity = incoming.connectivity;
    if (connectivity.losses() != losses) {
      recalled.completeExceptionally(
          new ConnectivityLostException(CONSEQUENCE, connectivity.lastLoss()));
      return;
    }
    recalled.complete(OrdersByRef.of(incoming.openTrades, completed.join(), incoming.fills.all()));
  }
}
