package dev.ibintents.simulator.order;

import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.simulator.account.EndedOrder.Ending;
import dev.ibintents.simulator.account.OrderReports;
import dev.ibintents.simulator.account.OrderReports.Numbers;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.Progress;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.account.ReceivedOrder.Outcome;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.fault.OrderFaults;
import dev.ibintents.simulator.fault.OrderFaults.Fate;
import dev.ibintents.simulator.fault.OrderFaults.OrderError;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Listing;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Decides about an order on its arrival: accepts it, changes a live order, or refuses it. */
public final class OrderIntake {
  private static final int TWS = 0;

  private final PaperAccount account;
  private final OrderBook book;
  private final OrderRules rules;
  private final Margin margin;
  private final Market market;
  private final OrderFaults faults;

  /** Takes the orders of an account. */
  public OrderIntake(
      PaperAccount account,
      OrderBook book,
      OrderRules rules,
      Margin margin,
      Market market,
      OrderFaults faults) {
    this.account = account;
    this.book = book;
    this.rules = rules;
    this.margin = margin;
    this.market = market;
    this.faults = faults;
  }

  /** Takes an order of a client, and reports the decision. */
  public void take(int clientId, PlaceOrder request, BookChanges changes) {
    new Arrival(clientId, request, changes, false).decide();
  }

  /** Takes an order of TWS, and returns the decision. */
  public ReceivedOrder takeByHand(PlaceOrder request, BookChanges changes) {
    return new Arrival(TWS, request, changes, true).decide();
  }

  /** The arrival of one order. */
  private final class Arrival {
    private final int clientId;
    private final int orderId;
    private final PlaceOrder request;
    private final BookChanges changes;
    private final boolean isManual;
    private long permId;
    private boolean reported;
    private Duration held;

    Arrival(int clientId, PlaceOrder request, BookChanges changes, boolean isManual) {
      this.isManual = isManual;
      this.clientId = clientId;
      this.request = request;
      this.changes = changes;
      orderId = request.orderId();
    }

    ReceivedOrder decide() {
      Optional<OrderError> planned = faults.nextError();
      changes.markChanged();
      try {
        boolean refused = planned.isPresent() && planned.get().fate() == Fate.REFUSED;
        if (planned.isPresent() && !refused) {
          error(planned.get().code(), planned.get().text());
        }
        held = planned.filter(OrderError::isHeld).map(OrderError::held).orElse(null);
        int code = held == null ? 0 : planned.get().code();
        return log(accept(planned.filter(error -> refused)), code);
      } catch (OrderRefusedException e) {
        refuse(e.refusal());
        Outcome outcome = request.order().whatIf() ? Outcome.WHAT_IF : Outcome.REFUSED;
        return log(outcome, e.refusal().code());
      }
    }

    private Outcome accept(Optional<OrderError> planned) throws OrderRefusedException {
      Optional<StandingOrder> live =
          orderId == 0 ? Optional.empty() : account.order(clientId, orderId);
      boolean placed = live.isEmpty() && !request.order().whatIf();
      boolean rejection = placed && planned.isPresent() && planned.get().code() == 201;
      if (planned.isPresent() && !rejection) {
        account.markUsed(clientId, orderId);
        OrderError error = planned.get();
        throw new OrderRefusedException(Refusal.byGateway(error.code(), error.text()));
      }
      if (live.isPresent()) {
        return change(live.get());
      }
      if (!isManual && orderId < account.nextOrderId(clientId)) {
        throw new OrderRefusedException(usedOrderId());
      }
      account.markUsed(clientId, orderId);
      Listing listing = rules.check(request.contract(), request.order(), account.now());
      if (request.order().whatIf()) {
        whatIf(listing);
        return Outcome.WHAT_IF;
      }
      add(listing, planned.map(error -> new Refusal(error.code(), error.text())));
      return Outcome.ACCEPTED;
    }

    /** The refusal of a used order id: error 104 if that order was filled, else error 103. */
    private Refusal usedOrderId() {
      boolean filled =
          account.endedOrders().stream()
              .anyMatch(order -> order.is(clientId, orderId) && order.isFilled());
      return filled && orderId != 0
          ? Refusal.byGateway(104, "Cannot modify a filled order.")
          : Refusal.byGateway(103, "Duplicate order id");
    }

    private void add(Listing listing, Optional<Refusal> planned) throws OrderRefusedException {
      Order order = completed();
      if (order.parentId() != 0 && account.order(clientId, order.parentId()).isEmpty()) {
        throw new OrderRefusedException(Refusal.byGateway(10006, "Missing parent order."));
      }
      permId = account.newPermId();
      StandingOrder accepted =
          OrderReports.accepted(
              listing.instrument().ordered(listing.exchange()),
              order,
              new Numbers(account.name(), clientId, orderId, permId),
              progress(order));
      Optional<Refusal> rejection =
          planned.or(() -> margin.shortage(order, listing, order.totalQuantity()));
      if (rejection.isPresent()) {
        rejected(accepted, rejection.get());
        throw new OrderRefusedException(rejection.get());
      }
      if (order.transmit() && held == null && !market.isOpen(order, listing.instrument())) {
        error(399, closedNote(order, listing.instrument()));
      }
      book.add(accepted, changes);
    }

