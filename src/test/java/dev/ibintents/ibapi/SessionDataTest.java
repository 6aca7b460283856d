package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.ibapi.ScriptedGateway.SPY;
import static dev.ibintents.ibapi.ScriptedGateway.error;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.Bar;
import dev.ibintents.ibapi.message.CancelHeadTimestamp;
import dev.ibintents.ibapi.message.CancelHistoricalData;
import dev.ibintents.ibapi.message.CancelMktData;
import dev.ibintents.ibapi.message.HeadTimestamp;
import dev.ibintents.ibapi.message.HistoricalData;
import dev.ibintents.ibapi.message.MarketDataType;
import dev.ibintents.ibapi.message.ReqHeadTimestamp;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import dev.ibintents.ibapi.message.ReqMktData;
import dev.ibintents.ibapi.message.TickPrice;
import dev.ibintents.ibapi.message.TickSize;
import dev.ibintents.ibapi.message.TickSnapshotEnd;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots and bars from a gateway with incomplete replies. */
@Timeout(60)
final class SessionDataTest {
  private static final SnapshotRequest PRICE =
      new SnapshotRequest(
          SPY, snapshot -> snapshot.has(TickType.CLOSE) || snapshot.has(TickType.LAST));
  private static final SnapshotRequest QUOTE = SnapshotRequest.all(SPY, TickType.BID, TickType.ASK);

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static Throwable failure(CompletableFuture<?> future) {
    return assertThrows(ExecutionException.class, () -> get(future)).getCause();
  }

  private static TickPrice price(int reqId, TickType type, String price, String size) {
    return new TickPrice(reqId, type.id(), new BigDecimal(price), new BigDecimal(size), 0);
  }

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
      gateway.send(price(id, TickType.BID, "1.20", "3"));

      assertThat(get(snapshot).value(TickType.BID)).hasValue(new BigDecimal("1.20"));
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

  private static CompletableFuture<List<HistoricalBar>> bars(ScriptedGateway gateway) {
    return gateway.session().reqHistoricalData(SPY, "", "5 D", "1 day", "TRADES", true);
  }

  private static Bar bar(String date, BigDecimal price, long volume) {
    BigDecimal traded = BigDecimal.valueOf(volume);
    return new Bar(date, price, price, price, price, traded, traded, (int) volume);
  }

  @Test
  void barsHaveDatesOrMoments() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<List<HistoricalBar>> bars = bars(gateway);
      ReqHistoricalData request = gateway.next(ReqHistoricalData.class);
      assertThat(request.formatDate()).isEqualTo(2);
      gateway.send(
          new HistoricalData(
              request.reqId(),
              "",
              "",
              List.of(
                  bar("20261120", BigDecimal.ONE, 5),
                  bar("20261121", null, 0),
                  bar("1700000000", BigDecimal.TEN, -1),
                  bar("20231116-12:15:35", BigDecimal.TEN, 0))));

