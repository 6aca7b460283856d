package dev.ibintents.intent.trade;

import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.intent.Account;
import dev.ibintents.trading.AccountPosition;
import dev.ibintents.trading.allocation.CheckedOrder;
import dev.ibintents.trading.allocation.PreTradeLimits;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.preview.Pricing;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * The account's values, open orders, positions and prices now.
 *
 * @param tools the invocation's tools; its gateway is connected
 * @param account the account
 * @param updates the account's values and portfolio
 * @param openOrders the open orders of all clients
 * @param positions the positions of the whole account
 * @param pricing the prices of contracts, by conId
 */
record PresentAccount(
    TradingTools tools,
    String account,
    AccountUpdates updates,
    List<OpenTrade> openOrders,
    List<AccountPosition> positions,
    Map<Integer, Pricing> pricing) {

  /** The broker's answers about the account. */
  private record Asked(AccountUpdates updates, List<OpenTrade> openOrders) {}

  /**
   * Asks the broker.
   *
   * @param conIds the contracts whose prices are needed
   */
  static PresentAccount ask(TradingTools tools, String account, Set<Integer> conIds) {
    Asked asked = asked(tools, account);
    Account.requireReady(account, asked.updates());
    Map<Integer, ResolvedContract> contracts = tools.contracts().found(conIds);
    AccountPositions positions =
        new AccountPositions(
            account,
            asked.updates(),
            asked.openOrders(),
            contracts,
            AccountPositions.LeftOut.of(
                tools.environment().configuration(), Parked.of(tools.books().holdings())));
    AccountPositions.Valued valued = positions.value(tools);
    Map<Integer, Pricing> pricing = new LinkedHashMap<>();
    contracts.forEach(
        (conId, contract) ->
            valued.quotes().pricing(contract).ifPresent(values -> pricing.put(conId, values)));
    return new PresentAccount(
        tools, account, asked.updates(), asked.openOrders(), valued.positions(), pricing);
  }

  private static Asked asked(TradingTools tools, String account) {
    IbGateway gateway = tools.environment().gateway();
    CompletableFuture<List<OpenTrade>> openOrders = gateway.session().reqAllOpenOrders();
    CompletableFuture<AccountUpdates> updates = gateway.session().reqAccountUpdates(account);
    gateway.await(openOrders, updates);
    return new Asked(updates.join(), openOrders.join());
  }

  /** Asks for the account's values and open orders again. Positions and prices stay. */
  PresentAccount again() {
    Asked asked = asked(tools, account);
    return new PresentAccount(
        tools, account, asked.updates(), asked.openOrders(), positions, pricing);
  }

  /** The net liquidation value in the base currency. */
  BigDecimal netLiquidation() {
    return Account.amount(Account.netLiquidation(updates));
  }

  /**
   * The purchases that the cash does not cover, by orderRef, each with the reason. It pays them in
   * their sequence, as far as it goes.
   */
  Map<String, String> uncovered(List<Leg> legs) {
    Map<PlannedOrder, String> refs = new LinkedHashMap<>();
    legs.forEach(leg -> refs.put(leg.planned(), leg.orderRef()));
    CashCover cover =
        new CashCover(
            account,
            updates,
            openOrders,
            pricing,
            PreTradeLimits.reducing(positions, checked(legs)),
            new TreeMap<>());
    Map<String, String> uncovered = new LinkedHashMap<>();
    cover
        .uncovered(List.copyOf(refs.keySet()))
        .forEach(
            (order, why) ->
                uncovered.put(refs.get(order), "limits.noBorrowing does not allow it: " + why));
    return uncovered;
  }

  /** The values of orders that limits check. */
  static List<CheckedOrder> checked(List<Leg> legs) {
    return legs.stream().map(leg -> CheckedOrder.of(leg.contract().conId(), leg.order())).toList();
  }
}
