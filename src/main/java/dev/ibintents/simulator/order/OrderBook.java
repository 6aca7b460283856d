package dev.ibintents.simulator.order;

import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.simulator.account.EndedOrder.Ending;
import dev.ibintents.simulator.account.OrderReports;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.Progress;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.fault.OrderFaults;
import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The live orders, and the steps of their lives: they wait, begin to work, are filled, and end.
 *
 * <p>The store keeps each step as a whole before any client hears of it. A gateway that dies in
 * between has done all of the step or nothing.
 */
public final class OrderBook {
  private final PaperAccount account;
  private final Market market;
  private final OrderConditions conditions;
  private final ExecutionBook executions;
  private final OrderFaults faults;
  private final Consumer<BookChanges> publisher;
  private final HiddenOrders hidden;
  private final Timeline timeline;

  /**
   * Keeps the live orders of an account.
   *
   * @param publisher receives the changes of every step after the account was saved
   */
  public OrderBook(
      PaperAccount account,
      Market market,
      OrderConditions conditions,
      ExecutionBook executions,
      OrderFaults faults,
      Consumer<BookChanges> publisher) {
    this.account = account;
    this.market = market;
    this.conditions = conditions;
    this.executions = executions;
    this.faults = faults;
    this.publisher = publisher;
    hidden = new HiddenOrders(account, market, conditions, this);
    timeline = new Timeline(account, conditions, executions);
  }

  /**
   * Makes everything happen that is due, and then runs an action. The changes are saved and
   * published even if the action fails.
   */
  public void act(Consumer<BookChanges> action) {
    synchronized (account) {
      BookChanges changes = new BookChanges();
      try {
        timeline.playUntilNow(() -> runDueSteps(changes), () -> action.accept(changes));
      } finally {
        publish(changes);
      }
    }
  }

  private void publish(BookChanges changes) {
    if (changes.hasChanged()) {
      account.save();
      publisher.accept(changes);
    }
  }

  /** Makes everything happen that is due: triggers, executions, expiries. */
  public void tick() {
    act(changes -> {});
  }

  /** Adds an order and reports it. {@link #act} makes its next steps happen. */
  void add(StandingOrder accepted, BookChanges changes) {
    Optional<StandingOrder> parent = conditions.liveParent(accepted);
    account.put(accepted);
    if (accepted.isHidden()) {
      return;
    }
    if (!accepted.progress().transmitted()) {
      changes.send(accepted.order().clientId(), accepted.open());
      return;
    }
    if (parent.isPresent() && !parent.get().progress().transmitted()) {
      account.put(accepted.with(accepted.progress().withTransmitted(false)));
      transmit(parent.get(), changes);
      return;
    }
    Instrument instrument = instrument(accepted);
    boolean fillsNow = conditions.tradable(accepted, instrument).isPresent();
    boolean limit = accepted.order().orderType().equals("LMT");
    boolean seenAtBroker = instrument.kind() == Instrument.Kind.STK && fillsNow;
    StandingOrder shown =
        seenAtBroker || limit && fillsNow ? accepted : conditions.staged(accepted);
    account.put(shown);
    if (limit && fillsNow) {
      changes.send(shown.order().clientId(), shown.status());
    } else {
      report(shown, changes);
    }
  }

  /** Transmits an order and every order that waits for it. */
  void transmit(StandingOrder order, BookChanges changes) {
    StandingOrder sentOn = order.with(order.progress().withTransmitted(true));
    StandingOrder staged = conditions.staged(sentOn);
    account.put(staged);
    report(staged, changes);
    for (StandingOrder other : account.orders()) {
      boolean family =
          !other.isHidden()
              && other.belongsTo(order.order().clientId())
              && other.order().orderId() != 0
              && (other.order().orderId() == order.order().parentId() || isChild(other, order));
      if (family && !other.progress().transmitted()) {
        transmit(other, changes);
      }
    }
  }

  private static boolean isChild(StandingOrder order, StandingOrder parent) {
    return order.belongsTo(parent.order().clientId())
        && order.order().parentId() != 0
        && order.order().parentId() == parent.order().orderId();
  }

  /** Replaces the former state of a changed order, and reports the order. */
  void replace(StandingOrder changed, BookChanges changes) {
    StandingOrder staged = conditions.staged(changed);
    account.put(staged);
    report(staged, changes);
  }

