package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.message.CancelOrder;
import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.CompletedOrdersEnd;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.ExecutionDataEnd;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.ibapi.message.ReqCompletedOrders;
import dev.ibintents.ibapi.message.ReqExecutions;
import dev.ibintents.ibapi.message.ReqGlobalCancel;
import dev.ibintents.ibapi.message.ReqOpenOrders;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waiting orders, orders that belong together, and the orders that each client sees. */
class OrderLifeTest extends OneClientBench {
  @Test
  void orderWaitsForItsTime() throws IOException {
    Order later = bench.market("BUY", 2).with(OrderField.GOOD_AFTER_TIME, "20261123 15:10:00 UTC");
    bench.place(client, 1, spy, later);
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("open 1 PreSubmitted", "status 1 PreSubmitted 0/2")
        .inOrder();
    bench.advance(Duration.ofSeconds(599));
    assertThat(bench.heard(client)).isEmpty();
    bench.advance(Duration.ofSeconds(1));
    assertThat(OrderBench.brief(bench.heard(client))).contains("status 1 Filled 2/0");
    Order local = later.with(OrderField.GOOD_AFTER_TIME, "20261123 10:20:00");
    bench.place(client, 2, spy, local);
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("error 2 2174", "open 2 PreSubmitted", "status 2 PreSubmitted 0/2")
        .inOrder();
  }

  @Test
  void dayOrderEndsWithTheDayAndGtcOrderLives() throws IOException {
    bench.place(client, 1, spy, bench.limit("BUY", 1, BigDecimal.TEN));
    Order gtc = bench.limit("BUY", 1, BigDecimal.TEN).with(OrderField.TIF, "GTC");
    bench.place(client, 2, spy, gtc);
    Order gtd =
        gtc.with(OrderField.TIF, "GTD").with(OrderField.GOOD_TILL_DATE, "20261123-16:00:00");
    bench.place(client, 3, spy, gtd);
    bench.heard(client);
    bench.advance(Duration.ofHours(1));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("status 3 Cancelled 0/1");
    bench.advance(Duration.ofHours(13)); // midnight in New York
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("status 1 Cancelled 0/1");
    client.send(new ReqOpenOrders());
    assertThat(client.all(OpenOrder.class, OpenOrderEnd.class)).hasSize(1);
    client.send(new ReqCompletedOrders(false));
    assertThat(client.all(CompletedOrder.class, CompletedOrdersEnd.class)).isEmpty();
    client.send(new ReqExecutions(5, ExecutionFilter.ALL));
    assertThat(client.all(ExecutionData.class, ExecutionDataEnd.class)).isEmpty();
  }

  @Test
  void immediateOrCancelOrderCancelsTheRestAtOnce() throws IOException {
    Order ioc = bench.limit("BUY", 5, BigDecimal.TEN).with(OrderField.TIF, "IOC");
    bench.place(client, 1, spy, ioc);
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly(
            "open 1 Submitted", "status 1 Submitted 0/5", "status 1 Cancelled 0/5", "error 1 202")
        .inOrder();
    bench.gateway().faults().orders().pieces(2, Duration.ofHours(1));
    bench.place(client, 2, spy, ioc.with(OrderField.LMT_PRICE, bench.ask(spy)));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsAtLeast("execution 2 BOT 3", "status 2 Cancelled 3/2", "error 2 202")
        .inOrder();
  }

  @Test
  void stopOrderWaitsForItsPrice() throws IOException {
    BigDecimal now = bench.bid(spy);
    Order stop =
        bench.market("SELL", 5).toBuilder()
            .set(OrderField.ORDER_TYPE, "STP")
            .set(OrderField.AUX_PRICE, now.subtract(new BigDecimal("0.05")))
            .build();
    bench.place(client, 1, spy, stop);
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("open 1 PreSubmitted", "status 1 PreSubmitted 0/5 trigger")
        .inOrder();
    int steps = 0;
    while (bench.bid(spy).compareTo(stop.auxPrice()) > 0) {
      assertThat(++steps).isLessThan(100_000);
      bench.advance(Duration.ofSeconds(30));
    }
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsAtLeast("status 1 Submitted 0/5", "execution 1 SLD 5", "status 1 Filled 5/0")
        .inOrder();
  }

