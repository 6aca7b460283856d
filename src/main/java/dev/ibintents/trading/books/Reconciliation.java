package dev.ibintents.trading.books;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.BrokerAccount;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.Patience;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.ledger.RunKey;
import dev.ibintents.trading.order.OrderWords;
import dev.ibintents.trading.totals.HeldPrices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Brings the books in line with the broker. It posts the day's executions, closes the orders that
 * can be filled no further, and compares the holdings of all strategies with the account's
 * positions. It reports differences, and never overwrites them.
 *
 * <p>A repetition changes nothing. The caller must hold the account's lease, so that nobody reads
 * holdings and open orders halfway. Use a new object for each reconciliation.
 */
public final class Reconciliation {
  private final Environment environment;
  private final String account;
  private final Books books;
  private final Adoptions adoptions;
  private final Contracts contracts;
  private final DayPostings postings;
  private final OrderClosings closings;
  private final OwnOrders ownOrders;
  private final Settlements settlements;
  private final Map<Integer, Contract> knownContracts = new TreeMap<>();

  /** The contracts that the gateway was asked for by conId, found or not. */
  private final Set<Integer> lookedUp = new TreeSet<>();

  private final Set<Integer> ignoredContracts;

  /** The account's positions in the ignored contracts. */
  private Quantities ignored = Quantities.NONE;

  private AccountUpdates updates;
  private BrokerAccount broker;
  private Books.State state;
  private List<Difference> differences = List.of();

  /**
   * A correction of holdings that a request asks for.
   *
   * @param key the key of the request, formed like a run's
   * @param adoption the quantities to add
   */
  public record Correction(RunKey key, Adoption adoption) {}

  /**
   * @param environment the environment of the invocation, with a connected gateway
   * @param store the store of the books: the environment's, or a draft of it that changes nothing
   * @param contracts the contracts of the invocation; none is asked for again
   * @param account the account
   */
  public Reconciliation(
      Environment environment, DocumentStore store, Contracts contracts, String account) {
    TradingMode mode = environment.variables().tradingMode();
    this.environment = environment;
    this.account = account;
    this.books = new Books(store, mode, environment.clock());
    this.adoptions = new Adoptions(store, mode, environment.clock(), environment.invocation());
    this.contracts = contracts;
    this.ownOrders =
        new OwnOrders(
            store,
            new KnownOrders(books, mode, environment.clock()),
            account,
            environment.problems());
    this.postings =
        new DayPostings(
            new FillPosting(store, mode, environment.clock(), environment.invocation()),
            ownOrders,
            contracts);
    this.closings = new OrderClosings(books, account);
    this.settlements =
        new Settlements(
            environment.gateway(),
            contracts,
            store,
            books,
            environment.clock(),
            environment.invocation());
    this.ignoredContracts = environment.configuration().ignoredContracts();
  }

  /**
   * Reconciles, and posts a correction if one is requested.
   *
   * @param correction the requested correction of the holdings, if there is one
   * @throws AccountNotReadyException if the account's server is resetting; nothing was posted
   * @throws InvalidAdoptionException if the correction is a mistake, or an order in one of its
   *     contracts is open; nothing was adopted
   */
  public Reconciled run(Optional<Correction> correction) {
    return run(correction, () -> {}, this::isExplained);
  }

  /**
   * Reconciles before a plan is made, without a correction. It waits only while the broker's lists
   * contradict each other about an order of this product, or about a contract that was traded
   * today. Other differences, such as a position of no strategy, do not change with the next
   * answer.
   */
  public Reconciled runBeforePlan() {
    return runBeforePlan(() -> {});
  }

  /**
   * Reconciles before a plan is made, and sends other requests together with its own.
   *
   * @param meanwhile sends the requests that the plan needs, and does not wait for their answers
   */
  public Reconciled runBeforePlan(Runnable meanwhile) {
    return run(
        Optional.empty(),
        meanwhile,
        pending -> !isAnyOrderHalfTold() && differences.stream().noneMatch(this::mayPass));
  }

  /**
   * Whether a difference may be gone with the broker's next answer. The contract was traded today,
   * and the unattributed executions do not explain the difference.
   */
  private boolean mayPass(Difference difference) {
    return !isByHand(difference)
        && broker.isTradedToday(difference.conId(), environment.clock().instant());
  }

