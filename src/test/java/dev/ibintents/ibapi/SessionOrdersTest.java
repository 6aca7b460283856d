package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.ibapi.ScriptedGateway.FIRST_ORDER_ID;
import static dev.ibintents.ibapi.ScriptedGateway.SPY;
import static dev.ibintents.ibapi.ScriptedGateway.buy;
import static dev.ibintents.ibapi.ScriptedGateway.error;
import static dev.ibintents.ibapi.ScriptedGateway.execution;
import static dev.ibintents.ibapi.ScriptedGateway.openOrder;
import static dev.ibintents.ibapi.ScriptedGateway.status;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.Acknowledgement.Accepted;
import dev.ibintents.ibapi.Acknowledgement.Refused;
import dev.ibintents.ibapi.message.CancelOrder;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.ibapi.message.PlaceOrder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Orders at a gateway that answers in unusual ways. */
@Timeout(60)
final class SessionOrdersTest extends SessionReplies {
  private static final int ID = FIRST_ORDER_ID;

  private static OrderTicket place(ScriptedGateway gateway) throws Exception {
    OrderTicket ticket =
        gateway.session().placeOrders(List.of(buy("run-1")), firstOrderId -> {}, () -> {}).get(0);
    gateway.next(PlaceOrder.class);
    return ticket;
  }

  @Test
  void ordersLeaveWithAscendingIdsAndAreAcknowledgedInAnyOrder() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      List<OrderTicket> tickets =
          gateway
              .session()
              .placeOrders(List.of(buy("a"), buy("b"), buy("c")), firstOrderId -> {}, () -> {});
      assertThat(tickets.stream().map(OrderTicket::orderId)).containsExactly(7, 8, 9).inOrder();
      for (int id = 7; id <= 9; id++) {
        assertThat(gateway.next(PlaceOrder.class).orderId()).isEqualTo(id);
      }
      gateway.send(
          error(9, 201, "Order rejected - reason: no"),
          execution(8, 1008, "b", 10),
          openOrder(7, "a", "PreSubmitted"));

