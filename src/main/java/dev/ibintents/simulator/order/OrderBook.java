package dev.ibintents.simulator.order;

import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.simulator.account.EndedOrder;
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
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The live orders and what becomes of them: they wait, begin to work, are filled, end.
 *
 * <p>Every step is kept in the store as a whole before anybody hears of it, so that a gateway that
 * dies in between has either done all of it or nothing.
 */
public final class OrderBook {
  private final PaperAccount account;
  private final Market market;
  private final OrderConditions conditions;
  private final ExecutionBook executions;
  private final OrderFaults faults;
  private final ZoneId zone;
  private final Consumer<News> tell;
  private final HiddenOrders hidden;

  /**
   * @param zone in which ended orders say their time
   * @param tell hears of every step that changed something, after it was kept
   */
  public OrderBook(
      PaperAccount account,
      Market market,
      OrderConditions conditions,
      ExecutionBook executions,
      OrderFaults faults,
      ZoneId zone,
      Consumer<News> tell) {
    this.account = account;
    this.market = market;
    this.conditions = conditions;
    this.executions = executions;
    this.faults = faults;
    this.zone = zone;
    this.tell = tell;
    hidden = new HiddenOrders(account, market, conditions, this);
  }

  /**
   * Lets everything happen that is due, and then does something more. What has happened is kept and
   * told even if the action fails.
   */
  public void act(Consumer<News> action) {
    synchronized (account) {
      News news = new News();
      try {
        settle(news);
        action.accept(news);
        settle(news);
      } finally {
        publish(news);
      }
    }
  }

  private void publish(News news) {
    if (news.hasChanged()) {
      account.save();
      tell.accept(news);
    }
  }

  /** Lets everything happen that is due: triggers, executions, expiries. */
  public void tick() {
    act(news -> {});
  }

  /** Adds an order and reports it; what it does next, {@link #act} sees to. */
  void add(StandingOrder accepted, News news) {
    Optional<StandingOrder> parent = conditions.liveParent(accepted);
    account.put(accepted);
    if (accepted.isHidden()) {
      return;
    }
    if (!accepted.progress().transmitted()) {
      news.say(accepted.order().clientId(), accepted.open());
      return;
    }
    if (parent.isPresent() && !parent.get().progress().transmitted()) {
      account.put(accepted.with(accepted.progress().withTransmitted(false)));
      transmit(parent.get(), news);
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
      news.say(shown.order().clientId(), shown.status());
    } else {
      report(shown, news);
    }
  }

  /** Sends on an order and all that waited with it. */
  void transmit(StandingOrder order, News news) {
    StandingOrder sentOn = order.with(order.progress().withTransmitted(true));
    StandingOrder staged = conditions.staged(sentOn);
    account.put(staged);
    report(staged, news);
    for (StandingOrder other : account.orders()) {
      boolean family =
          !other.isHidden()
              && other.belongsTo(order.order().clientId())
              && other.order().orderId() != 0
              && (other.order().orderId() == order.order().parentId() || isChild(other, order));
      if (family && !other.progress().transmitted()) {
        transmit(other, news);
      }
    }
  }

  private static boolean isChild(StandingOrder order, StandingOrder parent) {
    return order.belongsTo(parent.order().clientId())
        && order.order().parentId() != 0
        && order.order().parentId() == parent.order().orderId();
  }

  /** Puts a changed order in the place of the former one, and reports it. */
  void replace(StandingOrder changed, News news) {
    StandingOrder staged = conditions.staged(changed);
    account.put(staged);
    report(staged, news);
  }

  /** Begins to cancel an order, which takes effect at once unless it is to take its time. */
  public void cancel(StandingOrder order, News news) {
    if (faults.cancellation().isZero()) {
      cancelled(order, "Cancelled by Trader", news);
      return;
    }
    Instant when = account.now().plus(faults.cancellation());
    StandingOrder pending =
        OrderReports.at(order, "PendingCancel", "").with(order.progress().withCancelAt(when));
    account.put(pending);
    news.say(order.order().clientId(), pending.status());
  }

  /** As recorded: the status, then error 202; no openOrder. */
  private void cancelled(StandingOrder order, String how, News news) {
    int client = order.order().clientId();
    StandingOrder ended = end(order, "Cancelled", how, account.now(), news);
    news.error(client, order.order().orderId(), 202, "Order Canceled - reason:");
    faults
        .lateFill()
        .map(later -> ended.progress().withHiddenUntil(account.now().plus(later)))
        .ifPresent(progress -> account.put(ended.with(progress)));
    dropChildren(order, news);
  }

  /** Ends an order without a word: its client learns it from the lists alone. */
  public void vanish(StandingOrder order, News news) {
    endQuietly(order, "Cancelled", "Cancelled", account.now());
    news.changed();
  }

  private void expire(StandingOrder order, Instant when, News news) {
    end(order, "Cancelled", "Expired", when, news);
    dropChildren(order, news);
  }

  private void dropChildren(StandingOrder parent, News news) {
    for (StandingOrder order : account.orders()) {
      if (!order.isHidden()
          && isChild(order, parent)
          && account.order(order.order().permId()).isPresent()) {
        cancelled(order, "Cancelled", news);
      }
    }
  }

  /** Ends an order and says so. */
  StandingOrder end(StandingOrder order, String status, String how, Instant when, News news) {
    StandingOrder ended = OrderReports.at(order, status, "");
    endQuietly(order, status, how, when);
    news.say(order.order().clientId(), ended.status());
    return ended;
  }

  private void endQuietly(StandingOrder order, String status, String how, Instant when) {
    account.end(
        EndedOrder.of(
            order.open().contract(), order.order(), when, zone, status, how, order.filled()));
  }

