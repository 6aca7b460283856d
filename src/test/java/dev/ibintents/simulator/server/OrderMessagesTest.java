package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.message.CancelOrder;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.CompletedOrdersEnd;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.ibapi.message.ReqCompletedOrders;
import dev.ibintents.simulator.market.Instrument;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The messages about an order, in the order of real gateways. */
class OrderMessagesTest extends OneClientBench {
  @Test
  void marketOrderIsFilled() throws IOException {
    BigDecimal cash = bench.cash("USD");
    Instrument qqq = bench.stock("QQQ");
    bench.place(client, 1, qqq, bench.market("BUY", 10).with(OrderField.ORDER_REF, "r1"));
    List<Object> messages = bench.heard(client);
    assertThat(OrderBench.brief(messages))
        .containsExactly(
            "open 1 PreSubmitted",
            "status 1 PreSubmitted 0/10",
            "execution 1 BOT 10",
            "open 1 Filled",
            "status 1 Filled 10/0",
            "open 1 Filled 1 USD",
            "status 1 Filled 10/0",
            "commission 1")
        .inOrder();
    ExecutionData execution = (ExecutionData) messages.get(2);
    assertThat(execution.reqId()).isEqualTo(-1);
    assertThat(execution.execution().orderRef()).isEqualTo("r1");
    assertThat(execution.execution().exchange()).isEqualTo("NASDAQ");
    BigDecimal ask = bench.ask(qqq);
    assertThat(execution.execution().price()).isEqualTo(ask);
    CommissionReport commission = (CommissionReport) messages.get(7);
    assertThat(commission.execId()).isEqualTo(execution.execution().execId());
    assertThat(commission.realizedPnl()).isNull();
    OpenOrder open = (OpenOrder) messages.get(0);
    OrderStatus last = (OrderStatus) messages.get(6);
    assertThat(open.order().permId()).isEqualTo(last.permId());
    assertThat(open.order().orderRef()).isEqualTo("r1");
    assertThat(open.order().account()).isEqualTo("DU1234567");
    assertThat(last.avgFillPrice()).isEqualTo(ask);
    assertThat(bench.held(qqq)).isEqualToIgnoringScale("10");
    assertThat(bench.cash("USD"))
        .isEqualToIgnoringScale(
            cash.subtract(ask.multiply(BigDecimal.TEN)).subtract(BigDecimal.ONE));
    client.send(new ReqCompletedOrders(true));
    List<CompletedOrder> ended = client.all(CompletedOrder.class, CompletedOrdersEnd.class);
    CompletedOrder filled = ended.get(ended.size() - 1);
    assertThat(filled.order().totalQuantity()).isEqualToIgnoringScale("0");
    assertThat(filled.order().filledQuantity()).isEqualToIgnoringScale("10");
    assertThat(filled.order().permId()).isEqualTo(open.order().permId());
    assertThat(filled.state().completedStatus()).isEqualTo("Filled Size: 10");
  }

  @Test
  void orderForAFutureIsSubmittedAtOnce() throws IOException {
    bench.place(client, 1, bench.future("MES"), bench.market("SELL", 1));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly(
            "open 1 Submitted",
            "status 1 Submitted 0/1",
            "execution 1 SLD 1",
            "open 1 Filled",
            "status 1 Filled 1/0",
            "open 1 Filled 0.62 USD",
            "status 1 Filled 1/0",
            "commission 0.62")
        .inOrder();
  }

  @Test
  void limitOrderThatFillsAtOnceBeginsWithItsStatus() throws IOException {
    Instrument spy = bench.stock("SPY");
    bench.place(client, 1, spy, bench.limit("BUY", 5, bench.ask(spy)));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly(
            "status 1 PreSubmitted 0/5",
            "execution 1 BOT 5",
            "open 1 Filled",
            "status 1 Filled 5/0",
            "open 1 Filled 1 USD",
            "status 1 Filled 5/0",
            "commission 1")
        .inOrder();
  }

