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
import java.util.Map;
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
  private final Map<Integer, ResolvedContract> wanted = new TreeMap<>();
  private final Set<Integer> held = new TreeSet<>();
  private boolean areAll = true;

  NeededContracts(TradingTools tools, StrategySignals signals) {
    this.tools = tools;
    this.signals = signals;
  }

  /** The contracts of strategies. */
  MarketGate.Needed of(Collection<String> strategies) {
    Books.State books = tools.books().state();
    for (String strategy : strategies) {
      addWanted(strategy);
      held.addAll(books.holdings().of(strategy).contracts());
      for (Books.OpenOrderEntry order : books.openOrders()) {
        if (order.stillToFill().of(strategy).signum() != 0) {
          held.add(order.conId());
        }
      }
    }
    held.removeAll(wanted.keySet());
    Set<Integer> ignored = tools.environment().configuration().ignoredContracts();
    held.removeAll(ignored);
    wanted.keySet().removeAll(ignored);
    tools.contracts().lookUpConIds(held).values().forEach(this::addHeld);
    return new MarketGate.Needed(new ArrayList<>(wanted.values()), areAll);
  }

  private void addWanted(String strategy) {
    try {
      signals
          .of(strategy)
          .signals()
          .byContract()
          .forEach(
              (contract, signal) -> {
                if (signal.signum() != 0) {
                  wanted.put(contract.conId(), contract);
                }
              });
    } catch (StoreUnavailableException | ConnectivityLostException e) {
      throw e;
    } catch (NoSignalsException e) {
      areAll &= e.kind() == NoSignalsException.Kind.SWITCHED_OFF;
    } catch (RuntimeException e) {
      areAll = false; // the allocation asks again, and reports the failure
    }
  }

  private void addHeld(Resolution resolution) {
    if (resolution instanceof Resolution.Found found) {
      wanted.put(found.contract().conId(), found.contract());
    } else {
      areAll = false;
    }
  }
}