  /** Forgets an order that was never sent on: it is not among those that ended. */
  public void discard(StandingOrder order, News news) {
    account.remove(order.order().permId());
    int client = order.order().clientId();
    int id = order.order().orderId();
    news.error(client, id, 202, "Order was discarded");
    news.error(client, id, 161, notCancellable(order.order().permId()));
  }

  /** With the two blanks that real gateways write. */
  public static String notCancellable(long permId) {
    return "Cancel attempted when order is not in a cancellable state.  Order permId =" + permId;
  }

  private void settle(News news) {
    account.settleExpired().forEach(news::traded);
    boolean moved = true;
    while (moved) {
      moved = executions.tell(news);
      for (StandingOrder order : account.orders()) {
        Optional<StandingOrder> now = account.order(order.order().permId());
        moved |= now.isPresent() && step(now.get(), news);
      }
    }
  }

  /** Lets one thing happen to an order, if one is due. */
  private boolean step(StandingOrder order, News news) {
    Instant now = account.now();
    Progress progress = order.progress();
    if (order.isHidden()) {
      return hidden.step(order, news);
    }
    Optional<Instant> end = conditions.ends(order);
    if (progress.cancelAt() != null && !progress.cancelAt().isAfter(now)) {
      cancelled(order, "Cancelled by Trader", news);
      return true;
    }
    if (end.isPresent() && !end.get().isAfter(now)) {
      expire(order, end.get().minusSeconds(1), news);
      return true;
    }
    if (conditions.waits(order)) {
      return false;
    }
    Instrument instrument = instrument(order);
    if (!progress.elected()) {
      return elect(order, instrument, news);
    }
    Optional<BigDecimal> price = conditions.tradable(order, instrument);
    if (price.isPresent()) {
      fill(order, instrument, piece(order), price.get(), news);
      return true;
    }
    if (endsUnlessFilledAtOnce(order)) {
      cancelled(order, "Cancelled", news);
      return true;
    }
    return begin(order, news);
  }

  private static boolean endsUnlessFilledAtOnce(StandingOrder order) {
    return order.order().tif().equals("IOC") || order.order().tif().equals("FOK");
  }

  private boolean elect(StandingOrder order, Instrument instrument, News news) {
    if (!market.touches(order.order(), instrument)) {
      return false;
    }
    replace(order.with(order.progress().withElected(true)), news);
    return true;
  }

  /** An order that waited and is not filled at once is reported when it begins to work. */
  private boolean begin(StandingOrder order, News news) {
    if (!order.status().status().equals("PreSubmitted")) {
      return false;
    }
    replace(order, news);
    return true;
  }

  private BigDecimal piece(StandingOrder order) {
    BigDecimal even =
        order
            .order()
            .totalQuantity()
            .divide(BigDecimal.valueOf(order.progress().pieces()), 0, RoundingMode.CEILING);
    return even.min(order.remaining());
  }

  static String venue(StandingOrder order, Instrument instrument) {
    String route = order.open().contract().exchange();
    return route.equals("SMART") ? instrument.primaryExchange() : route;
  }

  static String sizeOf(StandingOrder filled) {
    return "Filled Size: " + filled.filled().toPlainString();
  }

  /** Executes a part of an order; in the message order of real gateways. */
  public PaperFill fill(
      StandingOrder order, Instrument instrument, BigDecimal shares, BigDecimal price, News news) {
    PaperFill fill = account.fill(order, instrument, venue(order, instrument), shares, price);
    boolean waits = !faults.betweenPieces().isZero();
    Instant next = waits ? account.now().plus(faults.betweenPieces()) : null;
    StandingOrder after = OrderReports.filled(order, fill, next);
    int client = order.order().clientId();
    news.traded(instrument);
    news.say(client, fill.report(-1));
    report(after, news);
    if (after.remaining().signum() > 0) {
      account.put(after);
    } else {
      endQuietly(after, "Filled", sizeOf(after), account.now());
      news.say(
          client,
          executions.isCommissionKnownAtOnce()
              ? OrderReports.withCommission(after, instrument.currency())
              : after.open());
      news.say(client, after.status());
    }
    executions.happened(fill, news);
    if (after.remaining().signum() == 0) {
      cancelRivals(after, news);
    }
    return fill;
  }

  /** The other orders of its group, and of its bracket, have nothing left to do. */
  private void cancelRivals(StandingOrder filled, News news) {
    for (StandingOrder order : account.orders()) {
      boolean sibling =
          filled.order().parentId() != 0
              && order.belongsTo(filled.order().clientId())
              && order.order().parentId() == filled.order().parentId();
      String group = filled.order().get(OrderField.OCA_GROUP);
      boolean grouped = !group.isEmpty() && group.equals(order.order().get(OrderField.OCA_GROUP));
      boolean live = account.order(order.order().permId()).isPresent();
      if (live && !order.isHidden() && (sibling || grouped)) {
        cancelled(order, "Cancelled", news);
      }
    }
  }

  private static void report(StandingOrder order, News news) {
    int client = order.order().clientId();
    news.say(client, order.open());
    news.say(client, order.status());
  }

  public HiddenOrders hidden() {
    return hidden;
  }

  public ExecutionBook executions() {
    return executions;
  }

  public Instrument instrument(StandingOrder order) {
    return account.instrument(order.conId());
  }

  /** When something is due next that does not depend on prices; empty if nothing is. */
  public Optional<Instant> nextDue() {
    synchronized (account) {
      List<StandingOrder> orders = account.orders();
      return Stream.concat(
              orders.stream().flatMap(order -> conditions.due(order).stream()),
              executions.due().stream())
          .filter(time -> time.isAfter(account.now()))
          .min(Instant::compareTo);
    }
  }
}
