package dev.ibintents.intent.allocation;

import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.intent.trade.MarketGate;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.strategy.NoSignalsException;
import dev.ibintents.trading.books.Books;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the contracts that strategies may trade, before anything is posted or traded. It only
 * reads. A strategy that fails is reported later, by {@link SignalCollector}.
 */
final class NeededContracts {
  private final TradingTools tools;
  private final StrategySignals signals;
  private final List<MarketGate.Traded> traded = new ArrayList<>();
  private boolean areAll = true;

  NeededContracts(TradingTools tools, StrategySignals signals) {
    this.tools = tools;
    this.signals = signals;
  }

  /** The contracts of strategies. */
  MarketGate.Needed of(Collection<String> strategies) {
    Books.State books = tools.books().state();
    strategies.forEach(strategy -> add(strategy, books));
    return new MarketGate.Needed(traded, areAll);
  }

  private void add(String strategy, Books.State books) {
    Optional<StrategySignals.Wanted> wanted = wanted(strategy);
    if (wanted.isEmpty()) {
      return;
    }
    Map<Integer, ResolvedContract> contracts = new TreeMap<>();
    wanted
        .get()
        .signals()
        .byContract()
        .forEach(
            (contract, signal) -> {
              if (signal.signum() != 0) {
                contracts.put(contract.conId(), contract);
              }
            });
    Set<Integer> held = new TreeSet<>(books.holdings().of(strategy).contracts());
    books.openOrders().stream()
        .filter(order -> order.stillToFill().of(strategy).signum() != 0)
        .forEach(order -> held.add(order.conId()));
    Set<Integer> ignored = tools.environment().configuration().ignoredContracts();
    held.removeAll(contracts.keySet());
    held.removeAll(ignored);
    contracts.keySet().removeAll(ignored);
    for (Resolution resolution : tools.contracts().lookUpConIds(held).values()) {
      if (resolution instanceof Resolution.Found found) {
        contracts.put(found.contract().conId(), found.contract());
      } else {
        areAll = false;
      }
    }
    contracts
        .values()
        .forEach(
            contract ->
                traded.add(new MarketGate.Traded(contract, wanted.get().orderProperties())));
  }

  private Optional<StrategySignals.Wanted> wanted(String strategy) {
    try {
      return Optional.of(signals.of(strategy));
    } catch (StoreUnavailableException | ConnectivityLostException e) {
      throw e;
    } catch (NoSignalsException e) {
      areAll &= e.kind() == NoSignalsException.Kind.SWITCHED_OFF;
    } catch (RuntimeException e) {
      areAll = false; // the allocation asks again, and reports the failure
    }
    return Optional.empty();
  }
}
