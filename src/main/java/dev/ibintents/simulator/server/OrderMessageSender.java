package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.simulator.fault.OrderFaults;
import dev.ibintents.simulator.fault.OrderMessageFaults;
import dev.ibintents.simulator.order.BookChanges;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Sends the messages of the order book to the clients, with the faults that are set. */
final class OrderMessageSender {
  private record HeldMessage(Client client, Response message, long dueNanos) {}

  private final Clients clients;
  private final OrderMessageFaults faults;
  private final Deque<HeldMessage> held = new ArrayDeque<>();
  private boolean brokerLost;

  OrderMessageSender(Clients clients, OrderMessageFaults faults) {
    this.clients = clients;
    this.faults = faults;
  }

  /** Sends messages, or holds them. Messages to clients that are not connected are lost. */
  synchronized void send(List<BookChanges.ClientMessage> messages) {
    if (faults.losing()) {
      return;
    }
    List<BookChanges.ClientMessage> inOrder = new ArrayList<>(messages);
    if (faults.reordering()) {
      Collections.reverse(inOrder);
    }
    for (BookChanges.ClientMessage addressed : inOrder) {
      if (!(faults.leavingStatusOut() && addressed.message() instanceof OrderStatus)) {
        clients.byId(addressed.clientId()).ifPresent(client -> send(client, addressed.message()));
      }
    }
  }

  private void send(Client client, Response message) {
    int copies = faults.duplicating() ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      Duration hold = brokerLost ? OrderFaults.UNTIL_RELEASED : faults.holding();
      boolean passes = message instanceof ErrorMessage && faults.lettingErrorsPass();
      if (passes || hold.isZero() && !isWaiting()) {
        client.push(message);
      } else {
        held.addLast(new HeldMessage(client, message, System.nanoTime() + hold.toNanos()));
      }
    }
  }

  /**
   * Whether held messages wait that a new message must not overtake. Messages to clients that have
   * left are dropped.
   */
  private boolean isWaiting() {
    held.removeIf(waiting -> clients.byId(waiting.client().id()).orElse(null) != waiting.client());
    return !held.isEmpty();
  }

  /** Sets whether the broker is lost. Until its return, every message about orders is held. */
  synchronized void brokerLost(boolean lost) {
    brokerLost = lost;
    if (!lost) {
      release();
    }
  }

  /** Sends the held messages that are due. */
  synchronized void sendDue() {
    while (!held.isEmpty() && held.peekFirst().dueNanos() - System.nanoTime() <= 0) {
      HeldMessage first = held.removeFirst();
      first.client().push(first.message());
    }
  }

  /** Sends all held messages. */
  synchronized void release() {
    held.forEach(waiting -> waiting.client().push(waiting.message()));
    held.clear();
  }

  /** The nanoseconds until the next held message is due; empty if no message is held. */
  synchronized Optional<Long> nanosToNext() {
    return Optional.ofNullable(held.peekFirst()).map(first -> first.dueNanos() - System.nanoTime());
  }
}
