package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.simulator.fault.OrderFaults;
import dev.ibintents.simulator.order.News;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Brings what the order book says to the clients, with the faults that are set. */
final class Delivery {
  private record Held(Client client, Response message, long dueNanos) {}

  private final Clients clients;
  private final OrderFaults faults;
  private final Deque<Held> held = new ArrayDeque<>();
  private boolean brokerLost;

  Delivery(Clients clients, OrderFaults faults) {
    this.clients = clients;
    this.faults = faults;
  }

  /** Sends messages, or lets them wait; those for clients that are not connected are lost. */
  synchronized void send(List<News.Item> items) {
    if (faults.losing()) {
      return;
    }
    List<News.Item> inOrder = new ArrayList<>(items);
    if (faults.reordering()) {
      Collections.reverse(inOrder);
    }
    for (News.Item item : inOrder) {
      if (!(faults.leavesStatusOut() && item.message() instanceof OrderStatus)) {
        clients.byId(item.clientId()).ifPresent(client -> send(client, item.message()));
      }
    }
  }

  private void send(Client client, Response message) {
    int times = faults.duplicating() ? 2 : 1;
    for (int i = 0; i < times; i++) {
      Duration hold = brokerLost ? OrderFaults.UNTIL_RELEASED : faults.holding();
      boolean passes = message instanceof ErrorMessage && faults.lettingErrorsPass();
      if (passes || hold.isZero() && !isWaiting()) {
        client.push(message);
      } else {
        held.addLast(new Held(client, message, System.nanoTime() + hold.toNanos()));
      }
    }
  }

  /** Whether messages wait that others must not overtake; not those whose receiver has gone. */
  private boolean isWaiting() {
    held.removeIf(waiting -> clients.byId(waiting.client().id()).orElse(null) != waiting.client());
    return !held.isEmpty();
  }

  /** While the broker is lost, nothing is heard of orders; what happens meanwhile comes late. */
  synchronized void brokerLost(boolean lost) {
    brokerLost = lost;
    if (!lost) {
      release();
    }
  }

  /** Sends what has waited for long enough. */
  synchronized void sendDue() {
    while (!held.isEmpty() && held.peekFirst().dueNanos() - System.nanoTime() <= 0) {
      Held first = held.removeFirst();
      first.client().push(first.message());
    }
  }

  /** Sends everything that waits. */
  synchronized void release() {
    held.forEach(waiting -> waiting.client().push(waiting.message()));
    held.clear();
  }

  /** In how many nanoseconds something is due; empty if nothing waits. */
  synchronized Optional<Long> nanosToNext() {
    return Optional.ofNullable(held.peekFirst()).map(first -> first.dueNanos() - System.nanoTime());
  }
}
