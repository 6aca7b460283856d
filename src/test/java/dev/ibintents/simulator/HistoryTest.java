package dev.ibintents.simulator;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.Bar;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.HeadTimestamp;
import dev.ibintents.ibapi.message.HistoricalData;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.ReqHeadTimestamp;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Universe UNIVERSE = new Universe(CLOCK);

  private final Prices prices = new Prices(7);
  private final History history = new History(prices, ZoneId.of("US/Eastern"));

  @Test
  void dayBarsAreDatedByTheirCloseAndTheLastOneIsNotFinished() {
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
  void finerBarsKeepToTheSession() {
    List<Bar> bars = bars("SPY", "30 mins", "2 D", NOW);
    assertThat(bars).hasSize(14);
    assertThat(bars.get(0).date()).isEqualTo("20261120 09:30:00 US/Eastern");
    assertThat(bars.get(12).date()).isEqualTo("20261120 15:30:00 US/Eastern");
    assertThat(bars.get(13).date()).isEqualTo("20261123 09:30:00 US/Eastern");
  }

  @Test
  void aWeekendAnswersWithFriday() {
    List<Bar> bars = bars("SPY", "1 day", "1 D", Instant.parse("2026-11-22T15:00:00Z"));
    assertThat(bars.stream().map(Bar::date).toList()).containsExactly("20261120");
  }

  @Test
  void aYearHasTheWeekdaysOfAYear() {
    assertThat(bars("SPY", "1 day", "1 Y", NOW).size()).isIn(List.of(261, 262, 263));
  }

  @Test
  void refusesUnknownWords() {
    assertThrows(IllegalArgumentException.class, () -> BarSpan.parse("1 day", "5 days"));
    assertThrows(IllegalArgumentException.class, () -> BarSpan.parse("1 day", "0 D"));
    assertThrows(IllegalArgumentException.class, () -> BarSpan.parse("7 mins", "1 D"));
    assertThrows(IllegalArgumentException.class, () -> bars("SPY", "1 secs", "1 M", NOW));
  }

  @Test
  void answersOverTheSocket() throws IOException {
    try (SimulatedGateway gateway =
            new SimulatedGateway(new GatewayOptions().clock(CLOCK).seed(7));
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

  private static ReqHistoricalData request(
      int reqId, int conId, String show, String end, int days) {
    return new ReqHistoricalData(
        reqId, contract(conId), end, days + " D", "1 day", show, true, 1, false, "");
  }

  private static Contract contract(int conId) {
    return Contract.builder().conId(conId).build();
  }
}
