package dev.ibintents.intent.allocation;

import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.strategy.HoldingsValue;
import dev.ibintents.strategy.HoldingsValue.Holding;
import dev.ibintents.strategy.NoSignalsException;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.UnitValue;
import dev.ibintents.trading.allocation.Quotes;
import dev.ibintents.trading.books.Reconciled;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The prices of what strategies hold, asked for at once for all of them.
 *
 * @param contracts the held contracts by conId, or why the gateway does not know them
 * @param quotes their prices and exchange rates
 */
record HeldQuotes(SortedMap<Integer, Resolution> contracts, Quotes quotes) {

  /**
   * Asks the gateway for the prices.
   *
   * @param tools the invocation's tools; its gateway is connected
   * @param reconciled the books, in line with the broker
   * @param strategies the strategies whose holdings are priced
   */
  static HeldQuotes ask(TradingTools tools, Reconciled reconciled, Collection<String> strategies) {
    TreeSet<Integer> held = new TreeSet<>();
    strategies.forEach(strategy -> held.addAll(reconciled.holdings().of(strategy).contracts()));
    SortedMap<Integer, Resolution> contracts = tools.contracts().lookUpConIds(held);
    List<ResolvedContract> known =
        contracts.values().stream()
            .filter(Resolution.Found.class::isInstance)
            .map(Resolution::orThrow)
            .toList();
    Quotes quotes =
        Quotes.ask(
            tools.quotes(),
            known,
            known.stream().map(ResolvedContract::currency).toList(),
            Account.netLiquidation(reconciled.basis().updates()).currency(),
            tools.environment().clock().instant());
    return new HeldQuotes(contracts, quotes);
  }

  /**
   * The value of a strategy's holdings.
   *
   * @throws NoSignalsException if the value of a contract is not known; it names all such contracts
   */
  HoldingsValue value(String strategy, Quantities holdings) {
    SortedMap<Integer, Holding> values = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    holdings.forEach(
        (conId, quantity) -> {
          Resolution resolution = contracts.get(conId);
          if (resolution instanceof Resolution.Found found) {
            UnitValue unit = quotes.valueOf(found.contract()).atLast();
            unit.problem()
                .ifPresentOrElse(
                    problem ->
                        problems.add(found.contract().localSymbol() + " " + unit.words(problem)),
                    () ->
                        values.put(
                            conId,
                            new Holding(
                                found.contract(),
                                quantity,
                                unit.price(),
                                unit.multiplier(),
                                unit.fxToBase())));
          } else if (resolution instanceof Resolution.Refused refused) {
            problems.add("contract " + conId + " is not known (" + refused.reason() + ")");
          } else {
            problems.add("contract " + conId + " was not asked for");
          }
        });
    if (!problems.isEmpty()) {
      throw new NoSignalsException(
          "the value of the holdings of %s is not known: %s"
              .formatted(strategy, String.join("; ", problems)));
    }
    return new HoldingsValue(quotes.sources().base(), values);
  }
}