  /** Begins to cancel an order. The cancellation takes effect at once, unless a fault delays it. */
  public void cancel(StandingOrder order, BookChanges changes) {
    if (faults.cancellation().isZero()) {
      cancelled(order, "Cancelled by Trader", changes);
      return;
    }
    Instant when = account.now().plus(faults.cancellation());
    StandingOrder pending =
        OrderReports.at(order, "PendingCancel", "").with(order.progress().withCancelAt(when));
    account.put(pending);
    changes.send(order.order().clientId(), pending.status());
  }

  /**
   * Cancels an order with the messages that were recorded: the status, then error 202, no
   * openOrder.
   */
  private void cancelled(StandingOrder order, String reason, BookChanges changes) {
    int client = order.order().clientId();
    StandingOrder ended = end(order, Ending.cancelled(reason), account.now(), changes);
    changes.error(client, order.order().orderId(), 202, "Order Canceled - reason:");
    faults
        .lateFill()
        .map(delay -> ended.progress().withHiddenUntil(account.now().plus(delay)))
        .ifPresent(progress -> account.put(ended.with(progress)));
    dropChildren(order, changes);
  }

  /** Ends a live order with an error, as the broker refuses an order late: it becomes Inactive. */
  public void reject(StandingOrder order, int code, String text, BookChanges changes) {
    changes.error(order.order().clientId(), order.order().orderId(), code, text);
    report(OrderReports.at(order, "Inactive", ""), changes);
    endQuietly(order, Ending.cancelled(text), account.now());
    dropChildren(order, changes);
  }

  /** Ends an order without a message. Its client finds the end in the lists only. */
  public void vanish(StandingOrder order, BookChanges changes) {
    endQuietly(order, Ending.cancelled("Cancelled"), account.now());
    changes.markChanged();
  }

  private void expire(StandingOrder order, Instant time, BookChanges changes) {
    end(order, Ending.cancelled("Expired"), time, changes);
    dropChildren(order, changes);
  }

  private void dropChildren(StandingOrder parent, BookChanges changes) {
    for (StandingOrder order : account.orders()) {
      if (!order.isHidden()
          && isChild(order, parent)
          && account.order(order.order().permId()).isPresent()) {
        cancelled(order, "Cancelled", changes);
      }
    }
  }

  /** Ends an order and reports its status. */
  StandingOrder end(StandingOrder order, Ending ending, Instant time, BookChanges changes) {
    StandingOrder ended = OrderReports.at(order, ending.status(), "");
    endQuietly(order, ending, time);
    changes.send(order.order().clientId(), ended.status());
    return ended;
  }

  private void endQuietly(StandingOrder order, Ending ending, Instant time) {
    account.end(order, ending, time);
  }

  /** Forgets an order that was never transmitted. The ended orders do not contain it. */
  public void discard(StandingOrder order, BookChanges changes) {
    account.remove(order.order().permId());
    int client = order.order().clientId();
    int id = order.order().orderId();
    changes.error(client, id, 202, "Order was discarded");
    changes.error(client, id, 161, notCancellable(order.order().permId()));
  }

  /** The text of an error about a cancellation, with the two blanks that real gateways write. */
  public static String notCancellable(long permId) {
    return "Cancel attempted when order is not in a cancellable state.  Order permId =" + permId;
  }

  private void runDueSteps(BookChanges changes) {
    account.settleExpired().forEach(changes::traded);
    boolean moved = true;
    while (moved) {
      moved = executions.reportDue(changes);
      for (StandingOrder order : account.orders()) {
        Optional<StandingOrder> current = account.order(order.order().permId());
        moved |= current.isPresent() && step(current.get(), changes);
      }
    }
  }

  /** Makes the next thing happen to an order, if it is due; returns whether it was. */
  private boolean step(StandingOrder order, BookChanges changes) {
    Instant now = account.now();
    Progress progress = order.progress();
    if (order.isHidden()) {
      return hidden.step(order, changes);
    }
    Optional<Instant> end = conditions.ends(order);
    if (progress.cancelAt() != null && !progress.cancelAt().isAfter(now)) {
      cancelled(order, "Cancelled by Trader", changes);
      return true;
    }
    if (end.isPresent() && !end.get().isAfter(now)) {
      expire(order, end.get().minusSeconds(1), changes);
      return true;
    }
    if (conditions.waits(order)) {
      return false;
    }
    Instrument instrument = instrument(order);
    if (!progress.elected()) {
      return elect(order, instrument, changes);
    }
    Optional<BigDecimal> price = conditions.tradable(order, instrument);
    if (price.isPresent()) {
      fill(order, instrument, piece(order, instrument), price.get(), changes);
      return true;
    }
    if (endsUnlessFilledAtOnce(order)) {
      cancelled(order, "Cancelled", changes);
      return true;
    }
    return begin(order, changes);
  }