  @Test
  void limitOrderIsFilledWhenThePriceReachesItsLimit() throws IOException {
    BigDecimal limit = bench.bid(spy).subtract(new BigDecimal("0.10"));
    bench.place(client, 1, spy, bench.limit("BUY", 5, limit).with(OrderField.TIF, "GTC"));
    bench.heard(client);
    int steps = 0;
    while (bench.ask(spy).compareTo(limit) > 0) {
      assertThat(++steps).isLessThan(100_000);
      bench.advance(Duration.ofSeconds(30));
    }
    List<Object> messages = bench.heard(client);
    assertThat(OrderBench.brief(messages))
        .containsExactly(
            "execution 1 BOT 5",
            "open 1 Filled",
            "status 1 Filled 5/0",
            "open 1 Filled 1 USD",
            "status 1 Filled 5/0",
            "commission 1")
        .inOrder();
    assertThat(OrderBench.first(ExecutionData.class, messages).execution().price()).isAtMost(limit);
  }

  @Test
  void orderWaitsWithAWarningWhileTheMarketIsClosed() throws IOException {
    bench.gateway().closeMarket();
    bench.place(client, 1, bench.stock("AAPL"), bench.market("BUY", 1));
    List<Object> messages = bench.heard(client);
    assertThat(OrderBench.brief(messages))
        .containsExactly("error 1 399", "open 1 PreSubmitted", "status 1 PreSubmitted 0/1")
        .inOrder();
    assertThat(((ErrorMessage) messages.get(0)).text())
        .isEqualTo(
            "Order Message:\nBUY 1 AAPL NASDAQ.NMS\nWarning: Your order will not be placed at the"
                + " exchange until 2026-11-24 09:30:00 US/Eastern.");
    bench.gateway().openMarket();
    assertThat(OrderBench.brief(bench.heard(client))).contains("status 1 Filled 1/0");
  }

  @Test
  void bracketIsTransmittedWithItsLastOrder() throws IOException {
    Order held = bench.limit("BUY", 5, BigDecimal.TEN).with(OrderField.TRANSMIT, false);
    bench.place(client, 1, spy, held);
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("open 1 PreSubmitted");
    Order profit = bench.limit("SELL", 5, new BigDecimal("9999")).with(OrderField.PARENT_ID, 1);
    bench.place(client, 2, spy, profit.with(OrderField.TRANSMIT, false));
    bench.heard(client);
    client.send(new ReqOpenOrders());
    assertThat(client.all(OpenOrder.class, OpenOrderEnd.class)).isEmpty();
    Order stop =
        profit.toBuilder()
            .set(OrderField.ORDER_TYPE, "STP")
            .set(OrderField.AUX_PRICE, BigDecimal.ONE)
            .build();
    bench.place(client, 3, spy, stop);
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly(
            "open 1 Submitted",
            "status 1 Submitted 0/5",
            "open 2 PreSubmitted",
            "status 2 PreSubmitted 0/5 child",
            "open 3 PreSubmitted",
            "status 3 PreSubmitted 0/5 child,trigger")
        .inOrder();
    bench.place(client, 1, spy, bench.limit("BUY", 5, bench.ask(spy)));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsAtLeast("status 1 Filled 5/0", "status 2 Submitted 0/5")
        .inOrder();
    bench.place(client, 2, spy, bench.limit("SELL", 5, bench.bid(spy)));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsAtLeast("status 2 Filled 5/0", "status 3 Cancelled 0/5", "error 3 202")
        .inOrder();
  }

  @Test
  void cancelledOrderThatWasNotTransmittedIsDiscarded() throws IOException {
    bench.place(client, 1, spy, bench.market("BUY", 5).with(OrderField.TRANSMIT, false));
    bench.heard(client);
    client.send(new CancelOrder(1));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("error 1 202", "error 1 161")
        .inOrder();
    assertThat(bench.held(spy)).isEqualToIgnoringScale("300");
  }