  @Test
  void changedOrderNamesItsAllocationInTexts() throws IOException {
    Instrument spy = bench.stock("SPY");
    BigDecimal far = bench.bid(spy).subtract(new BigDecimal("20.00"));
    try (TestClient texts = bench.textClient(2)) {
      bench.place(texts, 1, spy, bench.limit("BUY", 5, far));
      bench.heard(texts);
      bench.place(texts, 1, spy, bench.limit("BUY", 7, far));
      OpenOrder changed = OrderBench.first(OpenOrder.class, bench.heard(texts));
      assertThat(changed.order().get(OrderField.SHARES_ALLOCATION))
          .isEqualTo(changed.order().permId() + ".1/DU1234567/100");
    }
  }

  @Test
  void changedLimitOrderIsFilledAtItsNewLimit() throws IOException {
    Instrument spy = bench.stock("SPY");
    BigDecimal far = bench.bid(spy).subtract(new BigDecimal("20.00"));
    bench.place(client, 1, spy, bench.limit("BUY", 5, far));
    List<Object> messages = bench.heard(client);
    assertThat(OrderBench.brief(messages))
        .containsExactly("open 1 Submitted", "status 1 Submitted 0/5")
        .inOrder();
    OpenOrder placed = (OpenOrder) messages.get(0);
    assertThat(placed.order().get(OrderField.TRAIL_STOP_PRICE)).isEqualTo(far.add(BigDecimal.ONE));
    bench.place(client, 1, spy, bench.limit("BUY", 7, far));
    messages = bench.heard(client);
    assertThat(OrderBench.brief(messages))
        .containsExactly("open 1 Submitted", "status 1 Submitted 0/7")
        .inOrder();
    OpenOrder changed = (OpenOrder) messages.get(0);
    assertThat(changed.order().permId()).isEqualTo(placed.order().permId());
    assertThat(changed.order().get(OrderField.TRAIL_STOP_PRICE)).isNull();
    bench.place(client, 1, spy, bench.limit("BUY", 7, bench.ask(spy)));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsAtLeast("execution 1 BOT 7", "status 1 Filled 7/0", "commission 1")
        .inOrder();
    assertThat(bench.gateway().account().order(1, 1)).isEmpty();
  }

  @Test
  void cancellationIsAStatusAndThenError202() throws IOException {
    Instrument spy = bench.stock("SPY");
    bench.place(client, 4, spy, bench.limit("BUY", 5, new BigDecimal("1.00")));
    bench.heard(client);
    client.send(new CancelOrder(4));
    List<Object> messages = bench.heard(client);
    assertThat(OrderBench.brief(messages))
        .containsExactly("status 4 Cancelled 0/5", "error 4 202")
        .inOrder();
    assertThat(((ErrorMessage) messages.get(1)).text()).isEqualTo("Order Canceled - reason:");
    client.send(new ReqCompletedOrders(true));
    List<CompletedOrder> ended = client.all(CompletedOrder.class, CompletedOrdersEnd.class);
    CompletedOrder cancelled = ended.get(ended.size() - 1);
    assertThat(cancelled.order().totalQuantity()).isEqualToIgnoringScale("5");
    assertThat(cancelled.state().status()).isEqualTo("Cancelled");
    assertThat(cancelled.state().completedStatus()).isEqualTo("Cancelled by Trader");
  }

  @Test
  void partsOfAnOrderAreFilledOneAfterAnother() throws IOException {
    bench.gateway().faults().orders().pieces(3, Duration.ofSeconds(10));
    bench.place(client, 1, bench.stock("SPY"), bench.market("BUY", 400));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly(
            "open 1 PreSubmitted",
            "status 1 PreSubmitted 0/400",
            "execution 1 BOT 134",
            "open 1 Submitted",
            "status 1 Submitted 134/266",
            "commission 1")
        .inOrder();
    bench.advance(Duration.ofSeconds(9));
    assertThat(bench.heard(client)).isEmpty();
    bench.advance(Duration.ofSeconds(1));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly(
            "execution 1 BOT 134",
            "open 1 Submitted",
            "status 1 Submitted 268/132",
            "commission 0.34")
        .inOrder();
    bench.advance(Duration.ofSeconds(10));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly(
            "execution 1 BOT 132",
            "open 1 Filled",
            "status 1 Filled 400/0",
            "open 1 Filled 2 USD",
            "status 1 Filled 400/0",
            "commission 0.66")
        .inOrder();
  }
}