      assertThat(get(tickets.get(0).acknowledgement()))
          .isEqualTo(new Accepted("PreSubmitted", 1007, BigDecimal.ZERO));
      assertThat(get(tickets.get(1).acknowledgement()))
          .isEqualTo(new Accepted("", 1008, BigDecimal.TEN));
      assertThat(get(tickets.get(2).acknowledgement()))
          .isEqualTo(new Refused(201, "Order rejected - reason: no"));
      assertThat(tickets.get(1).fills()).hasSize(1);
      assertThat(gateway.session().unanswered()).isEmpty();
    }
  }

  @Test
  void newIdsAreAboveThoseOfOpenOrdersOfAllClients() throws Exception {
    try (ScriptedGateway gateway =
        new ScriptedGateway(
            openOrder(41, 3, 5041, "", "Submitted"),
            status(Integer.MAX_VALUE, 0, 5042, "Submitted", "", 0),
            status(52, 4, 5052, "Submitted", "", 0))) {
      assertThat(place(gateway).orderId()).isEqualTo(53);
      assertThat(place(gateway).orderId()).isEqualTo(54);
    }
  }

  @Test
  void newIdsAreAboveIdsUsedBefore() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      gateway.session().orderIdUsed(30);
      gateway.session().orderIdUsed(0);
      assertThat(place(gateway).orderId()).isEqualTo(31);
    }
  }

  @Test
  void laterStatusOverridesRefusal() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      OrderTicket ticket = place(gateway);
      gateway.send(error(ID, 201, "Order rejected - reason: no"));
      assertThat(get(ticket.acknowledgement())).isInstanceOf(Refused.class);
      assertThat(ticket.isDone()).isTrue();
      gateway.send(status(ID, "Submitted", "", 0));
      gateway.settle();

      assertThat(ticket.outcome().orElseThrow()).isInstanceOf(Accepted.class);
      assertThat(ticket.isDone()).isFalse();
    }
  }

  @Test
  void messagesAboutOtherOrdersWithTheSameIdAreIgnored() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      OrderTicket ticket = place(gateway);
      gateway.send(
          openOrder(ID, 3, 5007, "theirs", "Submitted"),
          status(ID, 3, 5007, "Filled", "", 10),
          execution(ID, 4007, "yesterday", 10));
      gateway.settle();
      assertThat(ticket.outcome()).isEmpty();
      gateway.send(openOrder(ID, "run-1", "Submitted"), execution(ID, 4007, "run-1", 10));

      assertThat(get(ticket.acknowledgement()))
          .isEqualTo(new Accepted("Submitted", 1007, BigDecimal.ZERO));
      gateway.settle();
      assertThat(ticket.fills()).isEmpty();
    }
  }

  @Test
  void lostConnectionLeavesSentOrdersUnknown() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      OrderTicket ticket = place(gateway);
      gateway.disconnect();

      assertThat(failure(ticket.acknowledgement())).isInstanceOf(GatewayUnreachableException.class);
      assertThat(ticket.mayHaveLeft()).isTrue();
      OrderTicket late =
          gateway.session().placeOrders(List.of(buy("late")), firstOrderId -> {}, () -> {}).get(0);
      assertThat(failure(late.acknowledgement())).isInstanceOf(OrderNotSentException.class);
      assertThat(late.mayHaveLeft()).isFalse();
      assertThat(failure(gateway.session().whenGone(List.of())))
          .isInstanceOf(GatewayUnreachableException.class);
      assertThat(failure(gateway.session().cancelOrder(3)))
          .isInstanceOf(GatewayUnreachableException.class);
    }
  }

  @Test
  void noOrderOrCancellationIsSentWhileTheBrokerIsLost() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      gateway.send(error(-1, 1100, "Connectivity between IB and TWS has been lost."));
      gateway.settle();
      OrderTicket ticket =
          gateway.session().placeOrders(List.of(buy("a")), firstOrderId -> {}, () -> {}).get(0);

      Throwable notSent = failure(ticket.acknowledgement());
      assertThat(notSent).isInstanceOf(OrderNotSentException.class);
      assertThat(notSent).hasCauseThat().isInstanceOf(ConnectivityLostException.class);
      assertThrows(ConnectivityLostException.class, () -> gateway.session().cancelOrder(3));
      assertThrows(ConnectivityLostException.class, () -> gateway.session().reqGlobalCancel());
      assertThrows(ConnectivityLostException.class, () -> gateway.session().whatIf(buy("w")));
      assertThat(gateway.hasNoMore()).isTrue();
      gateway.send(error(-1, 1102, "restored"));
      gateway.settle();
      place(gateway);
    }
  }

  @Test
  void lossOfTheBrokerDuringABatchStopsTheRestOfIt() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      List<NewOrder> orders = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        orders.add(buy("o" + i));
      }
      CompletableFuture<List<OrderTicket>> placing =
          CompletableFuture.supplyAsync(
              () -> gateway.session().placeOrders(orders, firstOrderId -> {}, () -> {}),
              // A separate thread: on two cores the common pool has only one, which may be busy.
              task -> new Thread(task, "placing").start());
      gateway.next(PlaceOrder.class); // the first part has left; the pacer delays the rest
      gateway.send(error(-1, 1100, "lost"));
      List<OrderTicket> tickets = get(placing);

      long left = tickets.stream().filter(OrderTicket::mayHaveLeft).count();
      assertThat(left).isAtLeast(1);
      assertThat(left).isLessThan(60);
      for (int i = 0; i < 60; i++) {
        assertThat(tickets.get(i).mayHaveLeft()).isEqualTo(i < left);
        assertThat(tickets.get(i).acknowledgement().isDone()).isEqualTo(i >= left);
      }
    }
  }

  @Test
  void orderThatCannotBeEncodedStopsTheWholeBatch() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              gateway
                  .session()
                  .placeOrders(List.of(buy("a"), buy("b\0c")), firstOrderId -> {}, () -> {}));
      gateway.settle();

      assertThat(gateway.session().unanswered()).isEmpty();
    }
  }

  @Test
  void whatIfReturnsItsFiguresAlthoughTheOrderIsRejected() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      CompletableFuture<OrderState> state = gateway.session().whatIf(buy("")).answer();
      PlaceOrder asked = gateway.next(PlaceOrder.class);
      assertThat(asked.order().whatIf()).isTrue();
      OpenOrder answer = openOrder(ID, "", "PreSubmitted");
      Order whatIf = answer.order().with(OrderField.WHAT_IF, true);
      gateway.send(
          error(ID, 201, "Order rejected - reason: no funds"),
          new OpenOrder(SPY, whatIf, answer.state()));

      assertThat(get(state).status()).isEqualTo("PreSubmitted");
      assertThat(gateway.session().openTrades()).isEmpty();
      CompletableFuture<OrderState> unknown = gateway.session().whatIf(buy("")).answer();
      gateway.send(error(ID + 1, 200, "No security definition has been found"));
      assertThat(failure(unknown)).isInstanceOf(RequestRefusedException.class);
    }
  }

  @Test
  void whatIfWaitsForTheFiguresIfTheFirstAnswerHasNone() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      WhatIfTicket ticket = gateway.session().whatIf(buy(""));
      gateway.next(PlaceOrder.class);
      Order whatIf = openOrder(ID, "", "PreSubmitted").order().with(OrderField.WHAT_IF, true);
      OrderState empty = OrderState.builder().status("PreSubmitted").build();
      gateway.send(new OpenOrder(SPY, whatIf, empty));

      assertThat(get(ticket.answer()).initMarginAfter()).isNull();
      assertThat(ticket.figures().isDone()).isFalse();

      OrderState full = empty.toBuilder().initMarginAfter(BigDecimal.TEN).build();
      gateway.send(
          new OpenOrder(SPY, whatIf, full), error(ID, 201, "Order rejected - reason: no funds"));
      gateway.settle();

      assertThat(get(ticket.figures()).initMarginAfter()).isEqualTo(BigDecimal.TEN);
      assertThat(ticket.latest().orElseThrow().initMarginAfter()).isEqualTo(BigDecimal.TEN);
      assertThat(ticket.refusal().orElseThrow().code()).isEqualTo(201);
    }
  }

  @Test
  void messagesDecideTheOutcomeOfACancellation() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      assertCancelled(gateway, Cancellation.Outcome.CANCELLED, 202, "Order Canceled - reason:");
      assertCancelled(gateway, Cancellation.Outcome.TOO_LATE, 161, "not in a cancellable state");
      assertCancelled(
          gateway, Cancellation.Outcome.TOO_LATE, 10148, "cannot be cancelled, state: Filled");
      assertCancelled(
          gateway, Cancellation.Outcome.CANCELLED, 10148, "cannot be cancelled, state: Cancelled");
      assertCancelled(gateway, Cancellation.Outcome.NOT_FOUND, 10147, "not found");
      assertCancelled(gateway, Cancellation.Outcome.NOT_FOUND, 135, "Can't find order with id");
      OrderTicket ticket = place(gateway);
      CompletableFuture<Cancellation> end = gateway.session().cancelOrder(ticket.orderId());
      gateway.send(
          error(ticket.orderId(), 10148, "cannot be cancelled, state: PendingCancel"),
          status(ticket.orderId(), "PendingCancel", "", 0),
          status(ticket.orderId(), "Filled", "", 10));
      assertThat(get(end).outcome()).isEqualTo(Cancellation.Outcome.TOO_LATE);
      assertThat(get(gateway.session().cancelOrder(ticket.orderId())).outcome())
          .isEqualTo(Cancellation.Outcome.TOO_LATE);
    }
  }

  private static void assertCancelled(
      ScriptedGateway gateway, Cancellation.Outcome outcome, int code, String text)
      throws Exception {
    CompletableFuture<Cancellation> answer = gateway.session().cancelOrder(3);
    assertThat(gateway.next(CancelOrder.class).orderId()).isEqualTo(3);
    gateway.send(error(3, code, text));
    assertThat(get(answer)).isEqualTo(new Cancellation(outcome, code, text));
  }
}