  @Test
  void orderMayBeFilledWhileItsCancellationIsPending() throws IOException {
    bench.gateway().faults().orders().cancellationsTake(Duration.ofSeconds(5));
    bench.place(client, 1, spy, bench.limit("BUY", 5, BigDecimal.TEN));
    bench.heard(client);
    client.send(new CancelOrder(1));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("status 1 PendingCancel 0/5");
    client.send(new CancelOrder(1));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 1 161");
    long permId = bench.gateway().account().order(1, 1).orElseThrow().order().permId();
    bench.gateway().tws().fill(permId, new BigDecimal("2"), BigDecimal.TEN);
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsAtLeast("execution 1 BOT 2", "status 1 PendingCancel 2/3")
        .inOrder();
    bench.advance(Duration.ofSeconds(5));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("status 1 Cancelled 2/3", "error 1 202")
        .inOrder();
  }

  @Test
  void clientsSeeTheirOwnOrdersAndAllOrders() throws IOException {
    bench.place(client, 1, spy, bench.limit("BUY", 5, BigDecimal.TEN));
    bench.heard(client);
    bench.gateway().tws().place(spy, bench.limit("BUY", 6, BigDecimal.TEN));
    try (TestClient other = bench.client(2)) {
      bench.place(other, 1, spy, bench.market("BUY", 1));
      bench.heard(other);
      assertThat(bench.heard(client)).isEmpty();
      other.send(new ReqOpenOrders());
      assertThat(other.all(OpenOrder.class, OpenOrderEnd.class)).isEmpty();
      other.send(new ReqAllOpenOrders());
      assertThat(other.all(OpenOrder.class, OpenOrderEnd.class)).hasSize(4);
      client.send(new ReqOpenOrders());
      assertThat(client.all(OpenOrder.class, OpenOrderEnd.class)).hasSize(1);
      client.send(new ReqExecutions(1, ExecutionFilter.ALL));
      assertThat(client.all(ExecutionData.class, ExecutionDataEnd.class)).hasSize(5);
      other.send(new ReqGlobalCancel());
      bench.heard(other);
    }
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("status 1 Cancelled 0/5", "error 1 202")
        .inOrder();
    assertThat(bench.gateway().account().orders()).isEmpty();
    client.send(new ReqCompletedOrders(true));
    List<CompletedOrder> api = client.all(CompletedOrder.class, CompletedOrdersEnd.class);
    client.send(new ReqCompletedOrders(false));
    List<CompletedOrder> all = client.all(CompletedOrder.class, CompletedOrdersEnd.class);
    assertThat(all.size() - api.size()).isEqualTo(3);
  }

  @Test
  void marketOnCloseOrderIsFilledAtTheClose() throws IOException {
    bench.place(client, 1, spy, bench.market("BUY", 5).with(OrderField.ORDER_TYPE, "MOC"));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("open 1 PreSubmitted", "status 1 PreSubmitted 0/5")
        .inOrder();
    bench.advance(Duration.ofHours(6)); // 16:00 in New York
    assertThat(OrderBench.brief(bench.heard(client))).contains("status 1 Filled 5/0");
    bench.place(client, 2, spy, bench.market("BUY", 5).with(OrderField.ORDER_TYPE, "MOC"));
    List<Object> messages = bench.heard(client);
    assertThat(((ErrorMessage) messages.get(0)).text())
        .isEqualTo("Order rejected - reason:Exchange is closed.");
  }

  @Test
  void stopLimitOrderKeepsItsLimitAfterItsStopIsTouched() throws IOException {
    Order order =
        bench.limit("BUY", 5, bench.bid(spy).subtract(new BigDecimal("30.00"))).toBuilder()
            .set(OrderField.ORDER_TYPE, "STP LMT")
            .set(OrderField.AUX_PRICE, bench.bid(spy).subtract(new BigDecimal("1.00")))
            .build();
    bench.place(client, 1, spy, order);
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly(
            "open 1 PreSubmitted",
            "status 1 PreSubmitted 0/5 trigger",
            "open 1 Submitted",
            "status 1 Submitted 0/5")
        .inOrder();
  }

  @Test
  void filledOrderCancelsTheOthersOfItsGroup() throws IOException {
    Order low = bench.limit("BUY", 5, BigDecimal.TEN).with(OrderField.OCA_GROUP, "either");
    bench.place(client, 1, spy, low);
    bench.place(client, 2, bench.stock("AAPL"), low);
    bench.heard(client);
    bench.place(client, 1, spy, low.with(OrderField.LMT_PRICE, bench.ask(spy)));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsAtLeast("status 1 Filled 5/0", "status 2 Cancelled 0/5", "error 2 202")
        .inOrder();
  }
}