      List<HistoricalBar> result = get(bars);
      assertThat(result).hasSize(3);
      assertThat(result.get(0).date()).hasValue(LocalDate.of(2026, 11, 20));
      assertThat(result.get(0).start()).isEmpty();
      assertThat(result.get(1).start()).hasValue(Instant.ofEpochSecond(1_700_000_000));
      assertThat(result.get(1).date()).isEqualTo(Optional.empty());
      assertThat(result.get(1).volume()).isEmpty();
      assertThat(result.get(2).start()).hasValue(Instant.parse("2023-11-16T12:15:35Z"));
    }
  }

  @Test
  void unreadableTimeFailsItsRequestAlone() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      for (String date : List.of("0714 09:30:00 US/Eastern", "20261399")) {
        CompletableFuture<List<HistoricalBar>> bars = bars(gateway);
        int id = gateway.next(ReqHistoricalData.class).reqId();
        gateway.send(new HistoricalData(id, "", "", List.of(bar(date, BigDecimal.ONE, 1))));

        assertThat(failure(bars)).hasMessageThat().contains(date);
      }
      gateway.settle();
    }
  }

  @Test
  void barsWithUnreadableTimesAreLeftOut() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<List<HistoricalBar>> bars = bars(gateway);
      int id = gateway.next(ReqHistoricalData.class).reqId();
      gateway.send(
          new HistoricalData(
              id,
              "",
              "",
              List.of(
                  bar("20261399", BigDecimal.ONE, 1),
                  bar("20261120 09:30:00 CST", BigDecimal.ONE, 1),
                  bar("20261120 09:30:00", BigDecimal.ONE, 1),
                  bar("soon", BigDecimal.ONE, 1),
                  bar("20261120 10:30:00 US/Eastern", BigDecimal.TEN, 1))));

      assertThat(get(bars)).hasSize(1);
      assertThat(get(bars).get(0).start()).hasValue(Instant.parse("2026-11-20T15:30:00Z"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T00:00:00Z, America/New_York, 2026-11-20",
    "2026-11-20T05:00:00Z, America/New_York, 2026-11-20",
    "2026-11-20T14:30:00Z, America/New_York, 2026-11-20",
    "2026-11-19T23:00:00Z, Europe/Berlin, 2026-11-20",
    "2026-11-19T15:00:00Z, Asia/Tokyo, 2026-11-20",
    "2026-11-19T23:00:00Z, America/Chicago, 2026-11-20",
    "2026-11-19T22:15:00Z, America/New_York, 2026-11-20"
  })
  void dateOfADailyBarIsReadFromEpochSeconds(Instant moment, String zone, LocalDate day)
      throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<List<HistoricalBar>> bars = bars(gateway);
      int id = gateway.next(ReqHistoricalData.class).reqId();
      String seconds = Long.toString(moment.getEpochSecond());
      gateway.send(new HistoricalData(id, "", "", List.of(bar(seconds, BigDecimal.ONE, 1))));

      assertThat(get(bars).get(0).onDay(ZoneId.of(zone)).date()).hasValue(day);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PacingViolationException,100",
    "UnexplainedRefusalException,366",
    "UnexplainedRefusalException,420",
    "RequestRefusedException,200"
  })
  void codeAloneDecidesTheExceptionWhereItCan(String kind, int code) throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<List<HistoricalBar>> bars = bars(gateway);
      gateway.send(error(gateway.next(ReqHistoricalData.class).reqId(), code, "No se puede"));

      assertThat(failure(bars).getClass().getSimpleName()).isEqualTo(kind);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PacingViolationException,Historical Market Data Service error message:Historical data"
        + " request pacing violation",
    "NoHistoricalDataException,Historical Market Data Service error message:HMDS query returned no"
        + " data: SPY@SMART Trades",
    "NoHistoricalDataException,Historical Market Data Service error message:No historical market"
        + " data for PLTR/STK@VALUE Last 0",
    "NoMarketDataPermissionException,Historical Market Data Service error message:No market data"
        + " permissions for ISLAND STK",
    "QueryCancelledException,Historical Market Data Service error message:API historical data query"
        + " cancelled: 28",
    "RequestRefusedException,Historical Market Data Service error message:Trading TWS session is"
        + " connected from a different IP address",
    "UnexplainedRefusalException,Mensaje de error del servicio de datos históricos: violación del"
        + " ritmo de las solicitudes",
    "UnexplainedRefusalException,Historical Market Data Service error message:Verstoß gegen die"
        + " Abruffrequenz",
    "UnexplainedRefusalException,''"
  })
  void textOf162DecidesTheException(String kind, String text) throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<List<HistoricalBar>> bars = bars(gateway);
      gateway.send(error(gateway.next(ReqHistoricalData.class).reqId(), 162, text));

      assertThat(failure(bars).getClass().getSimpleName()).isEqualTo(kind);
    }
  }

  @Test
  void cancelledBarsAreCancelledAtTheGatewayAndItsErrorIsIgnored() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<List<HistoricalBar>> bars = bars(gateway);
      int id = gateway.next(ReqHistoricalData.class).reqId();
      bars.cancel(false);
      assertThat(gateway.next(CancelHistoricalData.class).reqId()).isEqualTo(id);
      gateway.send(error(id, 162, "API historical data query cancelled: " + id));
      gateway.settle();

      assertThat(gateway.session().unanswered()).isEmpty();
    }
  }

  @Test
  void meaninglessValuesOfABarAreEmpty() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<List<HistoricalBar>> bars = bars(gateway);
      int id = gateway.next(ReqHistoricalData.class).reqId();
      BigDecimal below = BigDecimal.ONE.negate();
      BigDecimal volume = new BigDecimal("948837.22");
      gateway.send(
          new HistoricalData(
              id,
              "20230413  16:31:22",
              "20230415  16:31:22",
              List.of(
                  new Bar("20230413", below, below, below, below, below, below, -1),
                  new Bar("20230414", below, below, below, below, volume, below, 324891),
                  new Bar("20230415", below, below, below, below, null, null, 0))));

      List<HistoricalBar> result = get(bars);
      assertThat(result.get(0).volume()).isEmpty();
      assertThat(result.get(0).average()).isEmpty();
      assertThat(result.get(0).barCount()).isEmpty();
      assertThat(result.get(0).close()).isEqualTo(below); // oil has had prices below 0
      assertThat(result.get(1).volume()).hasValue(volume);
      assertThat(result.get(1).average()).hasValue(below);
      assertThat(result.get(1).barCount()).hasValue(324891);
      assertThat(result.get(2).volume()).isEmpty();
      assertThat(result.get(2).average()).isEmpty();
    }
  }

  @Test
  void barsWithoutAYearGetTheYearOfTheAnswersEnd() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<List<HistoricalBar>> bars = bars(gateway);
      int id = gateway.next(ReqHistoricalData.class).reqId();
      gateway.send(
          new HistoricalData(
              id,
              "20250714 08:59:54 US/Eastern",
              "20250715 08:59:54 US/Eastern",
              List.of(bar("0714 09:30:00 US/Eastern", BigDecimal.TEN, 1))));

      assertThat(get(bars).get(0).start()).hasValue(Instant.parse("2025-07-14T13:30:00Z"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1711637220, 2024-03-28T14:47:00Z",
    "20220329-08:00:00, 2022-03-29T08:00:00Z",
    "19801212  14:30:00, 1980-12-12T14:30:00Z",
    "19930129 09:30:00 US/Eastern, 1993-01-29T14:30:00Z"
  })
  void headTimestampIsReadAndItsRequestIsCancelled(String text, Instant expected) throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<Instant> head = gateway.session().reqHeadTimestamp(SPY, "TRADES", true);
      ReqHeadTimestamp request = gateway.next(ReqHeadTimestamp.class);
      gateway.send(new HeadTimestamp(request.reqId(), text));

      assertThat(get(head)).isEqualTo(expected);
      assertThat(gateway.next(CancelHeadTimestamp.class).reqId()).isEqualTo(request.reqId());
      gateway.send(error(request.reqId(), 162, "API historical data query cancelled"));
      gateway.settle();
    }
  }

  @Test
  void headTimestampCanBeRefusedUnreadableOrCancelled() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<Instant> refused = gateway.session().reqHeadTimestamp(SPY, "TRADES", true);
      int refusedId = gateway.next(ReqHeadTimestamp.class).reqId();
      gateway.send(error(refusedId, 162, "Historical data request pacing violation"));
      assertThat(failure(refused)).isInstanceOf(PacingViolationException.class);
      gateway.settle();
      assertThat(gateway.hasNoMore()).isTrue();

      CompletableFuture<Instant> none = gateway.session().reqHeadTimestamp(SPY, "TRADES", true);
      int noneId = gateway.next(ReqHeadTimestamp.class).reqId();
      gateway.send(new HeadTimestamp(noneId, "long ago"));
      assertThat(failure(none)).hasMessageThat().contains("long ago");
      assertThat(gateway.next(CancelHeadTimestamp.class).reqId()).isEqualTo(noneId);

      CompletableFuture<Instant> givenUp = gateway.session().reqHeadTimestamp(SPY, "TRADES", true);
      int id = gateway.next(ReqHeadTimestamp.class).reqId();
      givenUp.cancel(false);
      assertThat(gateway.next(CancelHeadTimestamp.class).reqId()).isEqualTo(id);
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
