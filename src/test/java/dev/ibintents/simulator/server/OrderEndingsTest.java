package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.CancelOrder;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.ibapi.message.ReqGlobalCancel;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.simulator.account.EndedOrder;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.StandingOrder;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders that are held, filled after their cancellation, or ended without a message. */
class OrderEndingsTest extends FaultyOrdersBench {
  @Test
  void heldOrderIsInNoListUntilItIsTransmitted() throws IOException {
    faults.holdForTransmit(1, 383, "The size exceeds the limit.");
    bench.place(client, 7, spy, buy);
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 7 383");
    bench.advance(Duration.ofHours(1));
    assertThat(listed()).doesNotContain(REF);
    assertThat(bench.held(spy)).isEqualToIgnoringScale("300");

    bench.gateway().tws().transmit(REF);

    assertThat(OrderBench.brief(bench.heard(client)))
        .containsAtLeast("execution 7 BOT 4", "status 7 Filled 4/0")
        .inOrder();
    assertThat(bench.held(spy)).isEqualToIgnoringScale("304");
    assertThat(bench.gateway().account().accepted(REF)).isEqualTo(1);
    assertThat(bench.gateway().account().fills()).isNotEmpty();
    assertThrows(IllegalArgumentException.class, () -> bench.gateway().tws().transmit(REF));
  }

  @Test
  void heldOrderIsTransmittedAfterItsTimeEvenAfterARestart() throws IOException {
    faults.holdForTransmit(1, 383, "The size exceeds the limit.", Duration.ofMinutes(5));
    bench.place(client, 7, spy, rest);
    bench.heard(client);
    client.close();
    bench.restart();
    try (TestClient again = bench.client(1)) {
      bench.advance(Duration.ofMinutes(4));
      assertThat(bench.heard(again)).isEmpty();
      bench.advance(Duration.ofMinutes(1));
      assertThat(OrderBench.brief(bench.heard(again)))
          .containsExactly("open 7 Submitted", "status 7 Submitted 0/4")
          .inOrder();
    }
  }

  @Test
  void noClientCanCancelAHeldOrder() throws IOException {
    faults.holdForTransmit(1, 10311, "Directly routed.");
    bench.place(client, 7, spy, rest);
    client.send(new CancelOrder(7, ""));
    client.send(new ReqGlobalCancel());
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("error 7 10311", "error 7 10147");
    bench.gateway().tws().transmit(heldPermId());
    assertThat(listed()).contains(REF);
  }

  @Test
  void heldDayOrderIsForgottenAtTheEndOfItsDay() throws IOException {
    faults.holdForTransmit(1, 383, "The size exceeds the limit.");
    bench.place(client, 7, spy, buy);
    bench.heard(client);
    bench.advance(Duration.ofDays(1));
    assertThrows(IllegalArgumentException.class, () -> bench.gateway().tws().transmit(REF));
    assertThat(bench.held(spy)).isEqualToIgnoringScale("300");
  }

  @Test
  void cancelledOrderIsFilledLater() throws IOException {
    faults.fillAfterCancel(1, Duration.ofSeconds(30));
    bench.place(client, 7, spy, rest);
    client.send(new CancelOrder(7, ""));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsAtLeast("status 7 Cancelled 0/4", "error 7 202")
        .inOrder();
    assertThat(listed()).doesNotContain(REF);
    assertThat(bench.held(spy)).isEqualToIgnoringScale("300");
    client.send(new CancelOrder(7, ""));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 7 10148");

    client.close();
    bench.restart();
    try (TestClient again = bench.client(1)) {
      bench.advance(Duration.ofSeconds(30));
      assertThat(OrderBench.brief(bench.heard(again)))
          .containsExactly("execution 7 BOT 4", "status 7 Filled 4/0", "commission 1")
          .inOrder();
    }
    assertThat(bench.held(spy)).isEqualToIgnoringScale("304");
    List<EndedOrder> ended =
        bench.gateway().account().endedOrders().stream()
            .filter(order -> order.report().order().orderRef().equals(REF))
            .toList();
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).isFilled()).isTrue();
  }

  @Test
  void partOfACancelledOrderIsFilledOnDemand() throws IOException {
    bench.place(client, 7, spy, rest);
    bench.heard(client);
    long permId = bench.gateway().account().order(1, 7).orElseThrow().order().permId();
    client.send(new CancelOrder(7, ""));
    bench.heard(client);

    PaperFill fill = bench.gateway().tws().fillEnded(permId, new BigDecimal("3"), BigDecimal.TEN);

    assertThat(fill.execution().orderRef()).isEqualTo(REF);
    assertThat(fill.execution().orderId()).isEqualTo(7);
    assertThat(fill.execution().clientId()).isEqualTo(1);
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("execution 7 BOT 3", "status 7 Cancelled 3/1", "commission 1")
        .inOrder();
    assertThat(bench.held(spy)).isEqualToIgnoringScale("303");
    assertThat(listed()).doesNotContain(REF);
    assertThrows(
        IllegalArgumentException.class,
        () -> bench.gateway().tws().fillEnded(permId, new BigDecimal("2"), BigDecimal.TEN));
    bench.gateway().tws().fillEnded(permId, BigDecimal.ONE, BigDecimal.TEN);
    assertThat(OrderBench.brief(bench.heard(client))).contains("status 7 Filled 4/0");
  }

  @Test
  void orderIsGoneAfterAnErrorForItsCancellation() throws IOException {
    for (int code : List.of(10147, 10148, 161)) {
      int id = code;
      bench.place(client, id, spy, rest);
      bench.heard(client);
      faults.answerCancel(1, code, true);
      client.send(new CancelOrder(id, ""));
      assertThat(OrderBench.brief(bench.heard(client)))
          .containsExactly("error %d %d".formatted(id, code));
      assertThat(listed()).doesNotContain(REF);
    }
  }

  @Test
  void orderLivesAfterAnErrorForItsCancellation() throws IOException {
    bench.place(client, 7, spy, rest);
    bench.heard(client);
    faults.answerCancel(2, 10147, false);
    client.send(new CancelOrder(6, ""));
    client.send(new CancelOrder(7, ""));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("error 6 10147", "error 7 10147");
    assertThat(listed()).contains(REF);
  }

  private long heldPermId() {
    return bench.gateway().account().orders().stream()
        .filter(StandingOrder::isHidden)
        .findFirst()
        .orElseThrow()
        .order()
        .permId();
  }

  /** The references of the orders in the list of open orders. */
  private List<String> listed() throws IOException {
    client.send(new ReqAllOpenOrders());
    List<Response> messages = client.until(OpenOrderEnd.class);
    return messages.stream()
        .filter(OpenOrder.class::isInstance)
        .map(OpenOrder.class::cast)
        .map(open -> open.order().orderRef())
        .toList();
  }
}
