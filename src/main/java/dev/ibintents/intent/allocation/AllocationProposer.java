package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.Skipped;
import dev.ibintents.intent.reconciliation.HoldingsMismatchException;
import dev.ibintents.intent.trade.AccountPositions;
import dev.ibintents.intent.trade.LimitsExceededException;
import dev.ibintents.intent.trade.NothingToDo;
import dev.ibintents.intent.trade.Proposal;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.strategy.NoSignalsException;
import dev.ibintents.strategy.Signals;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.strategy.StrategyContext;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.allocation.Allocator;
import dev.ibintents.trading.allocation.MarketOrders;
import dev.ibintents.trading.allocation.Quotes;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.OpenShares;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.order.ConsolidatedTrade;
import dev.ibintents.trading.order.OrderProperties;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the strategies' signals into orders, and places none of them: the product's main job. */
public final class AllocationProposer {
  private static final Logger logger = LoggerFactory.getLogger(AllocationProposer.class);

  private final Environment environment;
  private final Collection<String> ids;
  private final boolean isNamed;
  private final OrderProperties orderProperties;
  private final boolean dryRun;
  private final Strategies strategies = Strategies.all();

  /**
   * @param environment what the invocation works with
   * @param named which strategies; all with exposure if empty
   * @param orderProperties what the request changes about orders
   * @param dryRun whether what is proposed will be shown only
   */
  public AllocationProposer(
      Environment environment,
      List<String> named,
      OrderProperties orderProperties,
      boolean dryRun) {
    this.environment = environment;
    this.orderProperties = orderProperties;
    this.dryRun = dryRun;
    this.isNamed = !named.isEmpty();
    this.ids = named.isEmpty() ? exposure().strategies().keySet() : new LinkedHashSet<>(named);
  }

  /** The answer if nothing is to be traded, as the configuration says. */
  public Optional<Object> nothingToDo() {
    return exposure().overall().signum() == 0
        ? Optional.of(new NothingToDo("exposure.overall is 0, so nothing is allocated"))
        : Optional.empty();
  }

  /** The refusal if no document of the strategies that have exposure can be read. */
  public Optional<ConfigurationException> refusal(KnownStrategies known) {
    return known.refusal(
        ids.stream()
            .filter(id -> exposure().strategies().getOrDefault(id, BigDecimal.ZERO).signum() > 0)
            .toList());
  }

  private Configuration.Exposure exposure() {
    return environment.configuration().exposure();
  }

  /**
   * What to do. Asks the gateway, and changes nothing.
   *
   * @param reconciled the books, brought in line with the broker just before: what strategies hold,
   *     and what the broker bears out of what they have on order
   * @throws HoldingsMismatchException if holdings and portfolio differ in a contract that it would
   *     trade, also if it will be shown only: figures on wrong books show nothing that will be done
   * @throws LimitsExceededException if it would exceed limits, unless it will be shown only
   */
  public Proposal propose(Reconciled reconciled) {
    IbGateway gateway = environment.gateway();
    String account = Account.of(environment.configuration(), gateway.session().managedAccounts());
    Reconciled.Basis basis = reconciled.basis();
    AccountValue netLiquidation = Account.netLiquidation(basis.updates());
    BigDecimal worth = Account.amount(netLiquidation);

    Skipped skipped = new Skipped();
    Contracts contracts = new Contracts(gateway, environment.clock());
    Map<String, Signals> signals = signals(contracts, basis.shares(), skipped);
    leaveUnmatched(signals, reconciled, skipped);
    Holdings holdings = reconciled.holdings().only(signals.keySet());
    Set<Integer> owned = holdings.contracts();
    signals.keySet().forEach(id -> owned.addAll(basis.shares().stillToFill(id).contracts()));
    leaveWithoutExposure(reconciled, skipped);
    Map<Integer, String> unresolved = new TreeMap<>();
    Map<Integer, ResolvedContract> instruments =
        instruments(contracts, unresolved, signals.values(), owned);
    Configuration configuration = environment.configuration();
    AccountPositions positions =
        new AccountPositions(
            account,
            basis.updates(),
            basis.openOrders(),
            instruments,
            AccountPositions.LeftOut.of(configuration, Parked.of(reconciled.holdings())));
    positions.lookUp(contracts);
    List<ResolvedContract> quoted = new ArrayList<>(instruments.values());
    quoted.addAll(positions.besides().values());
    Quotes quotes =
        Quotes.ask(
            gateway,
            contracts,
            quoted,
            instruments.values().stream().map(ResolvedContract::currency).toList(),
            netLiquidation.currency(),
            environment.clock().instant());
    Allocator.Allotment allotment =
        new Allocator(known(instruments, quotes), untradable())
            .allot(
                signals.entrySet().stream()
                    .map(
                        entry ->
                            wish(
                                entry.getKey(),
                                entry.getValue(),
                                worth,
                                holdings.of(entry.getKey()),
                                basis.shares().stillToFill(entry.getKey())))
                    .toList());
    allotment.skipped().forEach(skipped::asMeant);
    allotment
        .unallotted()
        .forEach((id, why) -> skipped.asFailed(id, code(why), reason(why, unresolved)));
    HoldingsMismatchException.requireMatchIn(traded(allotment), reconciled);
    return new AllocationProposal(
        configuration,
        account,
        worth,
        positions.all(quotes),
        signals,
        holdings,
        instruments,
        quotes,
        allotment,
        new MarketOrders(account, configuration.adaptivePriority(), orderProperties),
        skipped,
        dryRun);
  }

