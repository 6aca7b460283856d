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
import dev.ibintents.simulator.order.News;
import dev.ibintents.simulator.order.OrderBook;
import dev.ibintents.simulator.order.OrderIntake;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Takes orders, changes and cancellations from clients, or stores them without the broker. */
final class TradingDesk {
  private final PaperAccount account;
  private final OrderBook book;
  private final OrderIntake intake;
  private final OrderFaults faults;
  private final Set<Long> toldToBeEnded = new HashSet<>();
  private final List<Runnable> stored = new ArrayList<>();
  private boolean brokerLost;

  TradingDesk(PaperAccount account, OrderBook book, OrderIntake intake, OrderFaults faults) {
    this.account = account;
    this.book = book;
    this.intake = intake;
    this.faults = faults;
  }

  void answerAt(Desk desk) {
    desk.on(PlaceOrder.class, (client, request) -> place(client.id(), request))
        .on(CancelOrder.class, (client, request) -> cancel(client.id(), request))
        .on(ReqGlobalCancel.class, (client, request) -> cancelAll());
  }

  /** From now on, stores what clients send, as gateways do without the broker. */
  void loseBroker() {
    synchronized (account) {
      brokerLost = true;
    }
  }

  /** Acts upon what was stored, in its order. */
  void regainBroker() {
    synchronized (account) {
      brokerLost = false;
      List<Runnable> waiting = List.copyOf(stored);
      stored.clear();
      waiting.forEach(Runnable::run);
    }
  }

  private void actOrStore(Consumer<News> action) {
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
    actOrStore(news -> intake.take(clientId, request, news));
  }

  /** Takes an order of TWS; its number in the account is the answer. */
  long placeByHand(PlaceOrder request) {
    AtomicReference<ReceivedOrder> made = new AtomicReference<>();
    book.act(news -> made.set(intake.takeByHand(request, news)));
    ReceivedOrder received = made.get();
    if (received.outcome() == ReceivedOrder.Outcome.REFUSED) {
      throw new IllegalArgumentException("the order was refused with code " + received.code());
    }
    return received.permId();
  }

  /** Takes a cancellation of a client. */
  void cancel(int clientId, CancelOrder request) {
    if (request.manualCancelOrderTime().isEmpty()
        || GatewayTime.absolute(request.manualCancelOrderTime()).isPresent()) {
      actOrStore(news -> cancel(clientId, request.orderId(), news));
    }
  }

  private void cancel(int clientId, int orderId, News news) {
    Optional<StandingOrder> live =
        orderId == 0 ? Optional.empty() : account.order(clientId, orderId);
    Optional<CancelAnswer> planned = faults.cancelAnswer();
    if (planned.isPresent()) {
      answer(clientId, orderId, planned.get(), live, news);
    } else if (orderId <= 0) {
      news.error(clientId, orderId, 10149, "Invalid order id: " + orderId);
    } else if (live.isPresent()) {
      cancel(live.get(), news);
    } else {
      notLive(clientId, orderId, news);
    }
  }

  private void answer(
      int clientId, int orderId, CancelAnswer answer, Optional<StandingOrder> live, News news) {
    if (answer.gone()) {
      live.ifPresent(order -> book.vanish(order, news));
    }
    long permId = live.map(order -> order.order().permId()).orElse(0L);
    String text =
        switch (answer.code()) {
          case 10147 -> notFound(orderId);
          case 10148 -> notCancellable(orderId, "Cancelled");
          default -> OrderBook.notCancellable(permId);
        };
    news.error(clientId, orderId, answer.code(), text);
  }

  private static String notFound(int orderId) {
    return "OrderId %d that needs to be cancelled is not found.".formatted(orderId);
  }

  private static String notCancellable(int orderId, String state) {
    return "OrderId %d that needs to be cancelled cannot be cancelled, state: %s."
        .formatted(orderId, state);
  }

  private void cancel(StandingOrder live, News news) {
    if (!live.progress().transmitted()) {
      book.discard(live, news);
    } else if (live.progress().cancelAt() != null) {
      news.error(
          live.order().clientId(),
          live.order().orderId(),
          161,
          OrderBook.notCancellable(live.order().permId()));
    } else {
      book.cancel(live, news);
    }
  }

  /** 10148 the first time, 10147 from then on, and to whoever does not own it. */
  private void notLive(int clientId, int orderId, News news) {
    Optional<EndedOrder> ended =
        account.endedOrders().stream()
            .filter(order -> order.is(clientId, orderId))
            .filter(order -> toldToBeEnded.add(order.report().order().permId()))
            .findFirst();
    if (ended.isPresent()) {
      news.error(
          clientId, orderId, 10148, notCancellable(orderId, ended.get().report().state().status()));
    } else {
      news.error(clientId, orderId, 10147, notFound(orderId));
    }
  }

  /** Cancels the orders of all clients and of TWS. */
  void cancelAll() {
    actOrStore(
        news ->
            account.orders().stream()
                .filter(order -> !order.isHidden())
                .filter(order -> account.order(order.order().permId()).isPresent())
                .filter(order -> order.progress().cancelAt() == null)
                .forEach(order -> cancel(order, news)));
  }
}
