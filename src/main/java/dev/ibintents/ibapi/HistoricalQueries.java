package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CancelHeadTimestamp;
import dev.ibintents.ibapi.message.CancelHistoricalData;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.HistoricalDataEnd;
import dev.ibintents.ibapi.message.ReqHeadTimestamp;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks for data of the past. A query that is given up is ended at the gateway. */
final class HistoricalQueries {
  private static final int EPOCH_SECONDS = 2;

  private final Connection connection;
  private final Incoming incoming;
  private final AnsweredRequests requests;

  HistoricalQueries(Connection connection, Incoming incoming, AnsweredRequests requests) {
    this.connection = connection;
    this.incoming = incoming;
    this.requests = requests;
  }

  /** Asks for bars, see {@link ClientSession#reqHistoricalData}. */
  CompletableFuture<List<HistoricalBar>> bars(
      Contract contract,
      String endDateTime,
      String durationStr,
      String barSizeSetting,
      String whatToShow,
      boolean useRth) {
    int reqId = incoming.nextRequestId();
    ReqHistoricalData request =
        new ReqHistoricalData(
            reqId,
            contract,
            endDateTime,
            durationStr,
            barSizeSetting,
            whatToShow,
            useRth,
            EPOCH_SECONDS,
            false,
            "");
    PendingReply<?, List<HistoricalBar>> reply =
        Replies.historicalData(
            reqId, contract, connection.serverVersion() >= HistoricalDataEnd.SINCE);
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
   */
  CompletableFuture<Instant> head(Contract contract, String whatToShow, boolean useRth) {
    int reqId = incoming.nextRequestId();
    ReqHeadTimestamp request =
        new ReqHeadTimestamp(reqId, contract, whatToShow, useRth, EPOCH_SECONDS);
    PendingReply<?, Instant> reply = Replies.headTimestamp(reqId, contract);
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
