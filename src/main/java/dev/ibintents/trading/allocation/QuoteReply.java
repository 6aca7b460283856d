package dev.ibintents.trading.allocation;

import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.MarketSnapshot;
import dev.ibintents.ibapi.SnapshotRequest;
import dev.ibintents.ibapi.TickType;
import dev.ibintents.trading.UnitValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The reply to the request of a snapshot.
 *
 * @param snapshot the snapshot; empty if it was refused, or did not come in time
 * @param words the gateway's remarks, or the reason why there is no snapshot
 */
record QuoteReply(Optional<MarketSnapshot> snapshot, String words) {
  /**
   * The longest wait for snapshots. Gateways end a snapshot after 11 s (TWS API, "Market Data
   * Snapshots").
   */
  static final Duration TIMEOUT = Duration.ofSeconds(15);

  /**
   * Asks for snapshots, and waits for them.
   *
   * @param gateway a connected gateway
   * @param requests the snapshots
   * @param others further answers that the caller needs; the same wait is for them, too
   * @return the replies, in the order of the requests
   * @throws dev.ibintents.ibapi.GatewayException if the connection ends or the gateway loses the
   *     broker before all answers have come
   */
  static List<QuoteReply> ask(
      IbGateway gateway, List<SnapshotRequest> requests, List<CompletableFuture<?>> others) {
    List<QuoteReply> replies = new ArrayList<>();
    for (int from = 0; from < requests.size(); from += ClientSession.MARKET_DATA_LINES) {
      int to = Math.min(from + ClientSession.MARKET_DATA_LINES, requests.size());
      List<CompletableFuture<MarketSnapshot>> answers =
          gateway.session().reqMktData(requests.subList(from, to));
      List<CompletableFuture<?>> all = new ArrayList<>(others);
      all.addAll(answers);
      gateway.awaitEach(TIMEOUT, all);
      gateway.session().requireBroker("prices are not known");
      answers.forEach(answer -> replies.add(of(answer)));
    }
    return replies;
  }

  /** The reply, as far as it has come. A request without an answer is cancelled. */
  static QuoteReply of(CompletableFuture<MarketSnapshot> future) {
    if (!future.isDone()) {
      future.cancel(false); // a later answer has no receiver
      return none("no answer within " + TIMEOUT.toSeconds() + " s");
    }
    return future
        .handle((snapshot, failure) -> failure == null ? of(snapshot) : none(failure.getMessage()))
        .join();
  }

  private static QuoteReply of(MarketSnapshot snapshot) {
    String remarks =
        snapshot.warnings().stream()
            .map(warning -> warning.code() + " " + warning.text())
            .collect(Collectors.joining("; "));
    return new QuoteReply(
        Optional.of(snapshot),
        remarks.isEmpty() ? "the gateway sent no price, and said nothing" : remarks);
  }

  private static QuoteReply none(String why) {
    return new QuoteReply(Optional.empty(), why);
  }

  /**
   * The average of ticks, each as {@link #usable} gives it; empty if one is not usable. With a bid
   * of 0, the middle between bid and ask would be half of the ask.
   */
  static Optional<BigDecimal> average(MarketSnapshot snapshot, List<TickType> ticks) {
    List<BigDecimal> prices =
        ticks.stream().flatMap(tick -> usable(snapshot, tick).stream()).toList();
    return prices.size() < ticks.size()
        ? Optional.empty()
        : Optional.of(
            prices.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(prices.size()), MathContext.DECIMAL128));
  }

  /**
   * The value of a tick, or else of the same delayed tick, if it is usable for the size or the
   * price of an order.
   */
  static Optional<BigDecimal> usable(MarketSnapshot snapshot, TickType type) {
    BigDecimal live = snapshot.values().get(type);
    return UnitValue.isUsable(live)
        ? Optional.of(live)
        : type.delayed().map(snapshot.values()::get).filter(UnitValue::isUsable);
  }
}
