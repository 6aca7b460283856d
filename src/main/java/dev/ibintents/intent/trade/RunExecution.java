package dev.ibintents.intent.trade;

import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.LegUpdate;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.run.Remainders;
import dev.ibintents.trading.run.RunPlacement;
import dev.ibintents.trading.run.UnsettledOrdersException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Carries out a run that is in the ledger, in at most two phases. The orders of each phase are
 * placed together, and those with a time to be filled are ended. The purchases that need the cash
 * of sales are the second phase.
 */
final class RunExecution {
  private final TradingTools tools;
  private final RunPlacement placement;
  private final Remainders remainders;
  private final Consumer<Run> progress;

  /**
   * @param tools the invocation's tools; its gateway is connected
   * @param intent the name of the intent that sends the orders
   * @param progress is told the state of the run after each step
   */
  RunExecution(TradingTools tools, String intent, Consumer<Run> progress) {
    this.tools = tools;
    this.progress = progress;
    this.placement = new RunPlacement(tools.environment(), tools.ledger(), tools.books(), intent);
    this.remainders = new Remainders(tools.environment(), tools.ledger(), tools.books());
  }

  /**
   * Carries out the run.
   *
   * @throws UnsettledOrdersException if the broker does not say in time whether it has an order
   */
  Run carryOut(Run run, LeaseHold hold) {
    List<Leg> following = run.legs().stream().filter(leg -> leg.terms().isAfterSales()).toList();
    List<Leg> first = run.legs().stream().filter(leg -> !following.contains(leg)).toList();
    Run placed = phase(run, first, hold);
    if (following.isEmpty()) {
      return placed;
    }
    Map<String, String> uncovered = new FollowingPurchases(tools).awaitCover(placed, following);
    placed = leaveOut(placed, uncovered, hold);
    return phase(
        placed,
        following.stream().filter(leg -> !uncovered.containsKey(leg.orderRef())).toList(),
        hold);
  }

  private Run leaveOut(Run run, Map<String, String> reasons, LeaseHold hold) {
    if (reasons.isEmpty()) {
      return run;
    }
    Run left =
        tools
            .ledger()
            .record(
                hold.lease(),
                run.id(),
                reasons.entrySet().stream()
                    .map(entry -> LegUpdate.notSent(entry.getKey(), entry.getValue()))
                    .toList());
    tools.books().settle(left.legs());
    return left;
  }

  private Run phase(Run run, List<Leg> legs, LeaseHold hold) {
    Run ended = remainders.end(place(run, legs, hold), hold);
    List<Leg> rests =
        ended.legs().stream()
            .filter(leg -> leg.state() == LegState.PLANNED)
            .filter(leg -> leg.terms().replaces().isPresent())
            .toList();
    return place(ended, rests, hold);
  }

  private Run place(Run run, List<Leg> legs, LeaseHold hold) {
    Run placed = placement.place(run, legs, hold);
    progress.accept(placed);
    boolean areSettled =
        legs.stream()
            .flatMap(leg -> placed.leg(leg.orderRef()).stream())
            .allMatch(leg -> leg.state().isSettled());
    if (!areSettled) {
      throw new UnsettledOrdersException(placed, null);
    }
    return placed;
  }
}
