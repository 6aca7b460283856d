package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CancelHeadTimestamp;
import dev.ibintents.ibapi.message.CancelHistoricalData;
import dev.ibintents.ibapi.message.ReqHeadTimestamp;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/** Asks for data of the past. A query that is given up is ended at the gateway. */
final class HistoricalQueries {
  private final Connection connection;
  private final Incoming incoming;
  private final AnsweredRequests requests;

  HistoricalQueries(Connection connection, Incoming incoming, AnsweredRequests requests) {
    this.connection = connection;
    this.incoming = incoming;
    this.requests = requests;
  }

  /**
   * Asks for bars. Cancelling the future ends the query.
   *
   * @param query makes the request with its id
   */
  CompletableFuture<List<HistoricalBar>> bars(IntFunction<ReqHistoricalData> query) {
    int reqId = incoming.nextRequestId();
    ReqHistoricalData request = query.apply(reqId);
    PendingReply<?, List<HistoricalBar>> reply = Replies.historicalData(reqId, request.contract());
    CompletableFuture<List<HistoricalBar>> bars = requests.ask(request, reply);
    bars.whenComplete(
        (value, failure) -> {
          if (bars.isCancelled()) {
            incoming.pending.remove(reply);
            connection.sendWhenFree(new CancelHistoricalData(reqId));
          }
        });
    return bars;
  }

  /**
   * Asks when a history begins. The gateway keeps the request open until it is ended, so it is
   * ended when the reply has come, and when the future is cancelled.
   *
   * @param query makes the request with its id
   */
  CompletableFuture<Instant> head(IntFunction<ReqHeadTimestamp> query) {
    int reqId = incoming.nextRequestId();
    ReqHeadTimestamp request = query.apply(reqId);
    PendingReply<?, Instant> reply = Replies.headTimestamp(reqId, request.contract());
    CompletableFuture<Instant> head = requests.ask(request, reply);
    head.whenComplete(
        (value, failure) -> {
          if (!(failure instanceof RequestRefusedException)) {
            incoming.pending.remove(reply);
            connection.sendWhenFree(new CancelHeadTimestamp(reqId));
          }
        });
    return head;
  }
}
