package dev.ibintents.intent.trade;

import dev.ibintents.environment.Configuration;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.allocation.LimitViolation;
import dev.ibintents.trading.allocation.PreTradeLimits;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.preview.BrokerPreview;
import dev.ibintents.trading.preview.MarginLimits;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks whether the unsent orders of a broken-off run would keep the present limits at present
 * prices.
 *
 * <p>It checks the number of orders of the whole run. For each unsent order, it checks the value
 * and the distance of the limit price. It also checks the positions, per contract and in total, as
 * if all unsent and all open orders were filled. An order without a known price is refused, as in a
 * plan.
 *
 * <p>It is for one review: it asks for the account and the prices once, and again only after
 * what-if orders.
 */
final class LimitReview {
  private final TradingTools tools;
  private final String account;
  private Optional<PresentAccount> present = Optional.empty();

  /**
   * @param tools the invocation's tools; its gateway is connected
   * @param account the account of the present configuration
   */
  LimitReview(TradingTools tools, String account) {
    this.tools = tools;
    this.account = account;
  }

  /** The reasons why orders of an allocation exceed the limits, by orderRef. */
  Map<String, String> ofOrders(Configuration.Limits configured, Run run, List<Leg> unsent) {
    Map<String, String> refusals = review(PreTradeLimits.of(configured), run, unsent);
    refusals.putAll(overMargin(MarginLimits.of(configured), PlanReview.without(unsent, refusals)));
    refusals.putAll(uncovered(configured, PlanReview.without(unsent, refusals)));
    return refusals;
  }

  /** The reasons why conversions of cash exceed the limits, by orderRef. They open no positions. */
  Map<String, String> ofConversions(Configuration.Limits configured, Run run, List<Leg> unsent) {
    return review(PreTradeLimits.of(configured).withoutPositions(), run, unsent);
  }

  private Map<String, String> review(PreTradeLimits limits, Run run, List<Leg> unsent) {
    if (unsent.isEmpty() || limits.equals(PreTradeLimits.NONE)) {
      return new LinkedHashMap<>();
    }
    int most = limits.mostOrders().orElse(Integer.MAX_VALUE);
    if (run.legs().size() > most) {
      return PlanReview.refuseAll(
          unsent,
          "its run has " + run.legs().size() + " orders; at most " + most + " are allowed now");
    }
    Map<String, String> refusals = new LinkedHashMap<>();
    for (LimitViolation violation : violations(limits, unsent)) {
      List<Leg> violating =
          unsent.stream()
              .filter(leg -> violation.conId().map(id -> id == leg.contract().conId()).orElse(true))
              .toList();
      // A position over its limit refuses only orders of its own contract.
      refusals.putAll(
          PlanReview.refuseAll(
              violating, "the present limits do not allow it: " + violation.message()));
    }
    return refusals;
  }

  /**
   * The reasons why orders would exceed the limits on margin, by orderRef. The broker is asked
   * about the orders together. Orders that only reduce a position are free.
   */
  private Map<String, String> overMargin(MarginLimits limits, List<Leg> unsent) {
    Map<String, String> none = Map.of();
    if (unsent.isEmpty() || !limits.concern(conIds(unsent), Set.of())) {
      return none;
    }
    PresentAccount present = present(unsent);
    Set<Integer> reducing =
        PreTradeLimits.reducing(present.positions(), PresentAccount.checked(unsent));
    if (!limits.concern(conIds(unsent), reducing)) {
      return none;
    }
    BrokerPreview preview =
        BrokerPreview.ask(
            tools.environment().gateway(),
            unsent.stream().map(leg -> new NewOrder(leg.contract(), leg.order())).toList(),
            present.netLiquidation());
    this.present = Optional.empty(); // what-if orders take a while
    List<String> violations = limits.violations(Optional.of(preview.plan()));
    return violations.isEmpty()
        ? none
        : PlanReview.refuseAll(
            unsent.stream().filter(leg -> !reducing.contains(leg.contract().conId())).toList(),
            "the present limits do not allow it: " + String.join("; ", violations));
  }

  /**
   * The reasons why purchases are not covered by the present cash, by orderRef. Purchases that
   * waited for the cash of sales need the cover, whatever the present limits say.
   */
  private Map<String, String> uncovered(Configuration.Limits configured, List<Leg> unsent) {
    List<Leg> limited =
        configured.noBorrowing()
            ? unsent
            : unsent.stream().filter(leg -> leg.terms().isAfterSales()).toList();
    return limited.isEmpty() ? Map.of() : present(limited).uncovered(limited);
  }

  private static Set<Integer> conIds(List<Leg> legs) {
    return legs.stream().map(leg -> leg.contract().conId()).collect(Collectors.toSet());
  }

  private List<LimitViolation> violations(PreTradeLimits limits, List<Leg> unsent) {
    PresentAccount present = present(unsent);
    return limits.violations(
        present.netLiquidation(), present.positions(), PresentAccount.checked(unsent));
  }

  /**
   * The account and the prices. They are asked for once, and once more after what-if orders. The
   * first question of a review is about all orders that the later ones are about.
   */
  private PresentAccount present(List<Leg> unsent) {
    if (present.isEmpty()) {
      present = Optional.of(PresentAccount.ask(tools, account, conIds(unsent)));
    }
    return present.get();
  }

  private AccountUpdates updates() {
    IbGateway gateway = tools.environment().gateway();
    return gateway.await(gateway.session().reqAccountUpdates(account));
  }

  /** The reasons why orders of close-all would open or grow a position, by orderRef. */
  Map<String, String> beyondHoldings(List<Leg> unsent) {
    Quantities held = Quantities.NONE;
    for (PortfolioValue row : updates().portfolio()) {
      held = held.plus(row.contract().conId(), row.position());
    }
    Map<String, String> refusals = new LinkedHashMap<>();
    for (Leg leg : unsent) {
      BigDecimal position = held.of(leg.contract().conId());
      BigDecimal after = position.add(leg.order().signed(leg.quantity()));
      boolean opens = position.signum() == 0 || after.signum() == -position.signum();
      boolean grows = after.abs().compareTo(position.abs()) > 0;
      if (opens || grows) {
        refusals.put(
            leg.orderRef(),
            "it was planned to close a position, and by now the account holds "
                + position.toPlainString());
      }
    }
    return refusals;
  }
}