  private Reconciled run(
      Optional<Correction> correction,
      Runnable meanwhile,
      Predicate<Optional<Adoption>> explained) {
    broker = withoutIgnored(firstAnswer(meanwhile));
    correction.map(Correction::adoption).ifPresent(this::requireKnown);
    Optional<Adoption> pending =
        correction
            .filter(request -> adoptions.find(request.key(), request.adoption()).isEmpty())
            .map(Correction::adoption);
    Patience patience = new Patience(environment.deadline());
    reconcile();
    while (!explained.test(pending) && !patience.isOver()) {
      patience.pause();
      broker = withoutIgnored(BrokerAccount.ask(environment.gateway(), account, () -> {}));
      reconcile();
    }
    closings.closeDead(differences);
    ownOrders.reportUnmatched(postings.unattributed());
    pending.ifPresent(this::requireNothingOpen);
    Optional<Adoptions.Outcome> outcome =
        correction.map(
            request ->
                adoptions.adopt(
                    request.key(),
                    request.adoption(),
                    account,
                    broker.positions(),
                    uncompared(),
                    HeldPrices.of(updates)));
    outcome.flatMap(Adoptions.Outcome::adopted).ifPresent(this::settle);
    nameDifferences(outcome);
    return result(outcome);
  }

  /** The broker's answer without the contracts that the configuration ignores. */
  private BrokerAccount withoutIgnored(BrokerAccount answer) {
    ignored = answer.positions().only(ignoredContracts);
    return answer.without(ignoredContracts);
  }

  private BrokerAccount firstAnswer(Runnable meanwhile) {
    IbGateway gateway = environment.gateway();
    CompletableFuture<AccountUpdates> accountUpdates = gateway.session().reqAccountUpdates(account);
    BrokerAccount answer = BrokerAccount.ask(gateway, account, meanwhile, accountUpdates);
    updates = accountUpdates.join();
    if (!updates.isAccountReady()) {
      throw new AccountNotReadyException(account);
    }
    return answer;
  }

  /**
   * Refuses a correction in a contract that does not exist, or that is never compared. A contract
   * that is held needs no proof, because the gateway forgets contracts that have expired.
   */
  private void requireKnown(Adoption adoption) {
    Set<Integer> uncompared = new TreeSet<>(adoption.conIds());
    uncompared.retainAll(ignoredContracts);
    if (!uncompared.isEmpty()) {
      throw new InvalidAdoptionException(
          "nothing was adopted: ignoredContracts of the configuration has "
              + uncompared
              + ", which are not compared; take them out there first");
    }
    Set<Integer> unproven = new TreeSet<>(adoption.conIds());
    unproven.removeAll(broker.positions().contracts());
    unproven.removeAll(books.holdings().contracts());
    List<String> problems = new ArrayList<>();
    contracts
        .lookUpConIds(unproven)
        .forEach((conId, resolution) -> problem(conId, resolution).ifPresent(problems::add));
    if (!problems.isEmpty()) {
      throw new InvalidAdoptionException("nothing was adopted: " + String.join("; ", problems));
    }
  }

  /**
   * Refuses a correction in a contract in which an order of this product is open. A part of the
   * order may be filled already, and its executions are posted when they come. The numbers do not
   * show whether the correction means those executions or something else. To credit the order with
   * the correction would be a guess, and a later fill would then be in the holdings twice.
   */
  private void requireNothingOpen(Adoption adoption) {
    List<String> open =
        broker.orders().open().stream()
            .filter(trade -> trade.openOrder().order().account().equals(account))
            .filter(trade -> RunKey.isOrderRef(trade.openOrder().order().orderRef()))
            .filter(trade -> adoption.conIds().contains(trade.openOrder().contract().conId()))
            .map(OrderWords::of)
            .toList();
    if (!open.isEmpty()) {
      throw new InvalidAdoptionException(
          "nothing was adopted: "
              + String.join(", ", open)
              + " can still be filled, so what is held may change by itself. Cancel it or wait for"
              + " its end, then ask again");
    }
  }

  private static Optional<String> problem(int conId, Resolution resolution) {
    if (resolution instanceof Resolution.Refused refused) {
      return Optional.of(refused.reason());
    }
    return CurrencyPair.isPair(resolution.orThrow().contract())
        ? Optional.of(
            "conId " + conId + " is a currency pair, and what is held of those is in the cash")
        : Optional.empty();
  }

