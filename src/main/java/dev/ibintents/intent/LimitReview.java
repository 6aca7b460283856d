package dev.ibintents.intent;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.trading.AccountPosition;
import dev.ibintents.trading.CheckedOrder;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.Leg;
import dev.ibintents.trading.LimitViolation;
import dev.ibintents.trading.PreTradeLimits;
import dev.ibintents.trading.Quotes;
import dev.ibintents.trading.Run;
import dev.ibintents.trading.UnitValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks whether orders of a run that broke off would keep the limits, as they are configured now
 * and at the prices of now.
 *
 * <p>Compared are the number of orders of the whole run, the value of each order that is unsent,
 * the distance of its limit price, and what the account would hold of each contract, and
 * altogether, if all of them were filled. Orders that are at work are not counted with what is
 * held: they were within the limits when they were planned. What cannot be compared, for want of a
 * price, is refused as it is in a plan.
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
    AccountUpdates updates = updates();
    Account.requireReady(account, updates);
    return limits.violations(
        Account.netLiquidation(updates).amount(),
        positions(updates, unsent),
        unsent.stream().map(LimitReview::checked).toList());
  }

  private static CheckedOrder checked(Leg leg) {
    return new CheckedOrder(
        leg.contract().conId(),
        leg.order().signed(leg.quantity()),
        Optional.ofNullable(leg.order().lmtPrice()));
  }

  private AccountUpdates updates() {
    IbGateway gateway = environment.gateway();
    return gateway.await(gateway.session().reqAccountUpdates(account));
  }

  private List<AccountPosition> positions(AccountUpdates updates, List<Leg> unsent) {
    Map<Integer, AccountPosition> positions = new TreeMap<>();
    traded(updates, unsent)
        .forEach(
            (contract, value) ->
                positions.put(
                    contract.conId(),
                    new AccountPosition(
                        contract.conId(), contract.localSymbol(), BigDecimal.ZERO, value)));
    for (PortfolioValue held : updates.portfolio()) {
      Contract contract = held.contract();
      AccountPosition traded = positions.get(contract.conId());
      if (traded != null) {
        positions.put(contract.conId(), traded.with(held.position()));
      } else if (!CurrencyPair.isPair(contract)) {
        positions.put(
            contract.conId(),
            new AccountPosition(
                contract.conId(), contract.localSymbol(), held.position(), value(held, updates)));
      }
    }
    return List.copyOf(positions.values());
  }

  /** The contracts that are to be traded, with their values by the quotes of now. */
  private Map<ResolvedContract, UnitValue> traded(AccountUpdates updates, List<Leg> unsent) {
    Contracts contracts = new Contracts(environment.gateway(), environment.clock());
    List<ResolvedContract> found =
        contracts
            .lookUp(
                unsent.stream()
                    .map(leg -> ContractSpec.ofConId(leg.contract().conId()))
                    .distinct()
                    .toList())
            .values()
            .stream()
            .filter(Resolution.Found.class::isInstance)
            .map(resolution -> ((Resolution.Found) resolution).contract())
            .toList();
    Quotes quotes =
        Quotes.ask(
            environment.gateway(),
            contracts,
            found,
            found.stream().map(ResolvedContract::currency).toList(),
            Account.netLiquidation(updates).currency(),
            environment.clock().instant());
    Map<ResolvedContract, UnitValue> values = new LinkedHashMap<>();
    found.forEach(contract -> values.put(contract, quotes.valueOf(contract).atLast()));
    return values;
  }

  private static UnitValue value(PortfolioValue held, AccountUpdates updates) {
    Contract contract = held.contract();
    return new UnitValue(
        held.marketPrice(),
        contract.multiplier().isBlank() ? BigDecimal.ONE : new BigDecimal(contract.multiplier()),
        Account.byCurrency(updates, "ExchangeRate").get(contract.currency()));
  }

  /** Why orders that are to close positions would do more than that, by orderRef. */
  Map<String, String> beyondHoldings(List<Leg> unsent) {
    Map<Integer, BigDecimal> held = new TreeMap<>();
    updates()
        .portfolio()
        .forEach(row -> held.merge(row.contract().conId(), row.position(), BigDecimal::add));
    Map<String, String> refusals = new LinkedHashMap<>();
    for (Leg leg : unsent) {
      BigDecimal position = held.getOrDefault(leg.contract().conId(), BigDecimal.ZERO);
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
