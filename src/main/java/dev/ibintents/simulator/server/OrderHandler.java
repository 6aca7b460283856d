package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.CancelOrder;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.ReqGlobalCancel;
import dev.ibintents.simulator.account.EndedOrder;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.fault.OrderFaults;
import dev.ibintents.simulator.fault.OrderFaults.CancelAnswer;
import dev.ibintents.simulator.order.BookChanges;
import dev.ibintents.simulator.order.OrderBook;
import dev.ibintents.simulator.order.OrderIntake;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Takes orders, changes and cancellations from clients. While the broker is lost it stores them.
 */
final class OrderHandler {
  private final PaperAccount account;
  private final OrderBook book;
  private final OrderIntake intake;
  private final OrderFaults faults;
  private final Set<Long> reportedEnded = new HashSet<>();
  private final List<Runnable> stored = new ArrayList<>();
  private boolean brokerLost;

  OrderHandler(PaperAccount account, OrderBook book, OrderIntake intake, OrderFaults faults) {
    this.account = account;
    this.book = book;
    this.intake = intake;
    this.faults = faults;
  }

  void register(RequestHandlers handlers) {
    handlers
        .on(PlaceOrder.class, (client, request) -> place(client.id(), request))
        .on(CancelOrder.class, (client, request) -> cancel(client.id(), request))
        .on(ReqGlobalCancel.class, (client, request) -> cancelAll());
  }

  /** Stores requests from now on, as gateways do without the broker. */
  void loseBroker() {
    synchronized (account) {
      brokerLost = true;
    }
  }

  /** Acts upon the stored requests in the order of their arrival. */
  void regainBroker() {
    synchronized (account) {
      brokerLost = false;
      List<Runnable> waiting = List.copyOf(stored);
      stored.clear();
      waiting.forEach(Runnable::run);
    }
  }

  private void actOrStore(Consumer<BookChanges> action) {
    synchronized (account) {
      if (brokerLost) {
        stored.add(() -> book.act(action));
      } else {
        book.act(action);
      }
    }
  }

  /** Takes an order of a client. */
  void place(int clientId, PlaceOrder request) {
    actOrStore(changes -> intake.take(clientId, request, changes));
  }

  /**
   * Takes an order of TWS.
   *
   * @return its number in the account
   * @throws IllegalArgumentException if it is refused
   */
  long placeByHand(PlaceOrder request) {
    AtomicReference<ReceivedOrder> result = new AtomicReference<>();
    book.act(changes -> result.set(intake.takeByHand(request, changes)));
    ReceivedOrder received = result.get();
    if (received.outcome() == ReceivedOrder.Outcome.REFUSED) {
      throw new IllegalArgumentException("the order was refused with code " + received.code());
    }
    return received.permId();
  }

  /** Takes a cancellation of a client. */
  void cancel(int clientId, CancelOrder request) {
    if (request.manualCancelOrderTime().isEmpty()
        || GatewayTime.absolute(request.manualCancelOrderTime()).isPresent()) {
      actOrStore(changes -> cancel(clientId, request.orderId(), changes));
    }
  }

  private void cancel(int clientId, int orderId, BookChanges changes) {
    Optional<StandingOrder> live =
        orderId == 0 ? Optional.empty() : account.order(clientId, orderId);
    Optional<CancelAnswer> planned = faults.cancelAnswer();
    if (planned.isPresent()) {
      answer(clientId, orderId, planned.get(), live, changes);
    } else if (orderId <= 0) {
      changes.error(clientId, orderId, 10149, "Invalid order id: " + orderId);
    } else if (live.isPresent()) {
      cancel(live.get(), changes);
    } else {
      notLive(clientId, orderId, changes);
    }
  }

  private void answer(
      int clientId,
      int orderId,
      CancelAnswer answer,
      Optional<StandingOrder> live,
      BookChanges changes) {
    if (answer.gone()) {
      live.ifPresent(order -> book.vanish(order, changes));
    }
    long permId = live.map(order -> order.order().permId()).orElse(0L);
    String text =
        switch (answer.code()) {
          case 10147 -> notFound(orderId);
          case 10148 -> notCancellable(orderId, "Cancelled");
          default -> OrderBook.notCancellable(permId);
        };
    changes.error(clientId, orderId, answer.code(), text);
  }

  private static String notFound(int orderId) {
    return "OrderId %d that needs to be cancelled is not found.".formatted(orderId);
  }

  private static String notCancellable(int orderId, String state) {
    return "OrderId %d that needs to be cancelled cannot be cancelled, state: %s."
        .formatted(orderId, state);
  }

  private void cancel(StandingOrder live, BookChanges changes) {
    if (!live.progress().transmitted()) {
      book.discard(live, changes);
    } else if (live.progress().cancelAt() != null) {
      changes.error(
          live.order().clientId(),
          live.order().orderId(),
          161,
          OrderBook.notCancellable(live.order().permId()));
    } else {
      book.cancel(live, changes);
    }
  }

  /**
   * Reports that an order is not live: error 10148 the first time; later, or to another client,
   * error 10147.
   */
  private void notLive(int clientId, int orderId, BookChanges changes) {
    Optional<EndedOrder> ended =
        account.endedOrders().stream()
            .filter(order -> order.is(clientId, orderId))
            .filter(order -> reportedEnded.add(order.report().order().permId()))
            .findFirst();
    if (ended.isPresent()) {
      changes.error(
          clientId, orderId, 10148, notCancellable(orderId, ended.get().report().state().status()));
    } else {
      changes.error(clientId, orderId, 10147, notFound(orderId));
    }
  }

  /** Cancels the orders of all clients and of TWS. */
  void cancelAll() {
    actOrStore(
        changes ->
            account.orders().stream()
                .filter(order -> !order.isHidden())
                .filter(order -> account.order(order.order().permId()).isPresent())
                .filter(order -> order.progress().cancelAt() == null)
                .forEach(order -> cancel(order, changes)));
  }
}
