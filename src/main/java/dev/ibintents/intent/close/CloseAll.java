package dev.ibintents.intent.close;

import dev.ibintents.environment.Environment;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.trade.TradePlan;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.order.OrderProperties;
import dev.ibintents.trading.run.Cancelled;
import dev.ibintents.trading.run.Cancelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Gets out: cancels open orders, waits until they are gone, books what they have filled, and sends
 * market orders for the opposite of what is held.
 */
public final class CloseAll extends TradingIntent {
  public static final String NAME = "close-all";

  private final SortedSet<String> strategies;
  private final OrderProperties orderProperties;

  public CloseAll(Environment environment, Parameters parameters, RunHeaders headers) {
    super(NAME, environment, parameters, headers);
    this.orderProperties = orderProperties();
    this.strategies = new TreeSet<>(refusals().read(this::named, List.of()));
  }

  /** A strategy that is no more may still hold something, which can be closed in its name. */
  private List<String> named() {
    return KnownStrategies.orHolding(environment(), tools().books())
        .named(parameters(), "close the whole account");
  }

  private boolean isWholeAccount() {
    return strategies.isEmpty();
  }

  /**
   * An exit must not first buy what another plan had left. Orders that this very run has left are
   * its own: its repetition is the only one who sends them.
   */
  @Override
  protected boolean resumes(Run run) {
    return isThis(run);
  }

  /**
   * A repeated request to close means what is open now. Only while the earlier run is under way,
   * and nothing else is open, this is a repetition.
   */
  @Override
  protected boolean looksAgain() {
    return true;
  }

  @Override
  protected List<String> openAgain(Run earlier) {
    Reconciled reconciled = reconcile(tools());
    List<Books.OpenOrderEntry> orders = tools().books().openOrders();
    StillOpen stillOpen = new StillOpen(tools().account(), strategies, earlier, orders, reconciled);
    CloseFindings findings = findings(Cancelled.NONE, orders, stillOpen.whenFilled());
    List<String> open = new ArrayList<>(stillOpen.orders());
    open.addAll(new CloseProposer(findings).openPositions());
    return open;
  }

  @Override
  protected TradePlan propose() {
    if (isDryRun()) {
      return plan(asItIs(tools()));
    }
    if (orderProperties.isForOneOrder() || orderProperties.dependOnContract()) {
      // A refusal must come before anything is cancelled. The plan below sees later fills.
      plan(asItIs(tools().onDraft())).violations().requireNone();
    }
    return plan(whenCancelled());
  }

  private TradePlan plan(CloseFindings findings) {
    return new CloseProposer(findings)
        .propose(
            tools().account(),
            tools().marketOrders(orderProperties),
            new TradingAfterwards(environment(), activity(), parameters(), strategies));
  }

  /** Finds what there would be to close if nothing were filled from now on. Sends nothing. */
  private CloseFindings asItIs(TradingTools draft) {
    List<Books.OpenOrderEntry> ordersBefore = draft.books().openOrders();
    List<OpenTrade> open =
        isWholeAccount() ? cancelling().open() : cancelling().open(ownOrders(ordersBefore));
    return findings(new Cancelled(open, List.of()), ordersBefore, reconcile(draft));
  }

  /** Cancels open orders, books their fills, and finds what there is to close then. */
  private CloseFindings whenCancelled() {
    return isWholeAccount() ? whenAllAreCancelled() : whenOwnAreCancelled();
  }

  /**
   * Of orders that are gone, and of which the broker does not say how much was filled, nothing is
   * lost when the books forget them: an execution that comes late opens its order again.
   */
  private CloseFindings whenAllAreCancelled() {
    Books books = tools().books();
    List<Books.OpenOrderEntry> ordersBefore = books.openOrders();
    Cancelled cancelled = cancelling().cancelAll();
    Reconciled reconciled = reconcile(tools());
    reconciled
        .unsettled()
        .forEach(
            unsettled -> books.close(unsettled.order().orderRef(), unsettled.order().executed()));
    log(cancelled);
    return findings(cancelled, ordersBefore, reconciled);
  }

  /**
   * Orders that the books had given up, and that the broker shows to be alive, are cancelled too.
   */
  private CloseFindings whenOwnAreCancelled() {
    List<Books.OpenOrderEntry> ordersBefore = tools().books().openOrders();
    Cancelled cancelled = cancelling().cancel(ownOrders(ordersBefore));
    Reconciled reconciled = reconcile(tools());
    List<Books.OpenOrderEntry> orders = tools().books().openOrders();
    Set<String> reopened = ownOrders(orders);
    reopened.removeAll(ownOrders(ordersBefore));
    if (!reopened.isEmpty()) {
      ordersBefore = orders;
      cancelled = cancelled.and(cancelling().cancel(reopened));
      reconciled = reconcile(tools());
    }
    log(cancelled);
    return findings(cancelled, ordersBefore, reconciled);
  }

  private void log(Cancelled cancelled) {
    List<Long> permIds =
        cancelled.orders().stream().map(trade -> trade.openOrder().order().permId()).toList();
    activity().add("cancelled", Outcome.Cancelled.of(permIds));
  }

  private Cancelling cancelling() {
    return new Cancelling(environment().gateway(), environment().deadline(), tools().account());
  }

  /** Own orders with a share of one of the strategies. */
  private Set<String> ownOrders(List<Books.OpenOrderEntry> orders) {
    return orders.stream()
        .filter(order -> order.source().strategies().stream().anyMatch(strategies::contains))
        .map(Books.OpenOrderEntry::orderRef)
        .collect(Collectors.toSet());
  }

  private static Reconciled reconcile(TradingTools tools) {
    return tools.reconciliation().run(Optional.empty());
  }

  /** Looks up what is held, to be routed anew: positions name a listing venue or none. */
  private CloseFindings findings(
      Cancelled cancelled, List<Books.OpenOrderEntry> ordersBefore, Reconciled reconciled) {
    SortedSet<Integer> conIds = CloseFindings.holdings(strategies, reconciled).contracts();
    if (isWholeAccount()) {
      conIds.addAll(Parked.of(reconciled.holdings()).leftOutOf(reconciled.portfolio()).contracts());
    }
    return new CloseFindings(
        strategies, cancelled, ordersBefore, reconciled, tools().contracts().lookUpConIds(conIds));
  }
}
