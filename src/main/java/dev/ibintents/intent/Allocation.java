package dev.ibintents.intent;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.store.Document;
import dev.ibintents.strategy.NoSignalsException;
import dev.ibintents.strategy.Signals;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.strategy.StrategyContext;
import dev.ibintents.trading.Allocator;
import dev.ibintents.trading.Books;
import dev.ibintents.trading.MarketOrders;
import dev.ibintents.trading.OrderProperties;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.Quotes;
import dev.ibintents.trading.RunHeaders;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the strategies' signals into orders: the product's main job. */
final class Allocation extends TradingIntent {
  private static final Logger logger = LoggerFactory.getLogger(Allocation.class);

  static final String STRATEGIES = "strategies";

  private final Strategies strategies = Strategies.all();
  private final OrderProperties orderProperties;

  Allocation(Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters, headers);
    this.orderProperties =
        OrderProperties.parse(
            parameters.object(ORDER_PROPERTIES), environment.clock(), ZoneOffset.UTC);
    requireKnown(parameters.texts(STRATEGIES));
  }

  @Override
  protected String name() {
    return "allocation";
  }

  private void requireKnown(List<String> named) {
    Set<String> known = new TreeSet<>(strategies.names());
    known.addAll(environment().configuration().exposure().strategies().keySet());
    environment().store().list("strategies").stream().map(Document::id).forEach(known::add);
    List<String> unknown = named.stream().filter(id -> !known.contains(id)).toList();
    if (!unknown.isEmpty()) {
      throw new InvalidParametersException(
          "unknown strategies "
              + String.join(", ", unknown)
              + "; there are "
              + String.join(", ", known));
    }
  }

  @Override
  protected Optional<Object> nothingToDo() {
    return exposure().overall().signum() == 0
        ? Optional.of(new NothingToDo("exposure.overall is 0, so nothing is allocated"))
        : Optional.empty();
  }

  private Configuration.Exposure exposure() {
    return environment().configuration().exposure();
  }

  @Override
  protected Proposal propose() {
    IbGateway gateway = environment().gateway();
    String account = Account.of(environment().configuration(), gateway.session().managedAccounts());
    CompletableFuture<?> openOrders = gateway.session().reqAllOpenOrders();
    CompletableFuture<AccountUpdates> updates = gateway.session().reqAccountUpdates(account);
    gateway.await(openOrders, updates);
    Account.requireReady(account, updates.join());
    AccountValue netLiquidation = Account.netLiquidation(updates.join());

    SortedMap<String, String> skipped = new TreeMap<>();
    Contracts contracts = new Contracts(gateway, environment().clock());
    Map<String, Signals> signals = signals(contracts, skipped);
    Map<String, SortedMap<Integer, BigDecimal>> holdings = holdings(signals.keySet());
    Map<String, SortedMap<Integer, BigDecimal>> stillToFill = stillToFill(signals.keySet());
    Map<Integer, ResolvedContract> instruments =
        instruments(contracts, signals.values(), holdings.values(), stillToFill.values());
    Quotes quotes =
        Quotes.ask(
            gateway,
            contracts,
            instruments.values(),
            instruments.values().stream().map(ResolvedContract::currency).toList(),
            netLiquidation.currency());
    Allocator.Allotment allotment =
        new Allocator(known(instruments, quotes))
            .allot(
                signals.entrySet().stream()
                    .map(
                        entry ->
                            wish(
                                entry.getKey(),
                                entry.getValue(),
                                netLiquidation.amount(),
                                holdings.get(entry.getKey()),
                                stillToFill.get(entry.getKey())))
                    .toList());
    skipped.putAll(allotment.skipped());
    Configuration configuration = environment().configuration();
    return new AllocationProposal(
        configuration.limits(),
        account,
        netLiquidation.amount(),
        updates.join(),
        signals,
        holdings,
        instruments,
        quotes,
        allotment,
        new MarketOrders(account, configuration.adaptivePriority(), orderProperties),
        skipped,
        isDryRun());
  }

  /** Each strategy's signals; one that has none, or fails, is skipped and leaves the others. */
  private Map<String, Signals> signals(Contracts contracts, SortedMap<String, String> skipped) {
    Map<String, Signals> signals = new LinkedHashMap<>();
    List<String> named = parameters().texts(STRATEGIES);
    Collection<String> ids =
        named.isEmpty() ? exposure().strategies().keySet() : new LinkedHashSet<>(named);
    for (String id : ids) {
      BigDecimal own = exposure().strategies().getOrDefault(id, BigDecimal.ZERO);
      if (own.signum() <= 0) {
        skipped.put(id, "exposure.strategies." + id + " is not above 0");
        continue;
      }
      try {
        signals.put(id, strategies.signals(StrategyContext.of(id, environment(), contracts)));
      } catch (NoSignalsException e) {
        skipped.put(id, e.getMessage());
      } catch (RuntimeException e) {
        logger.error("The strategy {} failed", id, e);
        skipped.put(id, e.getClass().getSimpleName() + ": " + e.getMessage());
      }
    }
    return signals;
  }

  private Map<String, SortedMap<Integer, BigDecimal>> holdings(Set<String> ids) {
    SortedMap<String, SortedMap<Integer, BigDecimal>> all = books().holdings();
    Map<String, SortedMap<Integer, BigDecimal>> holdings = new LinkedHashMap<>();
    ids.forEach(id -> holdings.put(id, all.getOrDefault(id, new TreeMap<>())));
    return holdings;
  }

  private Map<String, SortedMap<Integer, BigDecimal>> stillToFill(Set<String> ids) {
    Map<String, SortedMap<Integer, BigDecimal>> stillToFill = new LinkedHashMap<>();
    ids.forEach(id -> stillToFill.put(id, new TreeMap<>()));
    for (Books.OpenOrderEntry order : books().openOrders()) {
      order
          .stillToFill()
          .forEach(
              (id, quantity) ->
                  stillToFill
                      .getOrDefault(id, new TreeMap<>())
                      .merge(order.conId(), quantity, BigDecimal::add));
    }
    return stillToFill;
  }

  /** The contracts of the signals, and those that are held or on order without one. */
  @SafeVarargs
  private Map<Integer, ResolvedContract> instruments(
      Contracts contracts,
      Collection<Signals> signals,
      Collection<SortedMap<Integer, BigDecimal>>... quantities) {
    Map<Integer, ResolvedContract> instruments = new TreeMap<>();
    signals.forEach(
        of -> of.byContract().keySet().forEach(one -> instruments.put(one.conId(), one)));
    List<ContractSpec> others = new ArrayList<>();
    for (Collection<SortedMap<Integer, BigDecimal>> held : quantities) {
      held.forEach(
          of ->
              of.keySet().stream()
                  .filter(conId -> !instruments.containsKey(conId))
                  .forEach(conId -> others.add(ContractSpec.ofConId(conId))));
    }
    contracts
        .lookUp(others)
        .values()
        .forEach(
            resolution -> {
              if (resolution instanceof Resolution.Found found) {
                instruments.put(found.contract().conId(), found.contract());
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
      SortedMap<Integer, BigDecimal> holdings,
      SortedMap<Integer, BigDecimal> stillToFill) {
    Map<Integer, BigDecimal> byConId = new LinkedHashMap<>();
    signals.byContract().forEach((contract, signal) -> byConId.put(contract.conId(), signal));
    BigDecimal capital =
        netLiquidation.multiply(exposure().overall()).multiply(exposure().strategies().get(id));
    return new Allocator.Wish(id, capital, byConId, holdings, stillToFill);
  }
}
