package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.bench.Waiting;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.clock.MarketClock;
import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.market.Instrument;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** When much time passes at once, everything happens at its moment, and in the sequence of time. */
class PassedTimeTest {
  /** A Saturday. */
  private static final Instant SATURDAY = Instant.parse("2026-11-21T15:00:00Z");

  private static final Instant MONDAY_OPEN = Instant.parse("2026-11-23T14:30:00Z");
  private static final Duration WEEK = Duration.ofDays(7);

  private static OrderBench bench(Instant now, UnaryOperator<GatewayOptions> options)
      throws IOException {
    return new OrderBench(
        StateStore.inMemory(),
        gateway -> options.apply(gateway.clock(MarketClock.startingAt(now, 0)).ticking(true)));
  }

  /** The times of the client's fills. The account has older fills of other clients. */
  private static List<Instant> fillTimes(SimulatedGateway gateway) {
    return gateway.account().fills(7).stream()
        .filter(fill -> fill.execution().clientId() == 1)
        .map(PaperFill::time)
        .toList();
  }

  @Test
  void orderThatWaitsForItsSessionIsFilledAtItsOpeningThoughAWeekPassesAtOnce() throws IOException {
    try (OrderBench bench = bench(SATURDAY, GatewayOptions::marketByCalendar);
        TestClient client = bench.client(1)) {
      bench.place(client, 1, bench.stock("SPY"), bench.market("BUY", 4));
      bench.place(client, 2, bench.stock("SPY"), bench.limit("BUY", 4, BigDecimal.TEN));
      bench.heard(client);

      bench.gateway().clock().advance(WEEK);

      assertThat(fillTimes(bench.gateway())).containsExactly(MONDAY_OPEN);
      assertThat(OrderBench.brief(bench.heard(client)))
          .containsAtLeast("status 1 Filled 4/0", "status 2 Cancelled 0/4")
          .inOrder();
      assertThat(bench.gateway().account().order(1, 2)).isEmpty();
    }
  }

  @Test
  void limitIsReachedInTheSecondInWhichThePriceReachesIt() throws IOException {
    try (OrderBench bench = bench(OrderBench.NOW, options -> options);
        TestClient client = bench.client(1)) {
      Instrument spy = bench.stock("SPY");
      Instant reached = OrderBench.NOW.plusSeconds(1);
      BigDecimal limit = ask(bench, spy, OrderBench.NOW).subtract(new BigDecimal("0.50"));
      while (ask(bench, spy, reached).compareTo(limit) > 0) {
        reached = reached.plusSeconds(1);
      }
      Order order = bench.limit("BUY", 4, limit).with(OrderField.TIF, "GTC");
      bench.place(client, 1, spy, order);
      bench.heard(client);

      bench.gateway().clock().advance(Duration.between(OrderBench.NOW, reached).plus(WEEK));

      assertThat(fillTimes(bench.gateway())).isEmpty(); // forgotten after a week
      List<Object> messages = bench.heard(client);
      assertThat(OrderBench.first(ExecutionData.class, messages).execution().time())
          .isEqualTo(GatewayTime.zoned(reached, ZoneId.of("US/Eastern")));
    }
  }

  private static BigDecimal ask(OrderBench bench, Instrument instrument, Instant moment) {
    return bench.gateway().prices().price(instrument, true, moment);
  }

  @Test
  void stopIsTouchedOnlyWhileTheMarketIsOpen() throws IOException {
    try (OrderBench bench = bench(SATURDAY, GatewayOptions::marketByCalendar);
        TestClient client = bench.client(1)) {
      Instrument spy = bench.stock("SPY");
      BigDecimal stop = ask(bench, spy, SATURDAY).add(new BigDecimal("0.50"));
      Order order =
          bench.market("BUY", 4).toBuilder()
              .set(OrderField.ORDER_TYPE, "STP")
              .set(OrderField.AUX_PRICE, stop)
              .set(OrderField.TIF, "GTC")
              .build();
      bench.place(client, 1, spy, order);
      bench.heard(client);

      bench.gateway().clock().advance(WEEK.minusDays(1));

      Instant touched = fillTimes(bench.gateway()).get(0);
      assertThat(ask(bench, spy, touched)).isAtLeast(stop);
      assertThat(
              ask(bench, spy, touched.minusSeconds(1)).compareTo(stop) < 0
                  || touched.equals(MONDAY_OPEN))
          .isTrue();
      assertThat(touched).isAtLeast(MONDAY_OPEN);
    }
  }

