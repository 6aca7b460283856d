package dev.ibintents.trading.books;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.BrokerAccount;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.ledger.RunKey;
import dev.ibintents.trading.order.OrderWords;
import java.time.Duration;
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
 * Brings the books in line with the broker. It posts the day's executions, closes the orders of
 * which nothing more can be filled, and compares the holdings of all strategies with the account's
 * positions. Differences are told, and never overwritten.
 *
 * <p>All of it may be repeated, and changes nothing the second time. It is to be done under the
 * account's lease, so that nobody reads holdings and open orders halfway. One object does it once.
 */
public final class Reconciliation {
  /** The broker's lists follow each other within moments; for so long they may disagree. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final Environment environment;
  private final String account;
  private final Books books;
  private final Adoptions adoptions;
  private final Contracts contracts;
  private final DayPostings bookings;
  private final OrderClosings closings;
  private final OwnOrders ownOrders;
  private final Map<Integer, Contract> known = new TreeMap<>();

  /** Contracts of whose name the gateway has been asked, whether it knew them or not. */
  private final Set<Integer> asked = new TreeSet<>();

  private final Set<Integer> ignoredContracts;

  /** The account's positions in those. */
  private Quantities ignored = Quantities.NONE;

  private AccountUpdates updates;
  private BrokerAccount broker;
  private Books.State state;
  private List<Difference> differences = List.of();

  /**
   * A correction of holdings that a request asks for.
   *
   * @param key names the request, as it names a run
   * @param adoption the quantities to add
   */
  public record Correction(RunKey key, Adoption adoption) {}

  /**
   * @param environment what the invocation works with; its gateway is connected
   * @param store where the books are: the environment's, or a draft of it to change nothing
   * @param account the account
   */
  public Reconciliation(Environment environment, DocumentStore store, String account) {
    TradingMode mode = environment.variables().tradingMode();
    this.environment = environment;
    this.account = account;
    this.books = new Books(store, mode, environment.clock());
    this.adoptions = new Adoptions(store, mode, environment.clock(), environment.invocation());
    this.contracts = new Contracts(environment.gateway(), environment.clock());
    this.ownOrders =
        new OwnOrders(
            store,
            new KnownOrders(books, mode, environment.clock()),
            account,
            environment.problems());
    this.bookings =
        new DayPostings(
            new FillPosting(store, mode, environment.clock(), environment.invocation()),
            ownOrders,
            contracts);
    this.closings = new OrderClosings(books, account);
    this.ignoredContracts = environment.configuration().ignoredContracts();
  }

  /**
   * Does it.
   *
   * @param correction the correction to add to the holdings, if there is any
   * @throws AccountNotReadyException if the account's server is resetting; nothing was booked
   * @throws InvalidAdoptionException if the correction cannot be meant, or an order in one of its
   *     contracts is open; nothing was adopted
   */
  public Reconciled run(Optional<Correction> correction) {
    return run(correction, this::isExplained);
  }

  /**
   * As {@link #run}, before a plan is made, and without a correction. It waits for the broker's
   * lists to agree only where they contradict each other about an order of this product, or about a
   * contract that was traded today. What else the account has, such as a position that is nobody's,
   * does not change with the next answer.
   */
  public Reconciled runBeforePlan() {
    return run(
        Optional.empty(),
        pending -> !isAnyOrderHalfTold() && differences.stream().noneMatch(this::mayPass));
  }

  /**
   * Whether a difference may be gone with the broker's next answer: there are executions of the day
   * in the contract, and those that are nobody's do not explain it.
   */
  private boolean mayPass(Difference difference) {
    return !isByHand(difference)
        && broker.fills().stream().anyMatch(fill -> fill.contract().conId() == difference.conId());
  }

  private Reconciled run(Optional<Correction> correction, Predicate<Optional<Adoption>> explained) {
    broker = heeded(firstAnswer());
    correction.map(Correction::adoption).ifPresent(this::requireKnown);
    Optional<Adoption> pending =
        correction
            .filter(asked -> adoptions.find(asked.key(), asked.adoption()).isEmpty())
            .map(Correction::adoption);
    Deadline patience = environment.deadline().orIn(PATIENCE);
    Duration pause = FIRST_PAUSE;
    reconcile();
    while (!explained.test(pending) && !patience.hasPassed()) {
      pause(patience, pause);
      pause = longer(pause);
      broker = heeded(BrokerAccount.ask(environment.gateway(), account));
      reconcile();
    }
    closings.closeDead(differences);
    ownOrders.reportUnmatched(bookings.unattributed());
    pending.ifPresent(this::requireNothingOpen);
    Optional<Adoptions.Outcome> outcome =
        correction.map(
            asked ->
                adoptions.adopt(
                    asked.key(), asked.adoption(), account, broker.positions(), uncompared()));
    outcome.flatMap(Adoptions.Outcome::adopted).ifPresent(this::settle);
    nameDifferences(outcome);
    return result(outcome);
  }

