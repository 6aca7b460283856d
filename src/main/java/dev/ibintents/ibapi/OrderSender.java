package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CancelOrder;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.ReqGlobalCancel;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.Response;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Places and cancels the orders of one session, and passes the gateway's messages to them. */
final class OrderSender {
  private static final Logger logger = LoggerFactory.getLogger(OrderSender.class);

  private final Connection connection;
  private final int clientId;
  private final Connectivity connectivity;
  private final Fills fills;
  private final OrderIds ids = new OrderIds();
  private final Map<Integer, OrderTicket> tickets = new ConcurrentHashMap<>();
  private final Map<Integer, WhatIfTicket> whatIfs = new ConcurrentHashMap<>();
  private final Cancellations cancellations = new Cancellations();
  private final Object placing = new Object();
  private final SessionEnd end;

  OrderSender(
      Connection connection, int clientId, Connectivity connectivity, Fills fills, SessionEnd end) {
    this.connection = connection;
    this.clientId = clientId;
    this.connectivity = connectivity;
    this.fills = fills;
    this.end = end;
  }

  void nextValidId(int orderId) {
    ids.nextValidId(orderId);
  }

  void idUsed(int orderId) {
    ids.seen(orderId);
  }

  /** Places orders in one batch; see {@link ClientSession#placeOrders}. */
  List<OrderTicket> place(List<NewOrder> orders, IntConsumer beforeSending, SendGate gate) {
    List<OrderTicket> placed = new ArrayList<>();
    // Ids must reach the gateway in ascending order: it refuses an id below the last (103).
    synchronized (placing) {
      int orderId = ids.take(orders.size());
      beforeSending.accept(orderId);
      List<PlaceOrder> messages = new ArrayList<>();
      for (NewOrder order : orders) {
        if (order.order().whatIf()) {
          throw new IllegalArgumentException("a what-if order cannot be placed; use whatIf for it");
        }
        placed.add(new OrderTicket(orderId, clientId, order, fills));
        messages.add(new PlaceOrder(orderId, order.contract(), order.order()));
        orderId++;
      }
      placed.forEach(ticket -> tickets.put(ticket.orderId(), ticket));
      send(messages, placed, gate);
    }
    return List.copyOf(placed);
  }

  private void send(List<PlaceOrder> messages, List<OrderTicket> placed, SendGate sendGate) {
    Gate gate = new Gate(placed, sendGate);
    RuntimeException heldBack = end.cause();
    if (heldBack == null) {
      try {
        connection.send(messages, gate);
        heldBack = gate.refusal;
      } catch (GatewayException e) {
        heldBack = e;
      } catch (RuntimeException e) {
        placed.forEach(ticket -> tickets.remove(ticket.orderId()));
        throw e;
      }
    }
    for (OrderTicket ticket : placed) {
      if (!ticket.mayHaveLeft()) {
        ticket.fail(new OrderNotSentException(ticket.orderId(), heldBack));
      } else if (end.cause() != null) {
        ticket.fail(end.cause()); // it may have left after the session had ended
      }
    }
  }

  /**
   * Lets orders out while the gateway is connected to the broker and the {@link SendGate} agrees,
   * and marks the orders that may have left.
   */
  private final class Gate implements Predicate<List<? extends Request>> {
    private final Iterator<OrderTicket> waiting;
    private final SendGate sendGate;
    private RuntimeException refusal;

    Gate(List<OrderTicket> placed, SendGate sendGate) {
      this.waiting = placed.iterator();
      this.sendGate = sendGate;
    }

    @Override
    public boolean test(List<? extends Request> leaving) {
      try {
        connectivity.require("no order is sent");
        sendGate.require();
      } catch (RuntimeException e) {
        refusal = e; // the tickets fail with it
        return false;
      }
      leaving.forEach(message -> waiting.next().markSent());
      return true;
    }
  }

  /** Asks for the margin and commission of an order; see {@link ClientSession#whatIf}. */
  WhatIfTicket whatIf(NewOrder order) {
    connectivity.require("no what-if order is sent");
    Order whatIf = order.order().with(OrderField.WHAT_IF, true).with(OrderField.TRANSMIT, true);
    WhatIfTicket ticket = new WhatIfTicket();
    synchronized (placing) {
      int orderId = ids.take(1);
      whatIfs.put(orderId, ticket);
      send(new PlaceOrder(orderId, order.contract(), whatIf), ticket::fail);
    }
    return ticket;
  }