  @Test
  void limitThatNoPriceReachesHindersNoOtherOrder() throws IOException {
    try (OrderBench bench = bench(OrderBench.NOW, options -> options);
        TestClient client = bench.client(1)) {
      Order dear = bench.limit("SELL", 4, new BigDecimal("1E+20")).with(OrderField.TIF, "GTC");
      bench.place(client, 1, bench.stock("SPY"), dear);
      bench.heard(client);
      bench.gateway().clock().advance(Duration.ofMinutes(1));

      bench.place(client, 2, bench.stock("SPY"), bench.market("BUY", 4));

      assertThat(OrderBench.brief(bench.heard(client))).contains("status 2 Filled 4/0");
      assertThat(bench.gateway().account().order(1, 1)).isPresent();
    }
  }

  @Test
  void piecesAndLateCommissionsComeAtTheirMoments() throws IOException {
    Faults faults = new Faults();
    faults.orders().pieces(4, Duration.ofMinutes(5));
    try (OrderBench bench = bench(OrderBench.NOW, options -> options.faults(faults));
        TestClient client = bench.client(1)) {
      bench.place(client, 1, bench.stock("SPY"), bench.market("BUY", 8));
      bench.heard(client);

      bench.gateway().clock().advance(WEEK.minusDays(1));

      assertThat(fillTimes(bench.gateway()))
          .containsExactly(
              OrderBench.NOW,
              OrderBench.NOW.plusSeconds(300),
              OrderBench.NOW.plusSeconds(600),
              OrderBench.NOW.plusSeconds(900))
          .inOrder();
    }
  }

  @Test
  void orderInAFutureThatSettlesEndsBeforeIt() throws IOException {
    try (OrderBench bench = bench(OrderBench.NOW, options -> options);
        TestClient client = bench.client(1)) {
      Instrument mes = bench.future("MES");
      bench.place(
          client,
          1,
          mes,
          bench.limit("BUY", 1, BigDecimal.valueOf(100)).with(OrderField.TIF, "GTC"));
      bench.place(client, 2, mes, bench.market("BUY", 1));
      bench.heard(client);

      bench.gateway().clock().moveTo(mes.settlement().plus(WEEK));

      assertThat(OrderBench.brief(bench.heard(client))).contains("status 1 Cancelled 0/1");
      assertThat(bench.held(mes)).isEqualTo(BigDecimal.ZERO);
    }
  }

  @Test
  void marketThatRunsFastFillsOrdersByItself() throws IOException {
    MarketClock clock = MarketClock.startingAt(SATURDAY, 50_000);
    try (SimulatedGateway gateway =
            new SimulatedGateway(new GatewayOptions().clock(clock).marketByCalendar());
        TestClient client = TestClient.started(gateway, 1)) {
      client.until(OpenOrderEnd.class);
      Instrument spy = gateway.universe().stock("SPY");
      Order order =
          Order.builder()
              .set(OrderField.ACTION, "BUY")
              .set(OrderField.TOTAL_QUANTITY, BigDecimal.ONE)
              .set(OrderField.ORDER_TYPE, "MKT")
              .set(OrderField.TIF, "GTC")
              .build();
      client.send(new PlaceOrder(1, spy.ordered(spy.route()), order));

      Waiting.until("the order is filled", () -> !fillTimes(gateway).isEmpty());

      assertThat(fillTimes(gateway)).containsExactly(MONDAY_OPEN);
    }
  }
}
