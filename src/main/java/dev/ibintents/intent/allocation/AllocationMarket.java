package dev.ibintents.intent.allocation;

import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.intent.trade.AccountPositions;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.trading.AccountPosition;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.UnitValue;
import dev.ibintents.trading.allocation.Allocator;
import dev.ibintents.trading.allocation.Quotes;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.order.BelievedValue;
import dev.ibintents.trading.order.ConsolidatedTrade;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.preview.Pricing;
import dev.ibintents.trading.totals.Crossing;
import dev.ibintents.trading.totals.TradePrice;
import dev.ibintents.trading.totals.TradedContract;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The contracts, positions and prices of an allocation at one moment.
 *
 * @param contracts the contracts that strategies want, hold or have on order, by conId
 * @param unresolved the gateway's messages about unknown contracts among them, by conId
 * @param positions the account's position in each contract, for limits
 * @param quotes the prices and exchange rates
 */
record AllocationMarket(
    SortedMap<Integer, ResolvedContract> contracts,
    SortedMap<Integer, String> unresolved,
    List<AccountPosition> positions,
    Quotes quotes) {

  /**
   * Asks the gateway for contracts, positions and prices.
   *
   * @param tools the invocation's tools; its gateway is connected
   * @param reconciled the books, in line with the broker
   * @param strategies the strategies that take part
   */
  static AllocationMarket ask(
      TradingTools tools, Reconciled reconciled, Collection<AllocatedStrategy> strategies) {
    SortedMap<Integer, ResolvedContract> contracts = new TreeMap<>();
    Set<Integer> others = new TreeSet<>();
    for (AllocatedStrategy strategy : strategies) {
      strategy
          .signals()
          .byContract()
          .keySet()
          .forEach(contract -> contracts.put(contract.conId(), contract));
      others.addAll(strategy.conIds());
    }
    others.removeAll(contracts.keySet());
    SortedMap<Integer, String> unresolved = new TreeMap<>();
    tools
        .contracts()
        .lookUpConIds(others)
        .forEach(
            (conId, resolution) -> {
              if (resolution instanceof Resolution.Found found) {
                contracts.put(conId, found.contract());
              } else if (resolution instanceof Resolution.Refused refused) {
                unresolved.put(conId, refused.reason());
              }
            });
    AccountPositions positions =
        new AccountPositions(
            tools.account(),
            reconciled.basis().updates(),
            reconciled.basis().openOrders(),
            contracts,
            AccountPositions.LeftOut.of(
                tools.environment().configuration(), Parked.of(reconciled.holdings())));
    AccountPositions.Valued valued = positions.value(tools);
    return new AllocationMarket(contracts, unresolved, valued.positions(), valued.quotes());
  }

  /** The contracts in the allocator's form, by conId. */
  Map<Integer, Allocator.Instrument> instruments() {
    Map<Integer, Allocator.Instrument> instruments = new LinkedHashMap<>();
    contracts.forEach(
        (conId, contract) ->
            instruments.put(
                conId,
                new Allocator.Instrument(
                    contract.localSymbol(), quotes.valueOf(contract), step(conId))));
    return instruments;
  }

  /** The sizes in which a contract can be ordered. */
  QuantityStep step(int conId) {
    return QuantityStep.ofOrders(contracts.get(conId).details());
  }

  /** The trades in which strategies cancel out, at the prices that the targets are made with. */
  List<Crossing> crossings(List<ConsolidatedTrade> trades) {
    return trades.stream().map(trade -> new Crossing(trade, price(trade.conId()))).toList();
  }

  private Optional<TradePrice> price(int conId) {
    ResolvedContract contract = contracts.get(conId);
    return Optional.ofNullable(quotes.prices().get(conId))
        .map(
            price ->
                new TradePrice(
                    TradedContract.of(contract.contract(), contract.multiplier()), price));
  }

  /** The values that an order's worth is calculated with, by conId. */
  Map<Integer, Pricing> pricing() {
    Map<Integer, Pricing> pricing = new LinkedHashMap<>();
    contracts.forEach(
        (conId, contract) ->
            quotes.pricing(contract).ifPresent(values -> pricing.put(conId, values)));
    return pricing;
  }

  /** An order with the value that these prices give it, if they give it one. */
  PlannedOrder believed(PlannedOrder order) {
    UnitValue value = quotes.valueOf(contracts.get(order.contract().conId())).atLast();
    return value.problem().isPresent()
        ? order
        : order.with(
            new BelievedValue(
                value.price(),
                value.multiplier(),
                value.fxToBase(),
                order
                    .order()
                    .signed(order.order().totalQuantity())
                    .multiply(value.inBaseCurrency())));
  }

  /** The contract's local symbol; its conId if it is not known. */
  String name(int conId) {
    ResolvedContract contract = contracts.get(conId);
    return contract == null ? Integer.toString(conId) : contract.localSymbol();
  }
}
