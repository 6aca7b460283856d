package dev.ibintents.intent.close;

import dev.ibintents.environment.Environment;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.trade.BrokerQuestion;
import dev.ibintents.intent.trade.TradePlan;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.order.LimitOffset;
import dev.ibintents.trading.order.OrderProperties;
import dev.ibintents.trading.run.Cancelled;
import dev.ibintents.trading.run.Cancelling;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Cancels open orders, waits until they are gone, books their fills, and closes the positions with
 * market orders.
 */
public final class CloseAll extends TradingIntent {
  /** The name of the intent. */
  public static final String NAME = "close-all";

  private final SortedSet<String> strategies;
  private final OrderProperties orderProperties;
  private final BrokerQuestion brokerQuestion;

  /** Creates the intent of one invocation. */
  public CloseAll(Environment environment, Parameters parameters, RunHeaders headers) {
    super(NAME, environment, parameters, headers);
    this.orderProperties = orderProperties();
    orderProperties.limit().ifPresent(limit -> refusals().add(List.of(noOffset(limit))));
    this.brokerQuestion = brokerQuestion();
    this.strategies = new TreeSet<>(refusals().read(this::named, List.of()));
  }

  private static String noOffset(LimitOffset limit) {
    return "close-all takes no limit as an offset ("
        + limit
        + "), because an exit does not wait for prices; give lmtPrice, or no limit";
  }

  /** The named strategies. A former strategy may still have holdings, and may be named too. */
  private List<String> named() {
    return KnownStrategies.orHolding(environment(), tools().books())
        .named(parameters(), "close the whole account");
  }

  private boolean isWholeAccount() {
    return strategies.isEmpty();
  }

  /**
   * Only this run's own unsent orders are sent. An exit must not first buy for another broken-off
   * plan. Only the repetition of this run may send its orders.
   */
  @Override
  protected boolean resumes(Run run) {
    return isThis(run);
  }

  /**
   * A repeated request closes the positions that are open now. It waits for an earlier run that is
   * under way. It is a repetition only if nothing is open except that run's closing orders.
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
      return plan(asItIs(tools()), brokerQuestion);
    }
    if (orderProperties.isForOneOrder() || orderProperties.dependOnContract()) {
      // A refusal must come before any order is cancelled. The plan below sees later fills.
      plan(asItIs(tools().onDraft()), new BrokerQuestion(tools(), false))
          .violations()
          .requireNone();
    }
    return plan(whenCancelled(), brokerQuestion);
  }

  private TradePlan plan(CloseFindings findings, BrokerQuestion question) {
    return new CloseProposer(findings)
        .propose(
            tools().account(),
            tools().marketOrders(orderProperties),
            new TradingAfterwards(environment(), activity(), parameters(), strategies),
            question);
  }

  /** Finds the orders and holdings to close if no order is filled from now on. Sends nothing. */
  private CloseFindings asItIs(TradingTools draft) {
    List<Books.OpenOrderEntry> ordersBefore = draft.books().openOrders();
    List<OpenTrade> open =
        isWholeAccount() ? cancelling().open() : cancelling().open(ownOrders(ordersBefore));
    return findings(new Cancelled(open, List.of()), ordersBefore, reconcile(draft));
  }

  /** Cancels open orders, books their fills, and finds the holdings to close after that. */
  private CloseFindings whenCancelled() {
    return isWholeAccount() ? whenAllAreCancelled() : whenOwnAreCancelled();
  }

  /**
   * Cancels all orders of the account. The books then close unsettled orders, whose filled quantity
   * is unknown. Nothing is lost: a late execution opens its order in the books again.
   */
  private CloseFindings whenAllAreCancelled() {
    Books books = tools().books();
    List<Books.OpenOrderEntry> ordersBefore = books.openOrders();
    Cancelled cancelled = cancelling().cancelAll();
    Reconciled reconciled = reconcile(tools());
    Map<String, BigDecimal> executed = new TreeMap<>();
    reconciled
        .unsettled()
        .forEach(
            unsettled -> executed.put(unsettled.order().orderRef(), unsettled.order().executed()));
    books.close(executed);
    log(cancelled);
    return findings(cancelled, ordersBefore, reconciled);
  }

  /**
   * Cancels the orders of the strategies. Orders that the books had closed, and that the broker
   * shows to be working, are cancelled too.
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

  /** The references of this product's orders with a share of one of the strategies. */
  private Set<String> ownOrders(List<Books.OpenOrderEntry> orders) {
    return orders.stream()
        .filter(order -> order.source().strategies().stream().anyMatch(strategies::contains))
        .map(Books.OpenOrderEntry::orderRef)
        .collect(Collectors.toSet());
  }

  private static Reconciled reconcile(TradingTools tools) {
    return tools.reconciliation().run(Optional.empty());
  }

  /** Looks up the held contracts for routing: positions name a listing venue, or no venue. */
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
