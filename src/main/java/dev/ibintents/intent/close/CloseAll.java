package dev.ibintents.intent.close;

import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.trade.Proposal;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DraftDocumentStore;
import dev.ibintents.trading.allocation.MarketOrders;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.books.Reconciliation;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.order.OrderProperties;
import dev.ibintents.trading.run.Cancelled;
import dev.ibintents.trading.run.Cancelling;
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
 * Gets out: cancels open orders, waits until they are gone, books what they have filled, and sends
 * market orders for the opposite of what is held.
 */
public final class CloseAll extends TradingIntent {
  public static final String NAME = "close-all";

  private final SortedSet<String> strategies;
  private final OrderProperties orderProperties;
  private Cancelled cancelled = Cancelled.NONE;
  private List<Books.OpenOrderEntry> ordersBefore = List.of();
  private Reconciled reconciled;

  public CloseAll(Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters, headers);
    this.orderProperties = orderProperties();
    this.strategies = new TreeSet<>(refusals().read(this::named, List.of()));
  }

  /** What is no strategy's any more may still be held in its name, and is to be closed. */
  private List<String> named() {
    return KnownStrategies.orHolding(environment()).named(parameters(), "close the whole account");
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * An exit must not first buy what another plan had left. Orders that this very run has left are
   * its own: its repetition is the only one who sends them.
   */
  @Override
  protected boolean resumes(Run run) {
    return isThis(run);
  }

  private boolean isWholeAccount() {
    return strategies.isEmpty();
  }

  private IbGateway gateway() {
    return environment().gateway();
  }

  private String account() {
    return Account.of(environment().configuration(), gateway().session().managedAccounts());
  }

  private Cancelling cancelling() {
    return new Cancelling(gateway(), environment().deadline(), account());
  }

  /** Own orders with a share of one of the strategies. */
  private Set<String> ownOrders(List<Books.OpenOrderEntry> orders) {
    return orders.stream()
        .filter(order -> order.source().strategies().stream().anyMatch(strategies::contains))
        .map(Books.OpenOrderEntry::orderRef)
        .collect(Collectors.toSet());
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
    reconciled = reconcile(environment().store());
    List<Books.OpenOrderEntry> orders = books().openOrders();
    StillOpen stillOpen = new StillOpen(account(), strategies, earlier, orders, reconciled);
    List<String> open = new ArrayList<>(stillOpen.orders());
    CloseFindings findings =
        new CloseFindings(strategies, Cancelled.NONE, orders, stillOpen.whenFilled(), found());
    open.addAll(proposal(findings).openPositions());
    return open;
  }

  private MarketOrders marketOrders() {
    return new MarketOrders(
        account(), environment().configuration().adaptivePriority(), orderProperties);
  }

  /**
   * Cancels, and books what was filled by then. Of orders that are gone, and of which the broker
   * does not say how much was filled, nothing is lost when the books forget them: an execution that
   * comes late opens its order again.
   */
  @Override
  protected void prepare() {
    if (orderProperties.isForOneOrder() || orderProperties.dependOnContract()) {
      // Before anything is cancelled for nothing; fills meanwhile are seen by the same look again.
      marketOrders().requireFit(asItIs().orders());
    }
    ordersBefore = books().openOrders();
    cancelled =
        isWholeAccount() ? cancelling().cancelAll() : cancelling().cancel(ownOrders(ordersBefore));
    reconciled = reconcile(environment().store());
    if (isWholeAccount()) {
      reconciled
          .unsettled()
          .forEach(one -> books().close(one.order().orderRef(), one.order().executed()));
    } else {
      cancelReopened();
    }
    activity().add("cancelled", Outcome.Cancelled.of(permIds(cancelled.orders())));
  }

  /** Orders that the books had given up, and that the broker has shown to be alive. */
  private void cancelReopened() {
    List<Books.OpenOrderEntry> orders = books().openOrders();
    Set<String> reopened = ownOrders(orders);
    reopened.removeAll(ownOrders(ordersBefore));
    if (!reopened.isEmpty()) {
      ordersBefore = orders;
      cancelled = cancelled.and(cancelling().cancel(reopened));
      reconciled = reconcile(environment().store());
    }
  }

  private static List<Long> permIds(List<OpenTrade> trades) {
    return trades.stream().map(trade -> trade.openOrder().order().permId()).toList();
  }

  private Reconciled reconcile(DocumentStore store) {
    return new Reconciliation(environment(), store, account()).run(Optional.empty());
  }

  @Override
  protected Proposal propose() {
    CloseProposal proposal = isDryRun() ? asItIs() : proposal();
    if (!isDryRun()) {
      marketOrders().requireFit(proposal.orders());
    }
    return proposal;
  }

  /** The proposal if nothing were filled from now on. Changes nothing anywhere. */
  private CloseProposal asItIs() {
    ordersBefore = books().openOrders();
    cancelled =
        new Cancelled(
            isWholeAccount() ? cancelling().open() : cancelling().open(ownOrders(ordersBefore)),
            List.of());
    reconciled = reconcile(new DraftDocumentStore(environment().store()));
    return proposal();
  }

  private CloseProposal proposal() {
    return proposal(new CloseFindings(strategies, cancelled, ordersBefore, reconciled, found()));
  }

  private CloseProposal proposal(CloseFindings findings) {
    return new CloseProposal(
        account(),
        findings,
        marketOrders(),
        new TradingAfterwards(environment(), activity(), parameters(), strategies));
  }

  /** What is held, to be routed anew: positions name a listing venue or none. */
  private Map<Integer, Resolution> found() {
    SortedSet<Integer> conIds = CloseFindings.holdings(strategies, reconciled).contracts();
    if (isWholeAccount()) {
      conIds.addAll(Parked.of(reconciled.holdings()).leftOutOf(reconciled.portfolio()).contracts());
    }
    Map<ContractSpec, Resolution> resolutions =
        new Contracts(gateway(), environment().clock())
            .lookUp(conIds.stream().map(ContractSpec::ofConId).toList());
    Map<Integer, Resolution> found = new TreeMap<>();
    conIds.forEach(conId -> found.put(conId, resolutions.get(ContractSpec.ofConId(conId))));
    return found;
  }
}
