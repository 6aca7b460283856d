package dev.ibintents.simulator.fault;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.Waiting;
import dev.ibintents.ibapi.message.CancelOrder;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.ReqOpenOrders;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.fault.Faults.Direction;
import dev.ibintents.simulator.fault.Faults.Trouble;
import dev.ibintents.simulator.server.FaultyOrdersBench;
import dev.ibintents.simulator.server.OrderBench;
import dev.ibintents.simulator.server.TestClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every fault of orders. The account stays correct in spite of it. */
class OrderFaultsTest extends FaultyOrdersBench {
  @Test
  void errorsStrikeTheOrdersWithTheirNumbers() throws IOException {
    faults.reject(2, 201, "Order rejected - reason:No");
    faults.reject(3, 10_999, "This code is unknown.");
    faults.warn(4, 10_998, "This warning is unknown.");
    bench.place(client, 1, spy, rest);
    assertThat(OrderBench.brief(bench.heard(client))).contains("open 1 Submitted");
    bench.place(client, 2, spy, rest);
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("error 2 201", "open 2 Inactive", "status 2 Inactive 0/4")
        .inOrder();
    bench.place(client, 3, spy, rest);
    List<Object> messages = bench.heard(client);
    assertThat(OrderBench.brief(messages)).containsExactly("error 3 10999");
    assertThat(((ErrorMessage) messages.get(0)).text()).isEqualTo("This code is unknown.");
    bench.place(client, 4, spy, rest);
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("error 4 10998", "open 4 Submitted", "status 4 Submitted 0/4")
        .inOrder();
    assertThat(account().received(REF).stream().map(ReceivedOrder::code).toList())
        .containsExactly(0, 201, 10_999, 0)
        .inOrder();
    assertThat(account().accepted(REF)).isEqualTo(2);
    assertThat(account().nextOrderId(1)).isEqualTo(5);
  }

  @Test
  void droppedConnectionBeforeAnOrderLosesTheOrder() throws IOException {
    faults.dropBefore(1);
    bench.place(client, 1, spy, buy);
    assertThat(client.next().isPresent()).isFalse();
    assertThat(account().received(REF)).isEmpty();
    assertThat(bench.held(spy)).isEqualToIgnoringScale("300");
  }

  @Test
  void droppedConnectionAfterAnOrderKeepsTheOrder() throws IOException {
    faults.dropAfter(2);
    bench.place(client, 1, spy, rest);
    bench.heard(client);
    bench.place(client, 2, spy, buy);
    assertThat(client.next().isPresent()).isFalse();
    Waiting.until("the order was acted upon", () -> account().accepted(REF) == 2);
    assertThat(bench.held(spy)).isEqualToIgnoringScale("304");
    try (TestClient again = reconnected()) {
      again.send(new ReqOpenOrders());
      assertThat(again.all(OpenOrder.class, OpenOrderEnd.class)).hasSize(1);
    }
  }

  @Test
  void droppedConnectionAfterAMessageKeepsItsOrder() throws IOException {
    bench.gateway().faults().strike(Direction.IN, Trouble.DROP_AFTER, 2);
    bench.place(client, 1, spy, buy);
    assertThat(client.next().isPresent()).isFalse();
    Waiting.until("the order was acted upon", () -> account().accepted(REF) == 1);
    assertThat(bench.held(spy)).isEqualToIgnoringScale("304");
  }

  @Test
  void heldMessagesLeaveRequestsAnswered() throws IOException {
    faults.messages().hold();
    bench.place(client, 1, spy, rest);
    assertThat(bench.heard(client)).isEmpty();
    client.send(new ReqOpenOrders());
    assertThat(client.all(OpenOrder.class, OpenOrderEnd.class)).hasSize(1);
    client.send(new CancelOrder(1));
    assertThat(bench.heard(client)).isEmpty();
    bench.gateway().releaseOrderMessages();
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly(
            "open 1 Submitted", "status 1 Submitted 0/4", "status 1 Cancelled 0/4", "error 1 202")
        .inOrder();
  }

  @Test
  void messagesAreHeldForATime() throws IOException {
    faults.messages().hold(Duration.ofMillis(150));
    long before = System.nanoTime();
    bench.place(client, 1, spy, rest);
    client.until(OpenOrder.class);
    assertThat(System.nanoTime() - before).isAtLeast(Duration.ofMillis(140).toNanos());
  }

  @Test
  void lostMessagesLeaveTheOrderFilled() throws IOException {
    faults.messages().lose(true);
    bench.place(client, 1, spy, buy);
    assertThat(bench.heard(client)).isEmpty();
    assertThat(bench.held(spy)).isEqualToIgnoringScale("304");
    assertThat(account().accepted(REF)).isEqualTo(1);
    bench.gateway().faults().clear();
    bench.place(client, 2, spy, buy);
    assertThat(bench.heard(client)).hasSize(8);
  }

  @Test
  void messagesAreDuplicatedReorderedOrWithoutStatus() throws IOException {
    faults.messages().duplicate(true);
    bench.place(client, 1, spy, rest);
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly(
            "open 1 Submitted",
            "open 1 Submitted",
            "status 1 Submitted 0/4",
            "status 1 Submitted 0/4")
        .inOrder();
    faults.messages().duplicate(false);
    faults.messages().reorder(true);
    bench.place(client, 2, spy, buy);
    List<String> messages = OrderBench.brief(bench.heard(client));
    assertThat(messages.get(0)).isEqualTo("commission 1");
    assertThat(messages.get(7)).isEqualTo("open 2 PreSubmitted");
    faults.messages().reorder(false);
    faults.messages().withoutStatus(true);
    bench.place(client, 3, spy, buy);
    assertThat(
            OrderBench.brief(bench.heard(client)).stream()
                .filter(text -> text.startsWith("status")))
        .isEmpty();
    assertThat(bench.held(spy)).isEqualToIgnoringScale("308");
  }

  @Test
  void ordersAreStoredWhileTheBrokerIsLost() throws IOException {
    bench.place(client, 1, spy, rest);
    bench.heard(client);
    long permId = account().order(1, 1).orElseThrow().order().permId();
    bench.gateway().loseBroker();
    bench.place(client, 2, spy, buy);
    bench.gateway().tws().fill(permId, new BigDecimal("4"), BigDecimal.TEN);
    assertThat(bench.heard(client)).isEmpty();
    assertThat(account().received(REF)).hasSize(1);
    bench.gateway().regainBroker(true);
    List<String> messages = OrderBench.brief(bench.heard(client));
    assertThat(messages).containsAtLeast("status 1 Filled 4/0", "status 2 Filled 4/0").inOrder();
    assertThat(account().accepted(REF)).isEqualTo(2);
  }

  @Test
  void resetLetsOrderIdsBeginAboveLiveOrders() throws IOException {
    bench.place(client, 7, spy, rest);
    bench.place(client, 9, spy, buy);
    bench.heard(client);
    assertThat(account().nextOrderId(1)).isEqualTo(10);
    account().resetOrderIds();
    assertThat(account().nextOrderId(1)).isEqualTo(8);
    assertThat(account().nextOrderId(2)).isEqualTo(1);
  }

  @Test
  void impossibleFaultsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> faults.reject(0, 201, "never"));
    assertThrows(IllegalArgumentException.class, () -> faults.pieces(0, Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class, () -> faults.messages().hold(Duration.ofMillis(-1)));
  }

  private TestClient reconnected() throws IOException {
    Waiting.until("the client has left", () -> bench.gateway().sessions() == 0);
    return bench.client(1);
  }

  private PaperAccount account() {
    return bench.gateway().account();
  }
}
