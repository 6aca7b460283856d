package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.ibapi.ScriptedGateway.error;
import static dev.ibintents.ibapi.ScriptedGateway.execution;
import static dev.ibintents.ibapi.ScriptedGateway.openOrder;
import static dev.ibintents.ibapi.ScriptedGateway.status;

import dev.ibintents.ibapi.message.CompletedOrdersEnd;
import dev.ibintents.ibapi.message.ExecutionDataEnd;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.ibapi.message.ReqCompletedOrders;
import dev.ibintents.ibapi.message.ReqExecutions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists of orders from a gateway that answers in unusual ways. */
@Timeout(60)
final class SessionOrderListsTest extends SessionReplies {
  @Test
  void oneRequestSufficesAfterAnUnrequestedEnd() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway(new OpenOrderEnd())) {
      CompletableFuture<List<OpenTrade>> open = gateway.session().reqAllOpenOrders();
      gateway.next(ReqAllOpenOrders.class);
      gateway.settle();
      assertThat(open.isDone()).isFalse();
      gateway.send(openOrder(41, 3, 5041, "x", "Submitted"), new OpenOrderEnd());

      assertThat(get(open)).hasSize(1);
      assertThat(gateway.hasNoMore()).isTrue();
    }
  }

  @Test
  void unrequestedEndAfterTheRequestDoesNotEndItEarly() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<List<OpenTrade>> open = gateway.session().reqAllOpenOrders();
      gateway.next(ReqAllOpenOrders.class);
      gateway.next(ReqAllOpenOrders.class);
      gateway.send(new OpenOrderEnd()); // the unrequested end
      gateway.settle();
      assertThat(open.isDone()).isFalse();
      gateway.send(openOrder(41, 3, 5041, "x", "Submitted"), new OpenOrderEnd());

      assertThat(get(open)).hasSize(1);
      gateway.send(openOrder(41, 3, 5041, "x", "Submitted"), new OpenOrderEnd());
      gateway.settle();
      CompletableFuture<List<OpenTrade>> again = gateway.session().reqAllOpenOrders();
      gateway.next(ReqAllOpenOrders.class);
      gateway.send(new OpenOrderEnd());
      assertThat(get(again)).isEmpty(); // the other client's order has ended in the meantime
    }
  }

  @Test
  void requestEndsWithoutAnyUnrequestedEnd() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      for (int i = 0; i < 3; i++) {
        CompletableFuture<List<OpenTrade>> open = gateway.session().reqAllOpenOrders();
        gateway.next(ReqAllOpenOrders.class);
        gateway.next(ReqAllOpenOrders.class);
        gateway.send(new OpenOrderEnd(), new OpenOrderEnd());

        assertThat(get(open)).isEmpty();
      }
    }
  }

  @Test
  void whenGoneCompletesWhenEveryOrderHasEnded() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway(new OpenOrderEnd())) {
      CompletableFuture<List<OpenTrade>> open = gateway.session().reqAllOpenOrders();
      gateway.send(
          openOrder(3, 1, 0, "own", "Submitted"),
          openOrder(41, 3, 5041, "theirs", "Submitted"),
          new OpenOrderEnd());
      CompletableFuture<Void> gone = gateway.session().whenGone(get(open));
      gateway.send(
          status(3, 1, 1003, "PendingCancel", "", 0), status(3, 1, 1003, "Cancelled", "", 0));
      gateway.next(ReqAllOpenOrders.class);
      gateway.settle();
      assertThat(gone.isDone()).isFalse();
      gateway.session().reqAllOpenOrders();
      gateway.send(new OpenOrderEnd());

      get(gone);
    }
  }

  @Test
  void ownOrderMissingInAListIsGoneWithoutAStatus() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway(new OpenOrderEnd())) {
      gateway.send(openOrder(3, "run-1", "Submitted"), status(3, "Submitted", "", 0));
      gateway.settle();
      CompletableFuture<Void> gone = gateway.session().whenGone(gateway.session().openTrades());
      CompletableFuture<Cancellation> cancelled = gateway.session().cancelOrder(3);
      gateway.send(error(3, 10147, "OrderId 3 that needs to be cancelled is not found."));
      assertThat(get(cancelled).outcome()).isEqualTo(Cancellation.Outcome.NOT_FOUND);
      assertThat(gone.isDone()).isFalse();

      CompletableFuture<List<OpenTrade>> open = gateway.session().reqAllOpenOrders();
      gateway.send(new OpenOrderEnd());

      get(gone);
      assertThat(get(open)).isEmpty();
      assertThat(gateway.session().openTrades()).isEmpty();
    }
  }

  @Test
  void orderFirstHeardOfAfterTheRequestStaysOpen() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway(new OpenOrderEnd())) {
      gateway.send(openOrder(2, "run-0", "Submitted"));
      gateway.settle();
      CompletableFuture<List<OpenTrade>> open = gateway.session().reqAllOpenOrders();
      gateway.next(ReqAllOpenOrders.class);
      gateway.send(openOrder(3, "run-1", "Submitted"), new OpenOrderEnd());

      assertThat(get(open).stream().map(trade -> trade.openOrder().order().orderRef()).toList())
          .containsExactly("run-1");
    }
  }

  @Test
  void unlistedOrderIsStillKnownToHaveArrived() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway(new OpenOrderEnd())) {
      gateway.send(openOrder(3, "run-1", "Submitted"));
      gateway.settle();
      CompletableFuture<OrdersByRef> byRef = gateway.session().reqOrdersByRef();
      gateway.next(ReqAllOpenOrders.class);
      gateway.next(ReqCompletedOrders.class);
      int reqId = gateway.next(ReqExecutions.class).reqId();
      gateway.send(new OpenOrderEnd(), new CompletedOrdersEnd(), new ExecutionDataEnd(reqId));

      OrdersByRef orders = get(byRef);
      assertThat(orders.open()).isEmpty();
      assertThat(orders.of("run-1").orElseThrow().trades()).isEmpty();
      assertThat(orders.of("run-1").orElseThrow().unlisted()).hasSize(1);
    }
  }

  @Test
  void ordersAreFoundByTheirOrderRef() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway(new OpenOrderEnd())) {
      CompletableFuture<OrdersByRef> byRef = gateway.session().reqOrdersByRef();
      gateway.next(ReqAllOpenOrders.class);
      gateway.next(ReqCompletedOrders.class);
      int reqId = gateway.next(ReqExecutions.class).reqId();
      gateway.send(
          openOrder(3, "run-1", "Submitted"),
          new OpenOrderEnd(),
          new CompletedOrdersEnd(),
          execution(4, 1004, "run-2", 10),
          new ExecutionDataEnd(reqId));

      OrdersByRef orders = get(byRef);
      assertThat(orders.orders().keySet()).containsExactly("run-1", "run-2");
      assertThat(orders.of("run-1").orElseThrow().trades()).hasSize(1);
      assertThat(orders.of("run-2").orElseThrow().fills()).hasSize(1);
      assertThat(orders.of("run-3")).isEmpty();
    }
  }

  @Test
  void ordersByRefFailIfTheBrokerWasLostInBetween() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway(new OpenOrderEnd())) {
      CompletableFuture<OrdersByRef> byRef = gateway.session().reqOrdersByRef();
      gateway.next(ReqAllOpenOrders.class);
      gateway.next(ReqCompletedOrders.class);
      int reqId = gateway.next(ReqExecutions.class).reqId();
      gateway.send(
          error(-1, 1100, "lost"),
          error(-1, 1102, "restored"),
          new OpenOrderEnd(),
          new CompletedOrdersEnd(),
          new ExecutionDataEnd(reqId));

      assertThat(failure(byRef)).isInstanceOf(ConnectivityLostException.class);
    }
  }
}
