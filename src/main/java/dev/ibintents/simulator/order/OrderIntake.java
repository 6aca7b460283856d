package dev.ibintents.simulator.order;

import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.simulator.account.EndedOrder;
import dev.ibintents.simulator.account.OrderReports;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.Progress;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.account.ReceivedOrder.Outcome;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.fault.OrderFaults;
import dev.ibintents.simulator.fault.OrderFaults.Fate;
import dev.ibintents.simulator.fault.OrderFaults.Remark;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Listing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/** What happens to an order on its arrival: it is accepted, changes another one, or is refused. */
public final class OrderIntake {
  private static final int TWS = 0;

  private final PaperAccount account;
  private final OrderBook book;
  private final OrderRules rules;
  private final Margin margin;
  private final Market market;
  private final OrderFaults faults;
  private final ZoneId zone;

  /**
   * @param zone in which ended orders say their time
   */
  public OrderIntake(
      PaperAccount account,
      OrderBook book,
      OrderRules rules,
      Margin margin,
      Market market,
      OrderFaults faults,
      ZoneId zone) {
    this.account = account;
    this.book = book;
    this.rules = rules;
    this.margin = margin;
    this.market = market;
    this.faults = faults;
    this.zone = zone;
  }

  /** Takes an order of a client. */
  public void take(int clientId, PlaceOrder request, News news) {
    new Arrival(clientId, request, news, false).settle();
  }

  /** Takes an order of TWS, and says what became of it. */
  public ReceivedOrder takeByHand(PlaceOrder request, News news) {
    return new Arrival(TWS, request, news, true).settle();
  }

  /** One order on its arrival. */
  private final class Arrival {
    private final int clientId;
    private final int orderId;
    private final PlaceOrder request;
    private final News news;
    private final boolean byHand;
    private long permId;
    private boolean reported;
    private Duration held;

    Arrival(int clientId, PlaceOrder request, News news, boolean byHand) {
      this.byHand = byHand;
      this.clientId = clientId;
      this.request = request;
      this.news = news;
      orderId = request.orderId();
    }

    ReceivedOrder settle() {
      Optional<Remark> remark = faults.remark();
      news.changed();
      try {
        boolean refused = remark.isPresent() && remark.get().fate() == Fate.REFUSED;
        if (remark.isPresent() && !refused) {
          say(remark.get().code(), remark.get().text());
        }
        held = remark.filter(Remark::isHeld).map(Remark::held).orElse(null);
        int code = held == null ? 0 : remark.get().code();
        return log(accept(remark.filter(error -> refused)), code);
      } catch (OrderRefusedException e) {
        refuse(e.refusal());
        Outcome outcome = request.order().whatIf() ? Outcome.WHAT_IF : Outcome.REFUSED;
        return log(outcome, e.refusal().code());
      }
    }

    private Outcome accept(Optional<Remark> planned) throws OrderRefusedException {
      Optional<StandingOrder> live =
          orderId == 0 ? Optional.empty() : account.order(clientId, orderId);
      boolean placed = live.isEmpty() && !request.order().whatIf();
      boolean rejection = placed && planned.isPresent() && planned.get().code() == 201;
      if (planned.isPresent() && !rejection) {
        account.used(clientId, orderId);
        Remark error = planned.get();
        throw new OrderRefusedException(Refusal.byGateway(error.code(), error.text()));
      }
      if (live.isPresent()) {
        return change(live.get());
      }
      if (!byHand && orderId < account.nextOrderId(clientId)) {
        throw new OrderRefusedException(used());
      }
      account.used(clientId, orderId);
      Listing listing = rules.check(request.contract(), request.order(), account.now());
      if (request.order().whatIf()) {
        whatIf(listing);
        return Outcome.WHAT_IF;
      }
      add(listing, planned.map(error -> new Refusal(error.code(), error.text())));
      return Outcome.ACCEPTED;
    }

    /** 104 to whoever means an order that was filled, else 103. */
    private Refusal used() {
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
              account.name(),
              clientId,
              orderId,
              permId,
              progress(order));
      Optional<Refusal> rejection =
          planned.or(() -> margin.shortage(order, listing, order.totalQuantity()));
      if (rejection.isPresent()) {
        rejected(accepted, rejection.get());
        throw new OrderRefusedException(rejection.get());
      }
      if (order.transmit() && held == null && !market.isOpen(order, listing.instrument())) {
        say(399, closedNote(order, listing.instrument()));
      }
      book.add(accepted, news);
    }

    private Progress progress(Order order) {
      return Progress.begun(account.now())
          .withTransmitted(order.transmit())
          .withElected(!order.orderType().startsWith("STP"))
          .withHiddenUntil(held == null ? null : account.now().plus(held))
          .withPieces(faults.pieces());
    }

    /** What is missing comes from the preset, with a note if that is wanted; the order lives. */
    private Order completed() {
      Order order = request.order();
      OrderRules.zoneWarning(order).ifPresent(text -> say(2174, text));
      if (!order.tif().isEmpty()) {
        return order;
      }
      if (faults.isTifNoticed()) {
        say(10349, "Order TIF was set to DAY based on order preset.");
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
        book.replace(changed, news);
      } else if (wanted.transmit()) {
        book.transmit(changed, news);
      } else {
        account.put(changed);
      }
      return Outcome.CHANGED;
    }

    /**
     * An unaffordable what-if is answered, and rejected too. With the note about its tif, it is not
     * answered at all, as was seen at a real gateway.
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
              account.name(),
              clientId,
              orderId,
              account.newPermId(),
              progress(order));
      news.say(
          clientId,
          new OpenOrder(
              imagined.open().contract(), imagined.order(), margin.state(order, listing)));
      margin
          .shortage(order, listing, order.totalQuantity())
          .ifPresent(shortage -> say(shortage.code(), shortage.text()));
    }

    /** Error, then openOrder and status as Inactive, as recorded; it ends as a cancelled order. */
    private void rejected(StandingOrder order, Refusal refusal) {
      reported = true;
      StandingOrder inactive = OrderReports.at(order, "Inactive", "");
      say(refusal.code(), refusal.text());
      news.say(clientId, inactive.open());
      news.say(clientId, inactive.status());
      account.end(
          EndedOrder.of(
              order.open().contract(),
              order.order(),
              account.now(),
              zone,
              "Cancelled",
              refusal.text(),
              order.filled()));
    }

    private void refuse(Refusal refusal) {
      if (reported) {
        return;
      }
      say(refusal.code(), refusal.text());
      if (refusal.code() == 10311) {
        say(201, "Order was discarded");
      }
    }

    private void say(int code, String text) {
      news.error(clientId, orderId, code, text);
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

  /** Such as {@code NASDAQ.NMS}. */
  private static String listing(Instrument instrument) {
    return instrument.kind() == Instrument.Kind.STK
        ? instrument.primaryExchange() + "." + instrument.tradingClass()
        : instrument.route();
  }
}
