package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Problem;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.intent.Activity;
import dev.ibintents.intent.trade.Skipped;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.strategy.NoSignalsException;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.order.InvalidOrderPropertiesException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks strategies for their signals. A strategy that cannot be traded is left out with the reason,
 * and the others go on. If the broker or the store is lost, the whole collection fails.
 */
final class SignalCollector {
  private static final Logger logger = LoggerFactory.getLogger(SignalCollector.class);

  private final TradingTools tools;
  private final StrategyChoice choice;
  private final Skipped skipped;
  private final StrategySignals signals;

  /**
   * @param tools the invocation's tools; its gateway is connected
   * @param choice the strategies to ask
   * @param skipped collects the strategies that are left out
   * @param signals asks the strategies
   */
  SignalCollector(
      TradingTools tools, StrategyChoice choice, Skipped skipped, StrategySignals signals) {
    this.tools = tools;
    this.choice = choice;
    this.skipped = skipped;
    this.signals = signals;
  }

  /**
   * The strategies that take part, with their signals.
   *
   * @param reconciled the books, in line with the broker
   */
  List<AllocatedStrategy> collect(Reconciled reconciled) {
    List<AllocatedStrategy> collected = new ArrayList<>();
    for (String id : choice.ids()) {
      if (mayTrade(id, reconciled)) {
        signals(id)
            .map(wanted -> AllocatedStrategy.of(id, wanted, reconciled))
            .filter(strategy -> isMatched(strategy, reconciled.basis().unmatched()))
            .ifPresent(collected::add);
      }
    }
    reportUntraded(reconciled);
    return collected;
  }

  /** Whether a strategy has exposure, and no order with an unknown fate. */
  private boolean mayTrade(String id, Reconciled reconciled) {
    if (!choice.hasExposure(id)) {
      leaveWithoutExposure(id);
      return false;
    }
    Optional<String> doubt = reconciled.basis().shares().doubt(id);
    if (doubt.isPresent()) {
      skipped.asReported(id, doubt.get());
      tools
          .environment()
          .problems()
          .add(Problem.Code.ORDER_UNSETTLED, id + " was left alone: " + doubt.get());
    }
    return doubt.isEmpty();
  }

  private void leaveWithoutExposure(String id) {
    String reason = "exposure.strategies." + id + " is not above 0";
    if (choice.isNamed()) {
      skipped.asFailed(id, Problem.Code.STRATEGY_WITHOUT_EXPOSURE, reason);
    } else {
      skipped.asMeant(id, reason);
    }
  }

  private Optional<StrategySignals.Wanted> signals(String id) {
    try {
      return Optional.of(signals.of(id));
    } catch (NoSignalsException e) {
      leaveWithoutSignals(id, e);
    } catch (InvalidOrderPropertiesException e) {
      skipped.asFailed(
          id, Problem.Code.STRATEGY_FAILED, Strategies.path(id) + " " + e.getMessage());
    } catch (StoreUnavailableException | ConnectivityLostException e) {
      throw e;
    } catch (RuntimeException e) {
      tools
          .environment()
          .gateway()
          .session()
          .requireBroker("the signals of " + id + " are not known");
      logger.warn("The strategy {} failed", id, e);
      skipped.asFailed(id, Problem.Code.STRATEGY_FAILED, Activity.words(e));
    }
    return Optional.empty();
  }

  private void leaveWithoutSignals(String id, NoSignalsException why) {
    switch (why.kind()) {
      case SWITCHED_OFF -> skipped.asMeant(id, why.reason());
      case UNKNOWN -> skipped.asFailed(id, Problem.Code.STRATEGY_UNKNOWN, why.reason());
      case STALE -> skipped.asFailed(id, Problem.Code.STRATEGY_STALE, why.reason());
      case UNRESOLVED -> skipped.asFailed(id, Problem.Code.CONTRACT_UNRESOLVED, why.reason());
      case FAILED -> skipped.asFailed(id, Problem.Code.STRATEGY_FAILED, why.reason());
    }
  }

  /**
   * Whether the broker has no unknown order of this product in the strategy's contracts.
   *
   * @param unmatched the reasons for contracts with an unknown order, by conId
   */
  private boolean isMatched(AllocatedStrategy strategy, SortedMap<Integer, String> unmatched) {
    SortedSet<Integer> conIds = strategy.conIds();
    conIds.retainAll(unmatched.keySet());
    if (!conIds.isEmpty()) {
      skipped.asReported(
          strategy.id(),
          conIds.stream()
              .map(conId -> "nothing is traded in contract " + conId + ": " + unmatched.get(conId))
              .collect(Collectors.joining("; ")));
    }
    return conIds.isEmpty();
  }

  /**
   * Reports the strategies that have holdings, and are not traded because they have no exposure.
   */
  private void reportUntraded(Reconciled reconciled) {
    if (choice.isNamed()) {
      return;
    }
    reconciled
        .holdings()
        .forEach(
            (id, held) -> {
              boolean isStrategy = !List.of(Books.BY_HAND, Parked.OWNER).contains(id);
              if (isStrategy && !held.isEmpty() && choice.exposure().of(id).signum() <= 0) {
                skipped.unasked(
                    id,
                    Problem.Code.STRATEGY_WITHOUT_EXPOSURE,
                    "it holds something, and exposure.strategies."
                        + id
                        + " is not above 0. Give it an exposure, or close it with close-all"
                        + " {\"strategies\": [\""
                        + id
                        + "\"]}");
              }
            });
  }
}
