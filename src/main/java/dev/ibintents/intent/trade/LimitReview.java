package dev.ibintents.intent.trade;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.intent.Account;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.allocation.CheckedOrder;
import dev.ibintents.trading.allocation.LimitViolation;
import dev.ibintents.trading.allocation.PreTradeLimits;
import dev.ibintents.trading.allocation.Quotes;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.Run;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Looks whether orders of a run that broke off would keep the limits, as they are configured now
 * and at the prices of now.
 *
 * <p>Compared are the number of orders of the whole run, the value of each order that is unsent,
 * the distance of its limit price, and what the account would hold of each contract, and
 * altogether, if all of them, and all orders that are open, were filled. What cannot be compared,
 * for want of a price, is refused as it is in a plan.
 */
final class LimitReview {
  private final Environment environment;
  private final String account;

  LimitReview(Environment environment, String account) {
    this.environment = environment;
    this.account = account;
  }

  /** Why orders of an allocation exceed the limits, by orderRef. */
  Map<String, String> ofOrders(Configuration.Limits configured, Run run, List<Leg> unsent) {
    return review(PreTradeLimits.of(configured), run, unsent);
  }

  /** Why orders that convert cash exceed the limits, by orderRef; they open no positions. */
  Map<String, String> ofConversions(Configuration.Limits configured, Run run, List<Leg> unsent) {
    return review(PreTradeLimits.of(configured).withoutPositions(), run, unsent);
  }

  private Map<String, String> review(PreTradeLimits limits, Run run, List<Leg> unsent) {
    if (unsent.isEmpty() || limits.equals(PreTradeLimits.NONE)) {
      return Map.of();
    }
    int most = limits.mostOrders().orElse(Integer.MAX_VALUE);
    if (run.legs().size() > most) {
      return PlanReview.all(
          unsent,
          "its run has " + run.legs().size() + " orders; at most " + most + " are allowed now");
    }
    Map<String, String> refusals = new LinkedHashMap<>();
    for (LimitViolation violation : violations(limits, unsent)) {
      List<Leg> violating =
          unsent.stream()
              .filter(leg -> violation.conId().map(id -> id == leg.contract().conId()).orElse(true))
              .toList();
      // A position that is over its limit without an order of this run stands in nobody's way.
      refusals.putAll(
          PlanReview.all(violating, "the limits are others now: " + violation.message()));
    }
    return refusals;
  }

  private List<LimitViolation> violations(PreTradeLimits limits, List<Leg> unsent) {
    IbGateway gateway = environment.gateway();
    CompletableFuture<List<OpenTrade>> openOrders = gateway.session().reqAllOpenOrders();
    CompletableFuture<AccountUpdates> asked = gateway.session().reqAccountUpdates(account);
    gateway.await(openOrders, asked);
    AccountUpdates updates = asked.join();
    Account.requireReady(account, updates);
    AccountValue netLiquidation = Account.netLiquidation(updates);
    Contracts contracts = new Contracts(gateway, environment.clock());
    Map<Integer, ResolvedContract> traded = traded(contracts, unsent);
    AccountPositions positions =
        new AccountPositions(account, updates, openOrders.join(), traded, leftOut());
    positions.lookUp(contracts);
    List<ResolvedContract> quoted = new ArrayList<>(traded.values());
    quoted.addAll(positions.besides().values());
    Quotes quotes =
        Quotes.ask(
            gateway,
            contracts,
            quoted,
            quoted.stream().map(ResolvedContract::currency).toList(),
            netLiquidation.currency(),
            environment.clock().instant());
    return limits.violations(
        Account.amount(netLiquidation),
        positions.all(quotes),
        unsent.stream().map(leg -> CheckedOrder.of(leg.contract().conId(), leg.order())).toList());
  }

  private AccountPositions.LeftOut leftOut() {
    Books books =
        new Books(environment.store(), environment.variables().tradingMode(), environment.clock());
    return AccountPositions.LeftOut.of(environment.configuration(), Parked.of(books.holdings()));
  }

  private AccountUpdates updates() {
    IbGateway gateway = environment.gateway();
    return gateway.await(gateway.session().reqAccountUpdates(account));
  }

  /** The contracts that are to be traded, as far as the gateway knows them, by conId. */
  private static Map<Integer, ResolvedContract> traded(Contracts contracts, List<Leg> unsent) {
    Map<Integer, ResolvedContract> traded = new TreeMap<>();
    contracts
        .lookUp(
            unsent.stream()
                .map(leg -> ContractSpec.ofConId(leg.contract().conId()))
                .distinct()
                .toList())
        .values()
        .forEach(
            resolution -> {
              if (resolution instanceof Resolution.Found found) {
                traded.put(found.contract().conId(), found.contract());
              }
            });
    return traded;
  }

  /** Why orders that are to close positions would do more than that, by orderRef. */
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
            "it was to close what the account held, and by now the account holds "
                + position.toPlainString());
      }
    }
    return refusals;
  }
}
