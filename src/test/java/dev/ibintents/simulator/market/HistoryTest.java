package dev.ibintents.simulator.market;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.Bar;
import dev.ibintents.ibapi.message.CancelHeadTimestamp;
import dev.ibintents.ibapi.message.CancelHistoricalData;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.HeadTimestamp;
import dev.ibintents.ibapi.message.HistoricalData;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.ReqHeadTimestamp;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import dev.ibintents.simulator.account.PaperClock;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.simulator.server.TestClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bars of the past, and the limits of requests for them. */
class HistoryTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Universe UNIVERSE = new Universe(CLOCK);

  private final Prices prices = new Prices(7);
  private final History history = new History(prices, ZoneId.of("US/Eastern"));

  @Test
  void dailyBarsAreDatedByTheirCloseAndTheLastBarIsUnfinished() {
    List<Bar> bars = bars("SPY", "1 day", "5 D", NOW);
    assertThat(bars.stream().map(Bar::date).toList())
        .containsExactly("20261117", "20261118", "20261119", "20261120", "20261123")
        .inOrder();
    Instrument spy = UNIVERSE.stock("SPY");
    assertThat(bars.get(3).close())
        .isEqualTo(prices.close(spy, Instant.parse("2026-11-20T20:59:59Z")));
    assertThat(bars.get(4).close())
        .isEqualTo(prices.close(spy, Instant.parse("2026-11-23T14:59:59Z")));
    for (Bar bar : bars) {
      assertThat(bar.high()).isAtLeast(bar.open().max(bar.close()));
      assertThat(bar.low()).isAtMost(bar.open().min(bar.close()));
    }
  }

  @Test
  void shorterBarsStayWithinTheSession() {
    List<Bar> bars = bars("SPY", "30 mins", "2 D", NOW);
    assertThat(bars).hasSize(14);
    assertThat(bars.get(0).date()).isEqualTo("20261120 09:30:00 US/Eastern");
    assertThat(bars.get(12).date()).isEqualTo("20261120 15:30:00 US/Eastern");
    assertThat(bars.get(13).date()).isEqualTo("20261123 09:30:00 US/Eastern");
  }

  @Test
  void weekendIsAnsweredWithFriday() {
    List<Bar> bars = bars("SPY", "1 day", "1 D", Instant.parse("2026-11-22T15:00:00Z"));
    assertThat(bars.stream().map(Bar::date).toList()).containsExactly("20261120");
  }

  @Test
  void yearHasABarForEachTradingDay() {
    Instant newYear = Instant.parse("2026-01-01T00:00:00Z"); // in New York, it is still 2025
    assertThat(bars("SPY", "1 day", "1 Y", newYear).size()).isEqualTo(252);
    List<String> dates =
        bars("SPY", "1 day", "2 W", Instant.parse("2026-01-03T00:00:00Z")).stream()
            .map(Bar::date)
            .toList();
    assertThat(dates)
        .containsExactly(
            "20251219",
            "20251222",
            "20251223",
            "20251224",
            "20251226",
            "20251229",
            "20251230",
            "20251231",
            "20260102")
        .inOrder();
  }

  @Test
  void barsThatWereMadeBeforeAreTheSameAndTheLastOneGoesOn() {
    List<Bar> first = bars("SPY", "1 day", "5 D", NOW);
    assertThat(bars("SPY", "1 day", "5 D", NOW)).isEqualTo(first);

    Instant later = NOW.plusSeconds(3600);
    List<Bar> second = bars("SPY", "1 day", "5 D", later);
    assertThat(second.subList(0, 4)).isEqualTo(first.subList(0, 4));
    assertThat(second)
        .isEqualTo(
            new History(new Prices(7), ZoneId.of("US/Eastern"))
                .bars(
                    UNIVERSE.stock("SPY"),
                    BarSpan.parse("1 day", "5 D"),
                    later,
                    "TRADES",
                    true,
                    1));
  }

  /** A longer bar equals the minutes that it is made of. */
  @Property(tries = 60)
  void barsOfAllLengthsAgree(
      @ForAll @IntRange(max = 1000) int index,
      @ForAll @IntRange(max = 5000) int daysAgo,
      @ForAll boolean regular,
      @ForAll @From("sizes") String size,
      @ForAll @From("shown") String shown) {
    List<Instrument> listed = UNIVERSE.listed();
    Instrument instrument = listed.get(index % listed.size());
    boolean isPair = instrument.kind() == Instrument.Kind.CASH;
    String show = isPair && BarMaker.isTrades(shown) ? "MIDPOINT" : shown;
    int days = daysAgo % (instrument.expiry() != null ? 50 : 4000);
    Instant end = NOW.minus(Duration.ofDays(days)).minusSeconds(daysAgo);
    List<Bar> minutes = bars(instrument, "1 min", "1 D", end, show, regular);
    List<Bar> longer = bars(instrument, size, "1 D", end, show, regular);

    assertThat(longer).isNotEmpty();
    int next = 0;
    for (int i = 0; i < longer.size(); i++) {
      Bar bar = longer.get(i);
      long to = i + 1 < longer.size() ? second(longer.get(i + 1)) : Long.MAX_VALUE;
      int first = next;
      while (next < minutes.size() && second(minutes.get(next)) < to) {
        next++;
      }
      List<Bar> parts = minutes.subList(first, next);
      assertThat(bar.open()).isEqualTo(parts.get(0).open());
      assertThat(bar.close()).isEqualTo(parts.get(parts.size() - 1).close());
      assertThat(bar.high())
          .isEqualTo(parts.stream().map(Bar::high).max(Comparator.naturalOrder()).orElseThrow());
      assertThat(bar.low())
          .isEqualTo(parts.stream().map(Bar::low).min(Comparator.naturalOrder()).orElseThrow());
      if (BarMaker.isTrades(show)) {
        assertThat(bar.volume())
            .isEqualTo(parts.stream().map(Bar::volume).reduce(BigDecimal.ZERO, BigDecimal::add));
      }
    }
    assertThat(next).isEqualTo(minutes.size());
  }

  /** Bar sizes of which a day has several, and "1 day", which is the whole answer for "1 D". */
  @Provide
  Arbitrary<String> sizes() {
    return Arbitraries.of("2 mins", "5 mins", "15 mins", "30 mins", "1 hour", "4 hours", "1 day");
  }

  @Provide
  Arbitrary<String> shown() {
    return Arbitraries.of("TRADES", "MIDPOINT", "BID", "ASK");
  }

  private static long second(Bar bar) {
    return bar.date().length() == 8 ? 0 : Long.parseLong(bar.date());
  }

  @Property(tries = 100)
  void pathEqualsSinglePrices(
      @ForAll long seed,
      @ForAll @IntRange(max = 1000) int index,
      @ForAll @IntRange(min = 1_100_000_000, max = 1_790_000_000) int second) {
    List<Instrument> listed = UNIVERSE.listed();
    Instrument instrument = listed.get(index % listed.size());
    Prices world = new Prices(seed);
    PricePath path = world.path(instrument);
    for (long at = second; at < second + 300; at += 7) {
      Instant instant = Instant.ofEpochSecond(at);
      assertThat(path.price(path.bid(at))).isEqualTo(world.bid(instrument, instant));
      assertThat(path.price(path.last(at))).isEqualTo(world.close(instrument, instant));
    }
  }

  @Test
  void barsBeginAtTheFirstSessionOfTheInstrument() {
    Instant longAgo = Instant.parse("2011-01-06T22:00:00Z");
    assertThat(bars("VIXY", "1 day", "1 Y", longAgo).stream().map(Bar::date).toList())
        .containsExactly("20110104", "20110105", "20110106");
    Instrument future = UNIVERSE.frontFuture("MNQ"); // expires on 2026-12-18
    List<Bar> bars = bars(future, "1 day", "5 Y", NOW, "TRADES", false);
    assertThat(bars.get(0).date()).isEqualTo("20250618");
    assertThat(bars.get(bars.size() - 1).date()).isEqualTo("20261123");
  }

  @Test
  void regularHoursOfAFutureEqualThoseOfItsIndex() {
    Instrument future = UNIVERSE.frontFuture("MNQ");
    List<Bar> regular = bars(future, "1 hour", "2 D", NOW, "TRADES", true);
    assertThat(Instant.ofEpochSecond(second(regular.get(0))))
        .isEqualTo(Instant.parse("2026-11-20T14:30:00Z"));
    List<Bar> all = bars(future, "1 hour", "1 D", NOW, "TRADES", false);
    assertThat(Instant.ofEpochSecond(second(all.get(0))))
        .isEqualTo(Instant.parse("2026-11-22T23:00:00Z"));
  }

  @Test
  void shortBarsArePacedAndLongBarsAreNot() throws IOException {
    PaperClock clock = new PaperClock(NOW);
    try (SimulatedGateway gateway = new SimulatedGateway(new GatewayOptions().clock(clock));
        TestClient client = TestClient.started(gateway, 1)) {
      client.until(OpenOrderEnd.class);
      for (int i = 1; i <= 6; i++) {
        client.send(seconds(i, 756733, "20261120-20:0" + i + ":00", "TRADES"));
      }
      for (int i = 1; i <= 5; i++) {
        assertThat(client.first(HistoricalData.class).bars()).hasSize(60);
      }
      assertViolation(client); // the sixth query for a contract
      client.send(seconds(7, 265598, "20261120-20:01:00", "TRADES"));
      client.first(HistoricalData.class);
      client.send(seconds(8, 265598, "20261120-20:01:00", "TRADES"));
      assertViolation(client); // the same query again

      clock.advance(Duration.ofSeconds(15));
      client.send(seconds(9, 265598, "20261120-20:01:00", "TRADES"));
      client.first(HistoricalData.class);
      client.send(seconds(10, 265598, "20261120-20:01:00", "BID_ASK"));
      client.send(seconds(11, 265598, "20261120-20:02:00", "BID_ASK"));
      client.send(seconds(12, 265598, "20261120-20:03:00", "BID_ASK"));
      client.first(HistoricalData.class);
      client.first(HistoricalData.class);
      assertViolation(client); // three queries that count twice
      for (int i = 20; i < 40; i++) {
        client.send(request(i, 756733, "TRADES", "", 1));
        client.first(HistoricalData.class);
      }
    }
  }

  @Test
  void sixtyQueriesForShortBarsAreAdmittedInTenMinutes() throws IOException {
    PaperClock clock = new PaperClock(NOW);
    try (SimulatedGateway gateway =
            new SimulatedGateway(new GatewayOptions().clock(clock).messagesPerSecond(1000));
        TestClient client = TestClient.started(gateway, 1)) {
      client.until(OpenOrderEnd.class);
      for (int i = 1; i <= 61; i++) {
        clock.advance(Duration.ofSeconds(1));
        client.send(seconds(i, 756733, String.format("20261120-20:%02d:00", i % 60), "TRADES"));
        if (i <= 60) {
          client.first(HistoricalData.class);
        } else {
          assertViolation(client);
        }
      }
      clock.advance(Duration.ofMinutes(10));
      client.send(new ReqHeadTimestamp(100, contract(756733), "TRADES", true, 2));
      assertThat(client.first(HeadTimestamp.class).headTimestamp()).isEqualTo("1104762600");
    }
  }

  private static void assertViolation(TestClient client) throws IOException {
    ErrorMessage error = client.first(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(162);
    assertThat(error.text())
        .isEqualTo(
            "Historical Market Data Service error message:Historical data request pacing"
                + " violation");
  }

  private static ReqHistoricalData seconds(int reqId, int conId, String end, String show) {
    return new ReqHistoricalData(
        reqId, contract(conId), end, "60 S", "1 secs", show, false, 2, false, "");
  }

  @Test
  void openQueryCanBeCancelled() throws IOException {
    try (SimulatedGateway gateway =
            new SimulatedGateway(new GatewayOptions().clock(CLOCK).prices(prices));
        TestClient client = TestClient.started(gateway, 1)) {
      client.until(OpenOrderEnd.class);
      gateway.faults().delay(Duration.ofSeconds(1));
      client.send(request(1, 756733, "TRADES", "", 1));
      client.send(request(1, 756733, "TRADES", "", 2));
      client.send(new CancelHistoricalData(1));
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(386);
      ErrorMessage cancelled = client.first(ErrorMessage.class);
      assertThat(cancelled.code()).isEqualTo(162);
      assertThat(cancelled.text()).endsWith("API historical data query cancelled: 1");
      gateway.faults().delay(Duration.ZERO);
      client.send(new CancelHistoricalData(1));
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(366);
      client.send(request(2, 756733, "TRADES", "", 3));
      assertThat(client.first(HistoricalData.class).reqId()).isEqualTo(2);

      client.send(new ReqHeadTimestamp(3, contract(756733), "TRADES", true, 1));
      client.first(HeadTimestamp.class);
      client.send(request(3, 756733, "TRADES", "", 3));
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(386);
      client.send(new CancelHeadTimestamp(3));
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(162);
    }
  }

  @Test
  void fiftyQueriesMayBeOpen() throws IOException {
    try (SimulatedGateway gateway =
            new SimulatedGateway(
                new GatewayOptions().clock(CLOCK).prices(prices).messagesPerSecond(1000));
        TestClient client = TestClient.started(gateway, 1)) {
      client.until(OpenOrderEnd.class);
      gateway.faults().delay(Duration.ofSeconds(1));
      for (int i = 1; i <= 51; i++) {
        client.send(request(i, 756733, "TRADES", "", 1));
      }
      assertViolation(client);
    }
  }

  @Test
  void unknownBarSizesAndDurationsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> BarSpan.parse("1 day", "5 days"));
    assertThrows(IllegalArgumentException.class, () -> BarSpan.parse("1 day", "0 D"));
    assertThrows(IllegalArgumentException.class, () -> BarSpan.parse("7 mins", "1 D"));
    assertThrows(IllegalArgumentException.class, () -> bars("SPY", "5 secs", "1 M", NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "5 secs, 86400 S, 86401 S",
    "1 day, 365 D, 366 D",
    "1 day, 52 W, 53 W",
    "1 day, 12 M, 13 M",
    "1 day, 68 Y, 69 Y",
    "1 secs, 2000 S, 2001 S",
    "1 secs, 1 S, 1 D"
  })
  void durationsLongerThanTheBrokersAreRefused(String size, String longest, String tooLong) {
    assertThat(BarSpan.parse(size, longest).amount()).isGreaterThan(0);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> BarSpan.parse(size, tooLong));
    assertThat(e).hasMessageThat().contains("duration is too long: " + tooLong);
  }

  @Test
  void shortBarsAreKeptForSixMonths() throws IOException {
    try (SimulatedGateway gateway =
            new SimulatedGateway(new GatewayOptions().clock(CLOCK).prices(prices));
        TestClient client = TestClient.started(gateway, 1)) {
      client.until(OpenOrderEnd.class);
      client.send(seconds(1, 756733, "20260622-18:00:00", "TRADES"));
      assertThat(client.first(HistoricalData.class).bars()).hasSize(60);
      client.send(seconds(2, 756733, "20260401-18:00:00", "TRADES"));
      assertThat(client.first(ErrorMessage.class).text()).contains("returned no data");
      client.send(request(3, 756733, "TRADES", "20260401-18:00:00", 1));
      assertThat(client.first(HistoricalData.class).bars()).hasSize(1);
    }
  }

  @Test
  void queriesAreAnsweredOverTheSocket() throws IOException {
    try (SimulatedGateway gateway =
            new SimulatedGateway(new GatewayOptions().clock(CLOCK).prices(prices));
        TestClient client = TestClient.started(gateway, 1)) {
      client.until(OpenOrderEnd.class);
      client.send(request(1, 756733, "TRADES", "20261120-21:00:00", 2));
      assertThat(client.first(HistoricalData.class).bars()).hasSize(2);
      client.send(request(2, 12087792, "MIDPOINT", "", 1));
      Bar bar = client.first(HistoricalData.class).bars().get(0);
      assertThat(bar.barCount()).isEqualTo(-1);
      client.send(request(3, 12087792, "TRADES", "", 1));
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(10299);
      client.send(request(4, 756733, "TRADES", "tomorrow", 1));
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(10314);
      client.send(request(5, 1, "TRADES", "", 1));
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(200);
      client.send(new ReqHeadTimestamp(6, contract(756733), "TRADES", true, 1));
      assertThat(client.first(HeadTimestamp.class).headTimestamp()).isEqualTo("20050103-14:30:00");
    }
  }

  private List<Bar> bars(String symbol, String size, String duration, Instant end) {
    return history.bars(
        UNIVERSE.stock(symbol), BarSpan.parse(size, duration), end, "TRADES", true, 1);
  }

  private List<Bar> bars(
      Instrument instrument,
      String size,
      String duration,
      Instant end,
      String show,
      boolean regular) {
    return history.bars(instrument, BarSpan.parse(size, duration), end, show, regular, 2);
  }

  private static ReqHistoricalData request(
      int reqId, int conId, String show, String end, int days) {
    return new ReqHistoricalData(
        reqId, contract(conId), end, days + " D", "1 day", show, true, 1, false, "");
  }

  private static Contract contract(int conId) {
    return Contract.builder().conId(conId).build();
  }
}