  private void send(Request request, Consumer<RuntimeException> ifFailed) {
    RuntimeException endCause = end.cause();
    if (endCause != null) {
      ifFailed.accept(endCause);
      return;
    }
    try {
      connection.send(List.of(request));
    } catch (GatewayException e) {
      ifFailed.accept(e);
    }
  }

  /** Asks to cancel an order of this client; see {@link ClientSession#cancelOrder}. */
  CompletableFuture<Cancellation> cancel(int orderId) {
    OrderTicket ticket = tickets.get(orderId);
    if (ticket != null && ticket.isDone()) {
      return CompletableFuture.completedFuture(Cancellations.ofDone(ticket));
    }
    connectivity.require("no order can be cancelled");
    CompletableFuture<Cancellation> answer = cancellations.add(orderId);
    send(new CancelOrder(orderId), answer::completeExceptionally);
    return answer;
  }

  /** Asks to cancel all orders of the account. */
  void cancelAll() {
    connectivity.require("no order can be cancelled");
    connection.send(List.of(new ReqGlobalCancel()));
  }

  /** The orders, what-if orders and cancellations without a result yet, in words. */
  List<String> unanswered() {
    return Stream.of(
            tickets.values().stream()
                .filter(ticket -> !ticket.acknowledgement().isDone())
                .map(ticket -> "the acknowledgement of " + ticket),
            whatIfs.entrySet().stream()
                .filter(whatIf -> !whatIf.getValue().answer().isDone())
                .map(whatIf -> "the answer to what-if order " + whatIf.getKey()),
            cancellations.pending().stream().map(orderId -> "the end of order " + orderId))
        .flatMap(texts -> texts)
        .toList();
  }

  /** Takes any message, and uses those about orders. */
  void received(Response message) {
    if (message instanceof OpenOrder open) {
      received(open);
    } else if (message instanceof OrderStatus status) {
      ids.seen(status.orderId());
      ticket(status.orderId()).ifPresent(ticket -> ticket.received(status));
      if (status.clientId() == clientId) {
        cancellations.status(status.orderId(), status.status());
      }
    } else if (message instanceof ExecutionData data) {
      if (data.execution().clientId() == clientId) {
        ids.seen(data.execution().orderId());
      }
      ticket(data.execution().orderId()).ifPresent(ticket -> ticket.received(data));
    }
  }

  private void received(OpenOrder open) {
    int orderId = open.order().orderId();
    ids.seen(orderId);
    if (open.order().clientId() != clientId) {
      return;
    }
    WhatIfTicket whatIf = whatIfs.get(orderId);
    if (whatIf != null) {
      whatIf.received(open.state());
      return;
    }
    ticket(orderId).ifPresent(ticket -> ticket.received(open));
    cancellations.status(orderId, open.state().status());
  }

  private Optional<OrderTicket> ticket(int orderId) {
    return Optional.ofNullable(tickets.get(orderId));
  }

  /** Takes an error that carries an order's id. */
  void received(ErrorMessage error) {
    logger.warn("The gateway says of order {}: {} {}", error.id(), error.code(), error.text());
    WhatIfTicket whatIf = whatIfs.get(error.id());
    if (whatIf != null) {
      whatIf.received(error);
      return;
    }
    boolean cancelling = cancellations.pending().contains(error.id());
    ticket(error.id()).ifPresent(ticket -> ticket.received(error, cancelling));
    cancellations.error(error);
  }

  /**
   * Fails everything without a result, because the connection has ended. Its result stays unknown.
   */
  void end(RuntimeException cause) {
    // The sending thread fails the orders that have not left: it knows whether they ever will.
    tickets.values().stream()
        .filter(OrderTicket::mayHaveLeft)
        .forEach(ticket -> ticket.fail(cause));
    whatIfs.values().forEach(whatIf -> whatIf.fail(cause));
    cancellations.end(cause);
  }
}
