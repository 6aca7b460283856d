package dev.ibintents.intent.trade;

import dev.ibintents.environment.Environment;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.order.OrderTerms;
import dev.ibintents.trading.run.RunPause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Waits until the account has the cash for the purchases of a run that follow its sales. Only the
 * broker's own figures count: the cash of each currency, and the available funds.
 *
 * <p>The purchases go together. The broker's figures may be some time behind its fills, so a second
 * part could be sent on cash that the first part has spent already.
 */
final class FollowingPurchases {
  /** The time that is kept for the purchases themselves; a quarter of what is left, if less. */
  private static final Duration FOR_PURCHASES = Duration.ofSeconds(15);

  private static final Duration BEFORE_ASKING_AGAIN = Duration.ofSeconds(1);

  private final TradingTools tools;
  private final Environment environment;

  /**
   * @param tools the invocation's tools; its gateway is connected
   */
  FollowingPurchases(TradingTools tools) {
    this.tools = tools;
    this.environment = tools.environment();
  }

  /**
   * Waits until the cash covers all purchases, the time is over, or no sale can bring cash.
   *
   * @param run the run, whose sales are placed
   * @param purchases its purchases that follow the sales
   * @return the purchases that are not covered in the end, by orderRef, each with the reason
   */
  Map<String, String> awaitCover(Run run, List<Leg> purchases) {
    PresentAccount present =
        PresentAccount.ask(
            tools,
            tools.account(),
            purchases.stream().map(leg -> leg.contract().conId()).collect(Collectors.toSet()));
    Deadline end = environment.deadline().orIn(longestWait(purchases));
    Set<String> sales = sales(run);
    while (true) {
      Map<String, String> uncovered = present.uncovered(purchases);
      if (uncovered.isEmpty()
          || sales.isEmpty()
          || end.hasPassed()
          || environment.deadline().isCutShort()) {
        return uncovered;
      }
      pause(run, present, sales, end);
      present = present.again();
    }
  }

  private Duration longestWait(List<Leg> purchases) {
    Duration left =
        environment
            .deadline()
            .remaining()
            .minus(OrderTerms.longestWait(purchases.stream().map(Leg::terms).toList()));
    Duration quarter = left.dividedBy(4);
    Duration wait = left.minus(quarter.compareTo(FOR_PURCHASES) < 0 ? quarter : FOR_PURCHASES);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** The orders of the run that may bring cash: those that the broker has taken. */
  private static Set<String> sales(Run run) {
    return run.legs().stream()
        .filter(leg -> leg.state().isTaken())
        .map(Leg::orderRef)
        .collect(Collectors.toSet());
  }

  /** Lets time pass until the sales are gone, or a little time if they are gone already. */
  private void pause(Run run, PresentAccount present, Set<String> sales, Deadline end) {
    List<OpenTrade> open =
        present.openOrders().stream()
            .filter(trade -> sales.contains(trade.openOrder().order().orderRef()))
            .toList();
    if (open.isEmpty()) {
      RunPause.pause(run, end, BEFORE_ASKING_AGAIN);
    } else {
      environment.gateway().awaitGone(end.orIn(BEFORE_ASKING_AGAIN).remaining(), open);
    }
  }
}
