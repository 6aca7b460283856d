package dev.ibintents.simulator.market;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.message.Bar;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.simulator.account.PaperClock;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.OrderBench;
import dev.ibintents.simulator.server.TestClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Half days, and orders in a market that keeps the hours of the real markets. */
class MarketCalendarTest {
  private static final Instant SATURDAY = Instant.parse("2026-11-21T15:00:00Z");
  private static final Instant MONDAY_OPEN = Instant.parse("2026-11-23T14:30:00Z");

  @ParameterizedTest
  @CsvSource({
    "UNITED_STATES, 2026-11-27, 20261127:0930-20261127:1300",
    "UNITED_STATES, 2026-12-24, 20261224:0930-20261224:1300",
    "UNITED_STATES, 2025-07-03, 20250703:0930-20250703:1300",
    "UNITED_STATES, 2026-07-03, 20260703:CLOSED",
    "UNITED_STATES, 2027-12-24, 20271224:CLOSED",
    "UNITED_STATES, 2026-11-26, 20261126:CLOSED",
    "UNITED_STATES, 2026-11-23, 20261123:0930-20261123:1600",
    "CME, 2026-11-27, 20261127:0830-20261127:1215",
    "XETRA, 2026-12-30, 20261230:0900-20261230:1400",
    "LONDON, 2026-12-31, 20261231:0800-20261231:1230",
    "LONDON, 2026-12-28, 20261228:CLOSED",
    "CURRENCIES, 2026-11-27, 20261126:1715-20261127:1700"
  })
  void halfDayClosesEarly(MarketCalendar calendar, LocalDate day, String expected) {
    assertThat(calendar.text(day, 1, true)).isEqualTo(expected);
  }

  @Test
  void barsOfAHalfDayEndEarly() {
    Instant afterwards = Instant.parse("2026-11-28T15:00:00Z");
    Universe universe = new Universe(new PaperClock(afterwards));
    History history = new History(new Prices(1), ZoneId.of("US/Eastern"));
    List<Bar> bars =
        history.bars(
            universe.stock("SPY"), BarSpan.parse("30 mins", "1 D"), afterwards, "TRADES", true, 1);
    assertThat(bars).hasSize(7);
    assertThat(bars.get(6).date()).isEqualTo("20261127 12:30:00 US/Eastern");
  }

  @Test
  void dayOrderWaitsForItsSessionAndEndsWithIt() throws IOException {
    try (OrderBench bench = opened(SATURDAY);
        TestClient client = bench.client(1)) {
      Instrument spy = bench.stock("SPY");
      bench.place(client, 1, spy, bench.market("BUY", 4));
      bench.place(client, 2, spy, bench.limit("BUY", 4, BigDecimal.TEN));
      List<Object> messages = bench.heard(client);
      assertThat(OrderBench.brief(messages))
          .containsAtLeast("error 1 399", "status 1 PreSubmitted 0/4", "status 2 PreSubmitted 0/4");
      assertThat(OrderBench.first(ErrorMessage.class, messages).text())
          .endsWith(
              "\nWarning: Your order will not be placed at the exchange until 2026-11-23 09:30:00"
                  + " US/Eastern.");
      bench.advance(Duration.between(SATURDAY, MONDAY_OPEN).minusSeconds(1));
      assertThat(bench.heard(client)).isEmpty();
      bench.advance(Duration.ofSeconds(1));
      assertThat(OrderBench.brief(bench.heard(client)))
          .containsAtLeast("status 1 Filled 4/0", "status 2 Submitted 0/4");
      bench.advance(Duration.ofMinutes(389));
      assertThat(bench.heard(client)).isEmpty();
      bench.advance(Duration.ofMinutes(1));
      assertThat(OrderBench.brief(bench.heard(client))).contains("status 2 Cancelled 0/4");
    }
  }

  @Test
  void ordersOutsideRegularHoursAndForFuturesWorkInTheEvening() throws IOException {
    Instant evening = Instant.parse("2026-11-23T23:30:00Z");
    try (OrderBench bench = opened(evening);
        TestClient client = bench.client(1)) {
      Order order = bench.market("BUY", 1);
      bench.place(client, 1, bench.stock("SPY"), order);
      bench.place(client, 2, bench.stock("SPY"), order.with(OrderField.OUTSIDE_RTH, true));
      bench.place(client, 3, bench.future("MES"), order);
      assertThat(OrderBench.brief(bench.heard(client)))
          .containsAtLeast(
              "status 1 PreSubmitted 0/1", "status 2 Filled 1/0", "status 3 Filled 1/0");
    }
  }

  @Test
  void goodTillCancelledOrderLivesBeyondItsSession() throws IOException {
    try (OrderBench bench = opened(MONDAY_OPEN);
        TestClient client = bench.client(1)) {
      Order order = bench.limit("BUY", 4, BigDecimal.TEN).with(OrderField.TIF, "GTC");
      bench.place(client, 1, bench.stock("SPY"), order);
      bench.heard(client);
      bench.advance(Duration.ofDays(3));
      assertThat(OrderBench.brief(bench.heard(client))).doesNotContain("status 1 Cancelled 0/4");
      assertThat(bench.gateway().account().order(1, 1)).isPresent();
    }
  }

  @Test
  void marketOnCloseOrderIsFilledAtTheEndOfAHalfDay() throws IOException {
    Instant morning = Instant.parse("2026-11-27T15:00:00Z");
    try (OrderBench bench = opened(morning);
        TestClient client = bench.client(1)) {
      Order order = bench.market("BUY", 4).with(OrderField.ORDER_TYPE, "MOC");
      bench.place(client, 1, bench.stock("SPY"), order);
      bench.heard(client);
      bench.advance(Duration.ofMinutes(179));
      assertThat(bench.heard(client)).isEmpty();
      bench.advance(Duration.ofMinutes(1));
      assertThat(OrderBench.brief(bench.heard(client))).contains("status 1 Filled 4/0");
    }
  }

  private static OrderBench opened(Instant now) throws IOException {
    return new OrderBench(
        new PaperClock(now), StateStore.inMemory(), GatewayOptions::marketByCalendar);
  }
}