    private Progress progress(Order order) {
      return Progress.begun(account.now())
          .withTransmitted(order.transmit())
          .withElected(!order.orderType().startsWith("STP"))
          .withHiddenUntil(held == null ? null : account.now().plus(held))
          .withPieces(faults.pieces());
    }

    /**
     * The order with the time in force of the preset, if it has none. A fault adds a note about it.
     */
    private Order completed() {
      Order order = request.order();
      OrderRules.zoneWarning(order).ifPresent(text -> error(2174, text));
      if (!order.tif().isEmpty()) {
        return order;
      }
      if (faults.isTifNoticed()) {
        error(10349, "Order TIF was set to DAY based on order preset.");
      }
      return order.with(OrderField.TIF, "DAY");
    }

    private Outcome change(StandingOrder live) throws OrderRefusedException {
      Order wanted = request.order();
      permId = live.order().permId();
      Listing listing = rules.check(request.contract(), wanted, account.now());
      boolean same =
          listing.instrument().conId() == live.conId()
              && wanted.action().equals(live.order().action())
              && wanted.totalQuantity().compareTo(live.filled()) > 0;
      if (!same) {
        throw new OrderRefusedException(
            Refusal.byGateway(105, "Order being modified does not match original order."));
      }
      BigDecimal left = wanted.totalQuantity().subtract(live.filled());
      Optional<Refusal> shortage = margin.shortage(wanted, listing, left);
      if (shortage.isPresent()) {
        throw new OrderRefusedException(shortage.get());
      }
      StandingOrder changed = OrderReports.changed(live, completed());
      if (live.progress().transmitted()) {
        book.replace(changed, changes);
      } else if (wanted.transmit()) {
        book.transmit(changed, changes);
      } else {
        account.put(changed);
      }
      return Outcome.CHANGED;
    }

    /**
     * Answers a what-if order. If the account cannot afford it, a rejection follows the answer.
     *
     * <p>With the note about its time in force there is no answer at all, as was seen at a real
     * gateway.
     */
    private void whatIf(Listing listing) {
      Order order = completed();
      if (request.order().tif().isEmpty() && faults.isTifNoticed()) {
        return;
      }
      StandingOrder imagined =
          OrderReports.accepted(
              listing.instrument().ordered(listing.exchange()),
              order,
              new Numbers(account.name(), clientId, orderId, account.newPermId()),
              progress(order));
      if (faults.isWhatIfTwice()) {
        OrderState empty = OrderState.builder().status("PreSubmitted").build();
        changes.send(clientId, new OpenOrder(imagined.open().contract(), imagined.order(), empty));
      }
      changes.send(
          clientId,
          new OpenOrder(
              imagined.open().contract(), imagined.order(), margin.state(order, listing)));
      margin
          .shortage(order, listing, order.totalQuantity())
          .ifPresent(shortage -> error(shortage.code(), shortage.text()));
    }

    /**
     * Rejects an order as was recorded: an error, then openOrder and status Inactive. The order
     * ends as Cancelled.
     */
    private void rejected(StandingOrder order, Refusal refusal) {
      reported = true;
      StandingOrder inactive = OrderReports.at(order, "Inactive", "");
      error(refusal.code(), refusal.text());
      changes.send(clientId, inactive.open());
      changes.send(clientId, inactive.status());
      account.end(order, Ending.cancelled(refusal.text()), account.now());
    }

    private void refuse(Refusal refusal) {
      if (reported) {
        return;
      }
      error(refusal.code(), refusal.text());
      if (refusal.code() == 10311) {
        error(201, "Order was discarded");
      }
    }

    private void error(int code, String text) {
      changes.error(clientId, orderId, code, text);
    }

    private ReceivedOrder log(Outcome outcome, int code) {
      Order order = request.order();
      ReceivedOrder received =
          new ReceivedOrder(
              account.nextArrival(),
              account.now(),
              clientId,
              orderId,
              order.orderRef(),
              order.action(),
              order.totalQuantity(),
              request.contract().symbol(),
              request.contract().conId(),
              outcome,
              code,
              permId);
      account.log(received);
      return received;
    }
  }

  private String closedNote(Order order, Instrument instrument) {
    return "Order Message:\n%s %s %s %s\nWarning: Your order will not be placed at the exchange until %s."
        .formatted(
            order.action(),
            order.totalQuantity().toPlainString(),
            instrument.localSymbol(),
            listing(instrument),
            market.nextOpening(order, instrument));
  }

  /** The listing of an instrument, such as {@code NASDAQ.NMS}. */
  private static String listing(Instrument instrument) {
    return instrument.kind() == Instrument.Kind.STK
        ? instrument.primaryExchange() + "." + instrument.tradingClass()
        : instrument.route();
  }
}