  /** The broker's answer without the contracts that the configuration ignores. */
  private BrokerAccount heeded(BrokerAccount answer) {
    ignored = answer.positions().only(ignoredContracts);
    return answer.without(ignoredContracts);
  }

  private BrokerAccount firstAnswer() {
    IbGateway gateway = environment.gateway();
    CompletableFuture<AccountUpdates> asked = gateway.session().reqAccountUpdates(account);
    BrokerAccount answer = BrokerAccount.ask(gateway, account, asked);
    updates = asked.join();
    if (!updates.isAccountReady()) {
      throw new AccountNotReadyException(account);
    }
    return answer;
  }

  /**
   * A correction in something that is no contract, or that is never compared, is a mistake. What is
   * held needs no proof: the gateway forgets contracts that have expired.
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
   * Refuses a correction in a contract in which an order of this product is open. Part of that may
   * be filled already, and its executions may come yet, and are posted by themselves then: nobody
   * can tell by the numbers whether the correction means those or something else. Crediting the
   * order with it would be a guess, and a fill that came later would be in the holdings twice.
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
    known.putAll(broker.contracts());
    bookings.book(broker.fills());
    List<OpenOrderEntry> open = books.openOrders();
    if (ownOrders.match(broker.orders(), open)) {
      open = books.openOrders();
    }
    closings.close(open, broker.orders(), environment.clock().instant());
    state = books.state();
    compare();
  }

  private void compare() {
    name(state.holdings().total().without(broker.positions()::has).contracts());
    differences = Difference.between(comparable(), broker.positions());
  }

  /** The holdings of all strategies together that are to be in the portfolio too. */
  private Quantities comparable() {
    return state.holdings().total().without(uncompared());
  }

  /** Currency pairs, which are cash in the portfolio, and what the configuration ignores. */
  private Set<Integer> uncompared() {
    Set<Integer> uncompared = pairs();
    uncompared.addAll(ignoredContracts);
    return uncompared;
  }

  private Set<Integer> pairs() {
    Set<Integer> pairs = new TreeSet<>(known.keySet());
    pairs.removeIf(conId -> !CurrencyPair.isPair(known.get(conId)));
    return pairs;
  }

  /** Whether there is nothing left that another answer of the broker's might change. */
  private boolean isExplained(Optional<Adoption> pending) {
    if (isAnyOrderHalfTold()) {
      return false;
    }
    return pending.isPresent()
        ? Difference.between(pending.get().addedTo(comparable()), broker.positions()).isEmpty()
        : differences.stream().allMatch(this::isByHand);
  }

  private boolean isByHand(Difference difference) {
    return difference.amount().compareTo(bookings.unattributed(difference.conId())) == 0;
  }

  /** Whether another answer of the broker's may tell more of what became of an order. */
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

  private void pause(Deadline patience, Duration time) {
    try {
      patience.pause(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayTimeoutException("interrupted while waiting for the broker's lists", e);
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private void settle(Adopted adopted) {
    state = books.state();
    compare();
    if (differences.isEmpty()) {
      closings.closeSettled(adopted.adoption().conIds());
    }
  }

  private void nameDifferences(Optional<Adoptions.Outcome> outcome) {
    Set<Integer> told = state.holdings().contracts();
    outcome.ifPresent(refused -> refused.differences().forEach(left -> told.add(left.conId())));
    closings.unsettled(differences).forEach(order -> told.add(order.order().conId()));
    closings.closed().forEach(order -> told.add(order.order().conId()));
    name(told);
  }

  /** Of contracts that only the books have, the gateway may know the name. */
  private void name(Set<Integer> conIds) {
    Set<Integer> unnamed = new TreeSet<>(conIds);
    unnamed.removeAll(known.keySet());
    unnamed.removeAll(asked);
    asked.addAll(unnamed);
    contracts.found(unnamed).forEach((conId, contract) -> known.put(conId, contract.contract()));
  }

  private Reconciled result(Optional<Adoptions.Outcome> outcome) {
    return new Reconciled(
        bookings.result(),
        closings.closed(),
        closings.unsettled(differences),
        outcome,
        new Reconciled.Comparison(
            differences,
            state.holdings(),
            broker.positions(),
            new IgnoredContracts(new TreeSet<>(ignoredContracts), ignored),
            known),
        new Reconciled.Basis(updates, broker.orders().open(), shares(), ownOrders.unmatched()));
  }
}
