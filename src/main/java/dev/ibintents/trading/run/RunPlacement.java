package dev.ibintents.trading.run;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.KillSwitchException;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.Acknowledgement;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.ibapi.OrderNotSentException;
import dev.ibintents.ibapi.OrderTicket;
import dev.ibintents.ibapi.OrdersByRef;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.LeaseLostException;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegUpdate;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places orders of a run, all together. The ledger records each order as sent before its first byte
 * leaves. Then this waits for all acknowledgements. An order that is not acknowledged in time stays
 * recorded as sent, and recovery settles it.
 *
 * <p>Right before each part of the orders leaves, {@link PlacementGate} checks whether it may. An
 * order that the gate holds back has certainly not left. If trading was switched off, it is
 * recorded as not sent, which is final. Else it is recorded as planned: the reason may pass, and
 * the next run sends it.
 */
public final class RunPlacement {
  private static final Logger logger = LoggerFactory.getLogger(RunPlacement.class);

  /**
   * The longest wait for acknowledgements. An order without one is left to recovery, and not sent
   * again.
   */
  private static final Duration ACKNOWLEDGEMENT_TIMEOUT = Duration.ofSeconds(10);

  private final Environment environment;
  private final RunLedger ledger;
  private final Books books;
  private final String intent;

  /**
   * Creates the placement of an invocation.
   *
   * @param environment the environment of the invocation, with a connected gateway
   * @param ledger the ledger of the run
   * @param books the books, which follow the states of orders
   * @param intent the name of the intent that sends, which may differ from the one that planned
   */
  public RunPlacement(Environment environment, RunLedger ledger, Books books, String intent) {
    this.environment = environment;
    this.ledger = ledger;
    this.books = books;
    this.intent = intent;
  }

  /**
   * Places some of a run's orders.
   *
   * @param run the caller's run
   * @param legs the orders to place; the list may be empty
   * @param hold the hold on the lease under which the run was begun or taken over
   * @return the run after the placement; some of its orders may be unsettled
   * @throws LeaseLostException if another process has taken the account over; nothing is sent after
   *     that
   * @throws dev.ibintents.environment.ShuttingDownException if the process was told to end before
   *     the placement; nothing was sent
   */
  public Run place(Run run, List<Leg> legs, LeaseHold hold) {
    if (legs.isEmpty()) {
      return run;
    }
    IbGateway gateway = environment.gateway();
    int clientId = gateway.session().clientId();
    List<OrderTicket> tickets =
        gateway
            .session()
            .placeOrders(
                legs.stream().map(leg -> new NewOrder(leg.contract(), leg.order())).toList(),
                firstOrderId -> recordAsSent(run, sent(legs, clientId, firstOrderId), hold),
                new PlacementGate(environment, hold, run, intent));
    gateway.awaitEach(
        ACKNOWLEDGEMENT_TIMEOUT, tickets.stream().map(OrderTicket::acknowledgement).toList());
    boolean areRefusalsCertain = tickets.stream().noneMatch(RunPlacement::isRefused) || heardOut();
    List<LegUpdate> updates = new ArrayList<>();
    for (int i = 0; i < legs.size(); i++) {
      OrderTicket ticket = tickets.get(i);
      if (areRefusalsCertain || !isRefused(ticket)) {
        outcome(legs.get(i).orderRef(), ticket).ifPresent(updates::add);
      }
    }
    Run placed = ledger.record(hold.lease(), run.id(), updates);
    books.settle(placed.legs());
    return placed;
  }

  private void recordAsSent(Run run, List<LegUpdate> sent, LeaseHold hold) {
    hold.requireValid("no order is sent");
    ledger.record(hold.lease(), run.id(), sent);
  }

  private static boolean isRefused(OrderTicket ticket) {
    return ticket.outcome().filter(Acknowledgement.Refused.class::isInstance).isPresent();
  }

  /**
   * Requests the orders that the broker has seen, after an order seems to be refused. A status that
   * disproves the refusal may follow the error. It arrives before the answer to this request, and
   * the tickets receive it.
   *
   * @return whether the answer came; without it, the refusal is left to recovery
   */
  private boolean heardOut() {
    IbGateway gateway = environment.gateway();
    CompletableFuture<OrdersByRef> seen = gateway.session().reqOrdersByRef();
    gateway.awaitEach(ACKNOWLEDGEMENT_TIMEOUT, List.of(seen));
    boolean heard = IbGateway.hasCome(seen);
    if (!heard) {
      logger.error(
          "An order seems to be refused, but the gateway does not list the orders that it has"
              + " seen");
    }
    return heard;
  }

  private static List<LegUpdate> sent(List<Leg> legs, int clientId, int firstOrderId) {
    List<LegUpdate> updates = new ArrayList<>();
    for (Leg leg : legs) {
      updates.add(LegUpdate.sent(leg.orderRef(), clientId, firstOrderId + updates.size()));
    }
    return updates;
  }

  private static Optional<LegUpdate> outcome(String orderRef, OrderTicket ticket) {
    if (ticket.acknowledgement().isCompletedExceptionally()) {
      return failure(orderRef, ticket);
    }
    return ticket
        .outcome()
        .map(
            outcome ->
                outcome instanceof Acknowledgement.Refused refused
                    ? LegUpdate.rejected(orderRef, refused.code() + " " + refused.text())
                    : LegUpdate.acknowledged(orderRef, ticket.permId()));
  }

  /**
   * Returns the update for an order that failed. If the order never left, the update takes back the
   * record "sent", which is written before an order leaves.
   */
  private static Optional<LegUpdate> failure(String orderRef, OrderTicket ticket) {
    try {
      ticket.acknowledgement().join();
      return Optional.empty();
    } catch (CompletionException e) {
      if (e.getCause() instanceof OrderNotSentException held) {
        logger.error("Order {} was not sent: {}", orderRef, held.getCause().getMessage());
        return Optional.of(heldBack(orderRef, held.getCause()));
      }
      logger.error("Order {} is not acknowledged: {}", orderRef, e.getCause().getMessage());
      return Optional.empty();
    }
  }

  private static LegUpdate heldBack(String orderRef, Throwable reason) {
    String why = "it was held back: " + reason.getMessage();
    return reason instanceof KillSwitchException
        ? LegUpdate.notSent(orderRef, why)
        : LegUpdate.heldBack(orderRef, why);
  }
}
