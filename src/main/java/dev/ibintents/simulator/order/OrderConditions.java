package dev.ibintents.simulator.order;

import dev.ibintents.simulator.account.OrderReports;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.Progress;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a live order may work now, and what it waits for. */
public final class OrderConditions {
  private final PaperAccount account;
  private final Market market;
  private final SessionTimes times;

  public OrderConditions(PaperAccount account, Market market, SessionTimes times) {
    this.account = account;
    this.market = market;
    this.times = times;
  }

  /** The price at which the order trades now; empty if it does not. */
  Optional<BigDecimal> tradable(StandingOrder order, Instrument instrument) {
    Instant next = order.progress().nextPiece();
    boolean due = next == null || !next.isAfter(account.now());
    return due && order.progress().elected() && !waits(order)
        ? market.priceFor(order.order(), instrument)
        : Optional.empty();
  }

  /** Whether the order cannot work yet, whatever the price. */
  boolean waits(StandingOrder order) {
    Optional<Instant> begins =
        times.begins(order.order(), instrument(order), order.progress().placed());
    return !order.isVisible()
        || !market.isOpen(order.order(), instrument(order))
        || isChildOfLive(order)
        || begins.isPresent() && begins.get().isAfter(account.now());
  }

  boolean isChildOfLive(StandingOrder order) {
    return liveParent(order).isPresent();
  }

  Optional<StandingOrder> liveParent(StandingOrder order) {
    int parent = order.order().parentId();
    return parent == 0 ? Optional.empty() : account.order(order.order().clientId(), parent);
  }

  /** The order at the stage at which it is now. */
  StandingOrder staged(StandingOrder order) {
    boolean child = isChildOfLive(order);
    boolean trigger = !order.progress().elected();
    String why = child && trigger ? "child,trigger" : child ? "child" : trigger ? "trigger" : "";
    String stage = waits(order) || trigger ? "PreSubmitted" : "Submitted";
    return OrderReports.at(
        order, order.progress().cancelAt() == null ? stage : "PendingCancel", why);
  }

  /** The moments at which something happens to it whatever the price. */
  List<Instant> due(StandingOrder order) {
    Progress progress = order.progress();
    return Stream.of(
            Optional.ofNullable(progress.cancelAt()),
            Optional.ofNullable(progress.nextPiece()),
            Optional.ofNullable(progress.hiddenUntil()),
            times.begins(order.order(), instrument(order), progress.placed()),
            times.ends(order.order(), instrument(order), progress.placed()))
        .flatMap(Optional::stream)
        .toList();
  }

  /** From this moment on it is over; empty if it lives until it is cancelled. */
  Optional<Instant> ends(StandingOrder order) {
    return times.ends(order.order(), instrument(order), order.progress().placed());
  }

  private Instrument instrument(StandingOrder order) {
    return account.instrument(order.conId());
  }
}