  private void reconcile() {
    knownContracts.putAll(broker.contracts());
    postings.post(broker.fills(), environment.clock().instant(), updates.baseCurrency());
    List<OpenOrderEntry> open = books.openOrders();
    if (ownOrders.match(broker.orders(), open)) {
      open = books.openOrders();
    }
    closings.close(open, broker.orders(), environment.clock().instant());
    state = books.state();
    compare();
    if (settlements.post(absent(), knownContracts, account)) {
      state = books.state();
      compare();
    }
  }

  /**
   * The contracts that strategies hold and the account does not, and that no trade by hand of today
   * has closed.
   */
  private Set<Integer> absent() {
    Set<Integer> absent = state.holdings().contracts();
    absent.removeAll(broker.positions().contracts());
    absent.removeAll(uncompared());
    absent.removeIf(conId -> postings.unattributed(conId).signum() != 0);
    return absent;
  }

  private void compare() {
    name(state.holdings().total().without(broker.positions()::has).contracts());
    differences = Difference.between(comparable(), broker.positions());
  }

  /**
   * The holdings of all strategies together, in the contracts that are compared with the portfolio.
   */
  private Quantities comparable() {
    return state.holdings().total().without(uncompared());
  }

  /**
   * The contracts that are not compared: currency pairs, which are in the cash, and ignored
   * contracts.
   */
  private Set<Integer> uncompared() {
    Set<Integer> uncompared = new TreeSet<>(knownContracts.keySet());
    uncompared.removeIf(conId -> !CurrencyPair.isPair(knownContracts.get(conId)));
    uncompared.addAll(ignoredContracts);
    return uncompared;
  }

  /** Whether another answer of the broker could change nothing more. */
  private boolean isExplained(Optional<Adoption> pending) {
    if (isAnyOrderHalfTold()) {
      return false;
    }
    return pending.isPresent()
        ? Difference.between(pending.get().addedTo(comparable()), broker.positions()).isEmpty()
        : differences.stream().allMatch(this::isByHand);
  }

  /** Whether unattributed executions of the day explain a difference. */
  private boolean isByHand(Difference difference) {
    return difference.amount().compareTo(postings.unattributed(difference.conId())) == 0;
  }

  /** Whether another answer of the broker may tell more about an order. */
  private boolean isAnyOrderHalfTold() {
    return closings.mayTellMore() || shares().isHalfTold();
  }

  private OpenShares shares() {
    Set<String> closed =
        closings.closed().stream()
            .map(order -> order.order().orderRef())
            .collect(Collectors.toSet());
    return OpenShares.of(
        state.openOrders().stream().filter(order -> !closed.contains(order.orderRef())).toList(),
        closings.fates(),
        differences);
  }

  private void settle(Adopted adopted) {
    state = books.state();
    compare();
    if (differences.isEmpty()) {
      closings.closeSettled(adopted.adoption().conIds());
    }
  }

  private void nameDifferences(Optional<Adoptions.Outcome> outcome) {
    Set<Integer> reported = state.holdings().contracts();
    outcome.ifPresent(refused -> refused.differences().forEach(left -> reported.add(left.conId())));
    closings.unsettled(differences).forEach(order -> reported.add(order.order().conId()));
    closings.closed().forEach(order -> reported.add(order.order().conId()));
    name(reported);
  }

  /** Looks up the contracts that only the books have. The gateway may know their names. */
  private void name(Set<Integer> conIds) {
    Set<Integer> unnamed = new TreeSet<>(conIds);
    unnamed.removeAll(knownContracts.keySet());
    unnamed.removeAll(lookedUp);
    lookedUp.addAll(unnamed);
    contracts
        .found(unnamed)
        .forEach((conId, contract) -> knownContracts.put(conId, contract.contract()));
  }

  private Reconciled result(Optional<Adoptions.Outcome> outcome) {
    return new Reconciled(
        postings.result(),
        closings.closed(),
        closings.unsettled(differences),
        outcome,
        new Reconciled.Comparison(
            differences,
            state.holdings(),
            broker.positions(),
            new IgnoredContracts(new TreeSet<>(ignoredContracts), ignored),
            knownContracts,
            settlements.posted()),
        new Reconciled.Basis(updates, broker.orders().open(), shares(), ownOrders.unmatched()));
  }
}