  private static boolean endsUnlessFilledAtOnce(StandingOrder order) {
    return order.order().tif().equals("IOC") || order.order().tif().equals("FOK");
  }

  private boolean elect(StandingOrder order, Instrument instrument, BookChanges changes) {
    if (!market.touches(order.order(), instrument)) {
      return false;
    }
    replace(order.with(order.progress().withElected(true)), changes);
    return true;
  }

  /** Reports that a waiting order begins to work, if it is not filled at once. */
  private boolean begin(StandingOrder order, BookChanges changes) {
    if (!order.status().status().equals("PreSubmitted")) {
      return false;
    }
    replace(order, changes);
    return true;
  }

  private BigDecimal piece(StandingOrder order, Instrument instrument) {
    BigDecimal even =
        order
            .order()
            .totalQuantity()
            .divide(BigDecimal.valueOf(order.progress().pieces()), 0, RoundingMode.CEILING);
    BigDecimal wanted = even.min(order.remaining());
    return market.volume(instrument).map(wanted::min).orElse(wanted);
  }

  /** The venue that fills an order: its route, or the listing venue for the route SMART. */
  static String venue(StandingOrder order, Instrument instrument) {
    String route = order.open().contract().exchange();
    return route.equals("SMART") ? instrument.primaryExchange() : route;
  }

  /** Executes a part of an order. The messages have the order of real gateways. */
  public PaperFill fill(
      StandingOrder order,
      Instrument instrument,
      BigDecimal shares,
      BigDecimal price,
      BookChanges changes) {
    PaperFill fill = account.fill(order, instrument, venue(order, instrument), shares, price);
    boolean waits = !faults.betweenPieces().isZero();
    Instant next = waits ? account.now().plus(faults.betweenPieces()) : null;
    StandingOrder after = OrderReports.filled(order, fill, next);
    int client = order.order().clientId();
    changes.traded(instrument);
    changes.send(client, fill.report(-1));
    report(after, changes);
    if (after.remaining().signum() > 0) {
      account.put(after);
    } else {
      endQuietly(after, Ending.filled(after.filled()), account.now());
      changes.send(
          client,
          executions.isCommissionKnownAtOnce()
              ? OrderReports.withCommission(after, instrument.currency())
              : after.open());
      changes.send(client, after.status());
    }
    executions.reportCommission(fill, changes);
    if (after.remaining().signum() == 0) {
      cancelRivals(after, changes);
    }
    return fill;
  }

  /** Cancels the other orders of the filled order's group and bracket. */
  private void cancelRivals(StandingOrder filled, BookChanges changes) {
    for (StandingOrder order : account.orders()) {
      boolean sibling =
          filled.order().parentId() != 0
              && order.belongsTo(filled.order().clientId())
              && order.order().parentId() == filled.order().parentId();
      String group = filled.order().get(OrderField.OCA_GROUP);
      boolean grouped = !group.isEmpty() && group.equals(order.order().get(OrderField.OCA_GROUP));
      boolean live = account.order(order.order().permId()).isPresent();
      if (live && !order.isHidden() && (sibling || grouped)) {
        cancelled(order, "Cancelled", changes);
      }
    }
  }

  private static void report(StandingOrder order, BookChanges changes) {
    int client = order.order().clientId();
    changes.send(client, order.open());
    changes.send(client, order.status());
  }

  /** The orders that no client can see. */
  public HiddenOrders hidden() {
    return hidden;
  }

  /** The executions after they have happened. */
  public ExecutionBook executions() {
    return executions;
  }

  /** The instrument of an order. */
  public Instrument instrument(StandingOrder order) {
    return account.instrument(order.conId());
  }

  /** The next moment at which something is due whatever the price; empty if there is none. */
  public Optional<Instant> nextDue() {
    synchronized (account) {
      return timeline.nextDue();
    }
  }
}
