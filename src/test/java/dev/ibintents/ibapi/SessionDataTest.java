package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.ibapi.ScriptedGateway.SPY;
import static dev.ibintents.ibapi.ScriptedGateway.error;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.CancelMktData;
import dev.ibintents.ibapi.message.MarketDataType;
import dev.ibintents.ibapi.message.ReqMktData;
import dev.ibintents.ibapi.message.TickPrice;
import dev.ibintents.ibapi.message.TickSize;
import dev.ibintents.ibapi.message.TickSnapshotEnd;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots from a gateway with incomplete replies. */
@Timeout(60)
final class SessionDataTest extends SessionReplies {
  private static final SnapshotRequest PRICE =
      new SnapshotRequest(
          SPY, snapshot -> snapshot.has(TickType.CLOSE) || snapshot.has(TickType.LAST));
  private static final SnapshotRequest QUOTE = SnapshotRequest.all(SPY, TickType.BID, TickType.ASK);

  private static CompletableFuture<MarketSnapshot> ask(
      ScriptedGateway gateway, SnapshotRequest request) {
    return gateway.session().reqMktData(List.of(request)).get(0);
  }

  @Test
  void snapshotWithEnoughDataCompletesAndIsCancelled() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<MarketSnapshot> snapshot = ask(gateway, QUOTE);
      ReqMktData request = gateway.next(ReqMktData.class);
      assertThat(request.snapshot()).isTrue();
      int id = request.reqId();
      gateway.send(
          new MarketDataType(id, 1),
          price(id, TickType.BID, "-1", "0"),
          price(id, TickType.BID, "0", "0"),
          price(id, TickType.BID, "-100", "0"),
          new TickPrice(id, TickType.BID.id(), null, null, 0),
          price(id, TickType.ASK, "1.25", "5"));
      gateway.settle();
      assertThat(snapshot.isDone()).isFalse();
      gateway.send(price(id, TickType.BID, "1.2", "3"));

      assertThat(get(snapshot).value(TickType.BID)).hasValue(new BigDecimal("1.2"));
      assertThat(get(snapshot).marketDataType()).hasValue(1);
      assertThat(gateway.next(CancelMktData.class).reqId()).isEqualTo(id);
      gateway.send(error(id, 300, "Can't find EId with tickerId"), new TickSnapshotEnd(id));
      gateway.settle();
    }
  }

  @Test
  void snapshotWithMissingFieldsCompletesWithTheDataReceived() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<MarketSnapshot> snapshot = ask(gateway, PRICE);
      int id = gateway.next(ReqMktData.class).reqId();
      gateway.send(
          price(id, TickType.CLOSE, "-1", "0"),
          new TickSize(id, TickType.VOLUME.id(), BigDecimal.TEN),
          new TickPrice(id, 4711, BigDecimal.ONE, BigDecimal.ONE, 0),
          new TickSnapshotEnd(id));

      assertThat(get(snapshot).value(TickType.CLOSE)).isEmpty();
      assertThat(get(snapshot).value(TickType.VOLUME)).hasValue(BigDecimal.TEN);
      gateway.settle(); // no cancellation was sent
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10089, 10090, 10091, 10167, 2176})
  void snapshotContinuesAfterAnErrorBeforeDelayedData(int code) throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<MarketSnapshot> snapshot = ask(gateway, PRICE);
      int id = gateway.next(ReqMktData.class).reqId();
      gateway.send(
          error(id, code, "Displaying delayed market data."),
          new MarketDataType(id, 3),
          price(id, TickType.DELAYED_CLOSE, "450.5", "0"));

      assertThat(get(snapshot).value(TickType.CLOSE)).hasValue(new BigDecimal("450.5"));
      assertThat(get(snapshot).warnings()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {354, 10168, 10186, 10197, 200, 101, 4711})
  void otherErrorsFailTheirSnapshotAlone(int code) throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<MarketSnapshot> snapshot = ask(gateway, PRICE);
      CompletableFuture<MarketSnapshot> other = ask(gateway, PRICE);
      int id = gateway.next(ReqMktData.class).reqId();
      int otherId = gateway.next(ReqMktData.class).reqId();
      gateway.send(error(id, code, "no"), price(otherId, TickType.LAST, "7", "1"));

      assertThat(((RequestRefusedException) failure(snapshot)).code()).isEqualTo(code);
      get(other);
    }
  }

  @Test
  void failingConditionFailsItsSnapshotAlone() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<MarketSnapshot> snapshot =
          ask(
              gateway,
              new SnapshotRequest(
                  SPY,
                  ticks -> {
                    throw new IllegalStateException("a bug in the condition");
                  }));
      int id = gateway.next(ReqMktData.class).reqId();
      gateway.send(price(id, TickType.LAST, "7", "1"));

      assertThat(failure(snapshot)).hasMessageThat().isEqualTo("a bug in the condition");
      assertThat(gateway.next(CancelMktData.class).reqId()).isEqualTo(id);
      gateway.settle();
    }
  }

  @Test
  void manySnapshotsLeaveTogetherAndTheirCancellationsWait() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      List<CompletableFuture<MarketSnapshot>> snapshots =
          gateway.session().reqMktData(Collections.nCopies(40, PRICE));
      List<Integer> ids = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        ids.add(gateway.next(ReqMktData.class).reqId());
      }
      for (int id : ids) {
        gateway.send(price(id, TickType.LAST, "7", "1"));
      }
      for (CompletableFuture<MarketSnapshot> snapshot : snapshots) {
        get(snapshot);
      }
      assertThat(gateway.hasNoMore()).isTrue(); // less than half of this second's messages are free
      assertThrows(
          IllegalArgumentException.class,
          () -> gateway.session().reqMktData(Collections.nCopies(101, PRICE)));
    }
  }

  @Test
  void cancelledSnapshotIsCancelledAtTheGateway() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<MarketSnapshot> snapshot = ask(gateway, PRICE);
      int id = gateway.next(ReqMktData.class).reqId();
      snapshot.cancel(false);

      assertThat(gateway.next(CancelMktData.class).reqId()).isEqualTo(id);
      assertThat(gateway.session().unanswered()).isEmpty();
    }
  }

  /** A reply that is missing at the deadline proves nothing about the contract that it is about. */
  @Test
  void brokerCountsAsOutOfReachFromTheDeadlineOn() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      gateway.session().requireBroker("the signals are not known");

      gateway.deadline().cutShort(Duration.ZERO);

      assertThat(
              assertThrows(
                  GatewayTimeoutException.class,
                  () -> gateway.session().requireBroker("the signals are not known")))
          .hasMessageThat()
          .isEqualTo("the signals are not known: the deadline of PT40S passed");
    }
  }
}
