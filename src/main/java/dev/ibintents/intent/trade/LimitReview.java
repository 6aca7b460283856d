package dev.ibintents.intent.trade;

import dev.ibintents.environment.Configuration;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.intent.Account;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.allocation.CheckedOrder;
import dev.ibintents.trading.allocation.LimitViolation;
import dev.ibintents.trading.allocation.PreTradeLimits;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.Run;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

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
    return review(PreTradeLimits.of(configured), run, unsent);
  }

  /** The reasons why conversions of cash exceed the limits, by orderRef. They open no positions. */
  Map<String, String> ofConversions(Configuration.Limits configured, Run run, List<Leg> unsent) {
    return review(PreTradeLimits.of(configured).withoutPositions(), run, unsent);
  }

  private Map<String, String> review(PreTradeLimits limits, Run run, List<Leg> unsent) {
    if (unsent.isEmpty() || limits.equals(PreTradeLimits.NONE)) {
      return Map.of();
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

  private List<LimitViolation> violations(PreTradeLimits limits, List<Leg> unsent) {
    IbGateway gateway = tools.environment().gateway();
    CompletableFuture<List<OpenTrade>> openOrders = gateway.session().reqAllOpenOrders();
    CompletableFuture<AccountUpdates> asked = gateway.session().reqAccountUpdates(account);
    gateway.await(openOrders, asked);
    AccountUpdates updates = asked.join();
    Account.requireReady(account, updates);
    AccountPositions positions =
        new AccountPositions(
            account,
            updates,
            openOrders.join(),
            tools.contracts().found(unsent.stream().map(leg -> leg.contract().conId()).toList()),
            AccountPositions.LeftOut.of(
                tools.environment().configuration(), Parked.of(tools.books().holdings())));
    return limits.violations(
        Account.amount(Account.netLiquidation(updates)),
        positions.value(tools).positions(),
        unsent.stream().map(leg -> CheckedOrder.of(leg.contract().conId(), leg.order())).toList());
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