  private static Problem.Code code(Allocator.Unallotted why) {
    return switch (why.cause()) {
      case CONTRACT -> Problem.Code.CONTRACT_UNRESOLVED;
      case PRICE -> Problem.Code.NO_PRICE;
      case CAPITAL -> Problem.Code.STRATEGY_FAILED;
    };
  }

  /** With the gateway's words about contracts that it does not know. */
  private static String reason(Allocator.Unallotted why, Map<Integer, String> unresolved) {
    return why.cause() == Allocator.Cause.CONTRACT
        ? why.reason() + " (" + String.join("; ", unresolved.values()) + ")"
        : why.reason();
  }

  /** A strategy that holds something and has no exposure is traded by nobody. */
  private void leaveWithoutExposure(Reconciled reconciled, Skipped skipped) {
    if (isNamed) {
      return;
    }
    reconciled
        .holdings()
        .forEach(
            (id, held) -> {
              boolean isStrategy = !List.of(Books.BY_HAND, Parked.OWNER).contains(id);
              if (isStrategy && exposure().of(id).signum() <= 0) {
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

  /** The contracts that the account, or strategies among themselves, are about to trade. */
  private static Set<Integer> traded(Allocator.Allotment allotment) {
    return Stream.concat(
            allotment.consolidation().orders().stream(),
            allotment.consolidation().crossedInternally().stream())
        .map(ConsolidatedTrade::conId)
        .collect(Collectors.toSet());
  }

  /** The contracts that nobody is to trade, each with the reason. */
  private Map<Integer, String> untradable() {
    Map<Integer, String> untradable = new TreeMap<>();
    environment
        .configuration()
        .ignoredContracts()
        .forEach(
            conId -> untradable.put(conId, "ignoredContracts of the configuration has " + conId));
    return untradable;
  }

  /**
   * Each strategy's signals; one that has none, fails, or has an order of which nobody knows what
   * became of it, is skipped and leaves the others. Without the broker or the store, nobody has
   * any.
   */
  private Map<String, Signals> signals(Contracts contracts, OpenShares shares, Skipped skipped) {
    Map<String, Signals> signals = new LinkedHashMap<>();
    for (String id : ids) {
      BigDecimal own = exposure().strategies().getOrDefault(id, BigDecimal.ZERO);
      if (own.signum() <= 0) {
        withoutExposure(id, skipped);
        continue;
      }
      Optional<String> doubt = shares.doubt(id);
      if (doubt.isPresent()) {
        skipped.asReported(id, doubt.get());
        environment
            .problems()
            .add(Problem.Code.ORDER_UNSETTLED, id + " was left alone: " + doubt.get());
        continue;
      }
      try {
        signals.put(id, strategies.signals(StrategyContext.of(id, environment, contracts)));
      } catch (NoSignalsException e) {
        withoutSignals(id, e, skipped);
      } catch (StoreUnavailableException | ConnectivityLostException e) {
        throw e;
      } catch (RuntimeException e) {
        environment.gateway().session().requireBroker("the signals of " + id + " are not known");
        logger.warn("The strategy {} failed", id, e);
        skipped.asFailed(
            id, Problem.Code.STRATEGY_FAILED, e.getClass().getSimpleName() + ": " + e.getMessage());
      }
    }
    return signals;
  }

  private void withoutExposure(String id, Skipped skipped) {
    String reason = "exposure.strategies." + id + " is not above 0";
    if (isNamed) {
      skipped.asFailed(id, Problem.Code.STRATEGY_WITHOUT_EXPOSURE, reason);
    } else {
      skipped.asMeant(id, reason);
    }
  }

  private static void withoutSignals(String id, NoSignalsException why, Skipped skipped) {
    switch (why.kind()) {
      case SWITCHED_OFF -> skipped.asMeant(id, why.reason());
      case UNKNOWN -> skipped.asFailed(id, Problem.Code.STRATEGY_UNKNOWN, why.reason());
      case STALE -> skipped.asFailed(id, Problem.Code.STRATEGY_STALE, why.reason());
      case UNRESOLVED -> skipped.asFailed(id, Problem.Code.CONTRACT_UNRESOLVED, why.reason());
      case FAILED -> skipped.asFailed(id, Problem.Code.STRATEGY_FAILED, why.reason());
    }
  }

  /** Takes out the strategies that would trade where an order is that nobody knows. */
  private static void leaveUnmatched(
      Map<String, Signals> signals, Reconciled reconciled, Skipped skipped) {
    SortedMap<Integer, String> unmatched = reconciled.basis().unmatched();
    if (unmatched.isEmpty()) {
      return;
    }
    for (String id : List.copyOf(signals.keySet())) {
      SortedSet<Integer> conIds = reconciled.holdings().of(id).contracts();
      conIds.addAll(reconciled.basis().shares().stillToFill(id).contracts());
      signals.get(id).byContract().keySet().forEach(contract -> conIds.add(contract.conId()));
      conIds.retainAll(unmatched.keySet());
      if (!conIds.isEmpty()) {
        signals.remove(id);
        skipped.asReported(
            id,
            conIds.stream()
                .map(
                    conId -> "nothing is traded in contract " + conId + ": " + unmatched.get(conId))
                .collect(Collectors.joining("; ")));
      }
    }
  }

  /** The contracts of the signals, and those that are held or on order without one. */
  private static Map<Integer, ResolvedContract> instruments(
      Contracts contracts,
      Map<Integer, String> unresolved,
      Collection<Signals> signals,
      Set<Integer> owned) {
    Map<Integer, ResolvedContract> instruments = new TreeMap<>();
    signals.forEach(
        of -> of.byContract().keySet().forEach(one -> instruments.put(one.conId(), one)));
    List<ContractSpec> others =
        owned.stream()
            .filter(conId -> !instruments.containsKey(conId))
            .map(ContractSpec::ofConId)
            .toList();
    contracts
        .lookUp(others)
        .forEach(
            (spec, resolution) -> {
              if (resolution instanceof Resolution.Found found) {
                instruments.put(found.contract().conId(), found.contract());
              } else if (resolution instanceof Resolution.Refused refused) {
                unresolved.put(spec.contract().conId(), refused.reason());
              }
            });
    return instruments;
  }

  private static Map<Integer, Allocator.Instrument> known(
      Map<Integer, ResolvedContract> instruments, Quotes quotes) {
    Map<Integer, Allocator.Instrument> known = new LinkedHashMap<>();
    instruments.forEach(
        (conId, contract) ->
            known.put(
                conId,
                new Allocator.Instrument(
                    contract.localSymbol(),
                    quotes.valueOf(contract),
                    // The broker names fractions for shares and refuses them by API (10243).
                    QuantityStep.of(contract.details()).whole())));
    return known;
  }

  private Allocator.Wish wish(
      String id,
      Signals signals,
      BigDecimal netLiquidation,
      Quantities holdings,
      Quantities stillToFill) {
    Map<Integer, BigDecimal> byConId = new LinkedHashMap<>();
    signals.byContract().forEach((contract, signal) -> byConId.put(contract.conId(), signal));
    BigDecimal capital = netLiquidation.multiply(exposure().of(id));
    return new Allocator.Wish(id, capital, byConId, holdings, stillToFill);
  }
}
