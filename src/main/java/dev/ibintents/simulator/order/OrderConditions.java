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

/** Decides whether a live order may work now. */
public final class OrderConditions {
  private final PaperAccount account;
  private final Market market;
  private final OrderLifetime lifetimes;

  /** Decides by the hours of a market and the lifetimes of the orders. */
  public OrderConditions(PaperAccount account, Market market, OrderLifetime lifetimes) {
    this.account = account;
    this.market = market;
    this.lifetimes = lifetimes;
  }

  /** The price at which an order trades now; empty if it does not trade. */
  Optional<BigDecimal> tradable(StandingOrder order, Instrument instrument) {
    Instant next = order.progress().nextPiece();
    boolean due = next == null || !next.isAfter(account.now());
    boolean works = order.progress().elected() && !waits(order);
    return due && works && market.isFilling() && isSupplied(instrument)
        ? market.priceFor(order.order(), instrument)
        : Optional.empty();
  }

  private boolean isSupplied(Instrument instrument) {
    return market.volume(instrument).map(left -> left.signum() > 0).orElse(true);
  }

  /** Whether an order cannot work yet, whatever the price. */
  boolean waits(StandingOrder order) {
    Optional<Instant> begins =
        lifetimes.begins(order.order(), instrument(order), order.progress().placed());
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

  /** The order at its current stage. */
  StandingOrder staged(StandingOrder order) {
    boolean child = isChildOfLive(order);
    boolean trigger = !order.progress().elected();
    String whyHeld =
        child && trigger ? "child,trigger" : child ? "child" : trigger ? "trigger" : "";
    String stage = waits(order) || trigger ? "PreSubmitted" : "Submitted";
    return OrderReports.at(
        order, order.progress().cancelAt() == null ? stage : "PendingCancel", whyHeld);
  }

  /** The moments at which something happens to an order whatever the price. */
  List<Instant> due(StandingOrder order) {
    Progress progress = order.progress();
    return Stream.of(
            Optional.ofNullable(progress.cancelAt()),
            Optional.ofNullable(progress.nextPiece()),
            Optional.ofNullable(progress.hiddenUntil()),
            lifetimes.begins(order.order(), instrument(order), progress.placed()),
            ends(order),
            market.opensNext(order.order(), instrument(order)))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * The first moment in the future at which the market reaches the price of an order.
   *
   * @param until the last moment that counts
   * @return empty if the order waits for something else, too
   */
  Optional<Instant> reached(StandingOrder order, Instant until) {
    Instant next = order.progress().nextPiece();
    boolean works = !waits(order) && (next == null || !next.isAfter(account.now()));
    boolean canBeFilled = market.isFilling() || !order.progress().elected();
    return works && canBeFilled
        ? market.reached(order, instrument(order), until)
        : Optional.empty();
  }

  /** The moment at which an order expires; empty if it lives until it is cancelled. */
  Optional<Instant> ends(StandingOrder order) {
    return lifetimes.ends(order.order(), instrument(order), order.progress().placed());
  }

  private Instrument instrument(StandingOrder order) {
    return account.instrument(order.conId());
  }
}
