package dev.ibintents.intent.trade;

import dev.ibintents.environment.Configuration;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.intent.Account;
import dev.ibintents.trading.AccountPosition;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.allocation.CheckedOrder;
import dev.ibintents.trading.allocation.LimitViolation;
import dev.ibintents.trading.allocation.PreTradeLimits;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.preview.BrokerPreview;
import dev.ibintents.trading.preview.MarginLimits;
import dev.ibintents.trading.preview.Pricing;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Checks whether the unsent orders of a broken-off run would keep the present limits at present
 * prices.
 *
 * <p>It checks the number of orders of the whole run. For each unsent order, it checks the value
 * and the distance of the limit price. It also checks the positions, per contract and in total, as
 * if all unsent and all open orders were filled. An order without a known price is refused, as in a
 * plan.
 */
final class LimitReview {
  private final TradingTools tools;
  private final String account;

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
    List<Leg> left = unsent.stream().filter(leg -> !refusals.containsKey(leg.orderRef())).toList();
    refusals.putAll(overMargin(MarginLimits.of(configured), left));
    if (configured.noBorrowing()) {
      refusals.putAll(
          uncovered(left.stream().filter(leg -> !refusals.containsKey(leg.orderRef())).toList()));
    }
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
    Present present = present(unsent);
    Set<Integer> reducing = PreTradeLimits.reducing(present.positions(), checked(unsent));
    if (!limits.concern(conIds(unsent), reducing)) {
      return none;
    }
    BrokerPreview preview =
        BrokerPreview.ask(
            tools.environment().gateway(),
            unsent.stream().map(leg -> new NewOrder(leg.contract(), leg.order())).toList(),
            present.netLiquidation());
    List<String> violations = limits.violations(Optional.of(preview.plan()));
    return violations.isEmpty()
        ? none
        : PlanReview.refuseAll(
            unsent.stream().filter(leg -> !reducing.contains(leg.contract().conId())).toList(),
            "the present limits do not allow it: " + String.join("; ", violations));
  }

  /** The reasons why purchases are not covered by the present cash, by orderRef. */
  private Map<String, String> uncovered(List<Leg> unsent) {
    if (unsent.isEmpty()) {
      return Map.of();
    }
    Present present = present(unsent);
    List<PlannedOrder> orders =
        unsent.stream()
            .map(leg -> new PlannedOrder(leg.contract(), leg.order(), leg.source()))
            .toList();
    CashCover cover =
        new CashCover(
            account,
            present.updates(),
            present.openOrders(),
            present.pricing(),
            PreTradeLimits.reducing(present.positions(), checked(unsent)));
    List<String> violations = cover.checked(orders).violations();
    Set<Integer> limited = cover.limited(orders);
    return violations.isEmpty()
        ? Map.of()
        : PlanReview.refuseAll(
            unsent.stream().filter(leg -> limited.contains(leg.contract().conId())).toList(),
            "limits.noBorrowing does not allow it: " + String.join("; ", violations));
  }

  private static Set<Integer> conIds(List<Leg> legs) {
    return legs.stream().map(leg -> leg.contract().conId()).collect(Collectors.toSet());
  }

  private static List<CheckedOrder> checked(List<Leg> legs) {
    return legs.stream().map(leg -> CheckedOrder.of(leg.contract().conId(), leg.order())).toList();
  }

  private List<LimitViolation> violations(PreTradeLimits limits, List<Leg> unsent) {
    Present present = present(unsent);
    return limits.violations(present.netLiquidation(), present.positions(), checked(unsent));
  }

  /** The account's values, positions and prices now. */
  private record Present(
      AccountUpdates updates,
      List<OpenTrade> openOrders,
      List<AccountPosition> positions,
      Map<Integer, Pricing> pricing) {
    BigDecimal netLiquidation() {
      return Account.amount(Account.netLiquidation(updates));
    }
  }

  private Present present(List<Leg> unsent) {
    IbGateway gateway = tools.environment().gateway();
    CompletableFuture<List<OpenTrade>> openOrders = gateway.session().reqAllOpenOrders();
    CompletableFuture<AccountUpdates> asked = gateway.session().reqAccountUpdates(account);
    gateway.await(openOrders, asked);
    AccountUpdates updates = asked.join();
    Account.requireReady(account, updates);
    Map<Integer, ResolvedContract> contracts = tools.contracts().found(conIds(unsent));
    AccountPositions positions =
        new AccountPositions(
            account,
            updates,
            openOrders.join(),
            contracts,
            AccountPositions.LeftOut.of(
                tools.environment().configuration(), Parked.of(tools.books().holdings())));
    AccountPositions.Valued valued = positions.value(tools);
    Map<Integer, Pricing> pricing = new LinkedHashMap<>();
    contracts.forEach(
        (conId, contract) ->
            valued.quotes().pricing(contract).ifPresent(values -> pricing.put(conId, values)));
    return new Present(updates, openOrders.join(), valued.positions(), pricing);
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
