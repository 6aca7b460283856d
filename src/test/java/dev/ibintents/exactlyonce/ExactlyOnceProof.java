package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.bench.Bench;
import dev.ibintents.bench.DirectResponse;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.store.Document;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.RunState;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Proves the promises of the product after a trial. Each planned order has reached the broker
 * exactly once, or is reported as not sent. No order that the gateway has taken has come again, and
 * no order is outside a plan. The books agree with the ledger, and no lease is left.
 */
final class ExactlyOnceProof {
  private static final Set<LegState> NOTHING =
      Set.of(LegState.REJECTED, LegState.EXPIRED, LegState.NOT_SENT);

  /** The gateway takes an order for another one, or for a change of it. */
  private static final Set<Integer> USED_ORDER_ID = Set.of(103, 104, 105);

  private final World world;
  private final int before;
  private final Consumer<String> story;
  private final StepProof steps;

  /**
   * @param before how many orders had arrived at the gateway before the trial
   * @param story is told what was found
   */
  ExactlyOnceProof(World world, int before, Consumer<String> story) {
    this.world = world;
    this.before = before;
    this.story = story;
    this.steps = new StepProof(world);
  }

  List<ReceivedOrder> arrived() {
    List<ReceivedOrder> all = world.gateway().account().received();
    return all.subList(before, all.size()).stream()
        .filter(order -> order.outcome() != ReceivedOrder.Outcome.WHAT_IF)
        .toList();
  }

  List<String> accepted() {
    return arrived().stream()
        .filter(order -> order.outcome() == ReceivedOrder.Outcome.ACCEPTED)
        .map(ReceivedOrder::orderRef)
        .toList();
  }

  /** Contracts of orders of which nobody knows whether the broker has them. */
  Set<Integer> inDoubt() {
    return legs()
        .filter(leg -> leg.state() == LegState.UNKNOWN)
        .map(leg -> leg.contract().conId())
        .collect(Collectors.toSet());
  }

  /** Contracts for which runs have planned orders. */
  Set<Integer> ordered() {
    return legs().map(leg -> leg.contract().conId()).collect(Collectors.toSet());
  }

  /** The orders of all runs. */
  Stream<Leg> legs() {
    return runs().stream().flatMap(run -> run.legs().stream());
  }

  private List<Run> runs() {
    RunLedger ledger = new RunLedger(world.store, world.clock);
    return world.store.list("runs").stream()
        .map(Document::id)
        .map(id -> ledger.read(id).orElseThrow())
        .toList();
  }

  /** Whether a run is not settled. */
  boolean isAnythingLeft() {
    return runs().stream().anyMatch(run -> run.state() == RunState.RUNNING);
  }

  /**
   * Orders of runs that are not settled, which may be sent yet, though a strategy that wants them
   * may use less of the account now than when they were planned.
   *
   * @param exposures what strategies may use now, in fractions of the account
   */
  Set<String> leftOfMore(Map<String, BigDecimal> exposures) {
    return runs().stream()
        .filter(run -> run.state() == RunState.RUNNING)
        .flatMap(
            run ->
                run.legs().stream()
                    .filter(
                        leg ->
                            leg.source().strategies().stream()
                                .anyMatch(
                                    id ->
                                        run.exposures()
                                                .getOrDefault(id, BigDecimal.ZERO)
                                                .compareTo(
                                                    exposures.getOrDefault(id, BigDecimal.ZERO))
                                            > 0)))
        .map(Leg::orderRef)
        .collect(Collectors.toSet());
  }

  /** The marks of the runs that were ever begun. */
  Set<String> begun() {
    return runs().stream().map(Run::mark).collect(Collectors.toSet());
  }

  /** The states of runs and their orders in the ledger. */
  Map<String, String> ledger() {
    Map<String, String> states = new TreeMap<>();
    for (Run run : runs()) {
      states.put(run.mark(), run.state().id() + " by " + run.owner());
      run.legs().forEach(leg -> states.put(leg.orderRef(), leg.state().id()));
    }
    return states;
  }

  /**
   * Orders that were refused by the ledger, while the broker showed them from the beginning. One
   * that waits at the TWS window, nobody is shown.
   */
  void requireHidden(String orderRef) {
    assertWithMessage("errors of %s, which was taken for refused, and lives", orderRef)
        .that(
            world.gateway().account().received(orderRef).stream().map(ReceivedOrder::code).toList())
        .contains(OrderTrouble.HELD_AT_TWS);
  }

  void check() {
    assertWithMessage("orders that were not to come").that(world.watch.takeViolations()).isEmpty();
    Map<String, Leg> legs = new HashMap<>();
    for (Run run : runs()) {
      run.legs().forEach(leg -> story.accept(run.state() + ": " + leg + " " + leg.message()));
      assertWithMessage("state of " + run).that(run.state()).isNotEqualTo(RunState.RUNNING);
      run.legs().forEach(leg -> legs.put(leg.orderRef(), leg));
    }
    arrived().forEach(order -> story.accept(order.toString()));
    assertWithMessage("orders at the broker, outside of any plan or twice")
        .that(accepted())
        .containsNoDuplicates();
    assertWithMessage("orders that came again, though the gateway had taken them")
        .that(arrived().stream().map(ReceivedOrder::orderRef).toList())
        .containsNoDuplicates();
    for (ReceivedOrder order : arrived()) {
      Leg leg = legs.get(order.orderRef());
      assertWithMessage("plan of " + order).that(leg).isNotNull();
      assertWithMessage("action of " + order).that(order.action()).isEqualTo(leg.action());
      assertWithMessage("quantity of " + order)
          .that(order.quantity())
          .isEqualToIgnoringScale(leg.quantity());
      assertWithMessage("contract of " + order)
          .that(order.conId())
          .isEqualTo(leg.contract().conId());
      assertWithMessage("errors of order ids that were used before, for " + order)
          .that(USED_ORDER_ID)
          .doesNotContain(order.code());
      assertWithMessage("what became of " + order)
          .that(order.outcome())
          .isAnyOf(ReceivedOrder.Outcome.ACCEPTED, ReceivedOrder.Outcome.REFUSED);
    }
    legs.values().forEach(this::check);
    steps.check(legs.values());
    checkBooks(legs);
    // One that could not be given back has run out.
    assertWithMessage("lease")
        .that(
            new Leases(world.store, world.clock)
                .current(TradingMode.PAPER)
                .filter(lease -> lease.expiresAt().isAfter(world.clock.instant().minusSeconds(5))))
        .isEqualTo(Optional.empty());
  }

  /** Checks that an answer has told of each order that was never sent, or is in doubt. */
  void checkReported(List<DirectResponse> answers) {
    RunLedger ledger = new RunLedger(world.store, world.clock);
    for (Document run : world.store.list("runs")) {
      boolean isFailed = ledger.read(run.id()).orElseThrow().state() == RunState.FAILED;
      for (Leg leg : ledger.read(run.id()).orElseThrow().legs()) {
        if (isFailed && leg.terms().isAfterSales()) {
          continue; // its answer may have died with its process, and the key begins a new run
        }
        Optional<String> code =
            switch (leg.state()) {
              case EXPIRED, NOT_SENT ->
                  Optional.of(
                      leg.terms().isAfterSales() ? "purchases-not-sent" : "orders-not-sent");
              case UNKNOWN -> Optional.of("orders-in-doubt");
              default -> Optional.empty();
            };
        code.ifPresent(
            wanted ->
                assertWithMessage("answers that report %s", leg)
                    .that(answers.stream().anyMatch(answer -> reports(answer, wanted, leg)))
                    .isTrue());
      }
    }
  }

  private static boolean reports(DirectResponse answer, String code, Leg leg) {
    return answer.json().has("problems")
        && (answer.status() >= 500
            || answer.json().has("executions")) // a comparison trades nothing
        && Bench.list(answer.json(), "problems").stream()
            .filter(problem -> problem.get("code").getAsString().equals(code))
            .anyMatch(problem -> problem.get("message").getAsString().contains(leg.orderRef()));
  }

  private void check(Leg leg) {
    int times = world.gateway().account().accepted(leg.orderRef());
    switch (leg.state()) {
      case ACKNOWLEDGED -> assertWithMessage("times of %s", leg).that(times).isEqualTo(1);
      case DONE -> {
        // What the broker has refused, it lists as ended too.
        boolean refused = times == 0 && arrivals(leg, leg.permId()) == 1;
        assertWithMessage("times of %s", leg).that(refused ? 1 : times).isEqualTo(1);
      }
      case UNKNOWN -> assertWithMessage("times of %s", leg).that(times).isAtMost(1);
      case REJECTED -> assertWithMessage("times of %s", leg).that(times).isEqualTo(held(leg));
      case EXPIRED, NOT_SENT -> assertWithMessage("times of %s", leg).that(times).isEqualTo(0);
      default -> throw new AssertionError(leg + " is left over");
    }
    if (leg.permId() != 0) {
      assertWithMessage("permIds of %s", leg)
          .that(
              world.gateway().account().received(leg.orderRef()).stream()
                  .map(ReceivedOrder::permId)
                  .toList())
          .contains(leg.permId());
    }
  }

  /** How many orders of this leg were answered with an error, and live all the same. */
  private int held(Leg leg) {
    return (int)
        world.gateway().account().received(leg.orderRef()).stream()
            .filter(order -> order.outcome() == ReceivedOrder.Outcome.ACCEPTED)
            .filter(order -> order.code() != 0)
            .count();
  }

  /** Orders of ended runs that the ledger has as refused, and the broker shows all the same. */
  Set<String> contradicted() {
    Set<String> shown = shown();
    return runs().stream()
        .filter(run -> run.state() != RunState.RUNNING)
        .flatMap(run -> run.legs().stream())
        .filter(leg -> leg.state() == LegState.REJECTED && held(leg) > 0)
        .map(Leg::orderRef)
        .filter(shown::contains)
        .collect(Collectors.toSet());
  }

  /** The orders that one of the broker's lists of today has. */
  private Set<String> shown() {
    PaperAccount account = world.gateway().account();
    Set<String> shown = new HashSet<>();
    account.orders().stream()
        .filter(StandingOrder::isVisible)
        .forEach(order -> shown.add(order.order().orderRef()));
    account.fills().forEach(fill -> shown.add(fill.execution().orderRef()));
    account.endedOrders().forEach(order -> shown.add(order.report().order().orderRef()));
    return shown;
  }

  private long arrivals(Leg leg, long permId) {
    return world.gateway().account().received(leg.orderRef()).stream()
        .filter(order -> permId != 0 && order.permId() == permId)
        .count();
  }

  private void checkBooks(Map<String, Leg> legs) {
    Books.State state = new Books(world.store, TradingMode.PAPER, world.clock).state();
    Map<String, Books.OpenOrderEntry> open =
        state.openOrders().stream()
            .collect(Collectors.toMap(Books.OpenOrderEntry::orderRef, entry -> entry));
    assertWithMessage("open orders that are in no plan, or came to nothing")
        .that(
            open.keySet().stream()
                .filter(ref -> !legs.containsKey(ref) || NOTHING.contains(legs.get(ref).state()))
                .toList())
        .isEmpty();
    for (Leg leg : legs.values()) {
      Books.OpenOrderEntry entry = open.get(leg.orderRef());
      if (entry != null) {
        assertWithMessage("source of " + leg).that(entry.source()).isEqualTo(leg.source());
        assertWithMessage("contract of " + leg)
            .that(entry.conId())
            .isEqualTo(leg.contract().conId());
      } else if (!NOTHING.contains(leg.state())) {
        checkClosed(leg.orderRef());
      }
    }
    checkSums(legs.values(), state);
  }

  /** Checks that the holdings and open orders of all strategies add up to the orders sent. */
  private void checkSums(Collection<Leg> legs, Books.State state) {
    Map<Integer, BigDecimal> sums = new HashMap<>();
    state
        .holdings()
        .forEach(
            (strategy, held) ->
                held.forEach(
                    (id, amount) -> {
                      if (!strategy.equals(World.ELSEWHERE)) {
                        sums.merge(id, amount, BigDecimal::add);
                      }
                    }));
    for (Books.OpenOrderEntry entry : state.openOrders()) {
      entry
          .stillToFill()
          .byStrategy()
          .values()
          .forEach(left -> sums.merge(entry.conId(), left, BigDecimal::add));
    }
    Set<Integer> inDoubt = new HashSet<>();
    for (Leg leg : legs) {
      int times = world.gateway().account().accepted(leg.orderRef());
      BigDecimal sent = leg.order().signed(steps.wanted(leg)).multiply(BigDecimal.valueOf(times));
      sums.merge(leg.contract().conId(), sent.negate(), BigDecimal::add);
      // Of those that were answered with an error and live, the books may have known in time.
      if (held(leg) > 0 || times == 0 && !NOTHING.contains(leg.state())) {
        inDoubt.add(leg.contract().conId());
      }
    }
    sums.keySet().removeAll(inDoubt);
    sums.forEach(
        (id, sum) ->
            assertWithMessage("held and on order of %s, but for what was sent", id)
                .that(sum)
                .isEqualToIgnoringScale(BigDecimal.ZERO));
  }

  /** An order that the books have open no more has ended, and all of its executions are posted. */
  private void checkClosed(String orderRef) {
    assertWithMessage("live orders that are open no more in the books")
        .that(
            world.gateway().account().orders().stream()
                .map(order -> order.order().orderRef())
                .toList())
        .doesNotContain(orderRef);
    // Of those that the gateway has forgotten since, nobody can say here whether they were.
    Map<String, BigDecimal> executed = new TreeMap<>();
    world.gateway().account().fills().stream()
        .filter(fill -> fill.execution().orderRef().equals(orderRef))
        .forEach(fill -> executed.put(fill.execId(), plain(fill.execution().signedShares())));
    Map<String, BigDecimal> posted = new TreeMap<>();
    posted().stream()
        .filter(fill -> fill.string("orderRef").equals(orderRef))
        .forEach(fill -> posted.put(fill.id(), plain(fill.decimal("quantity"))));
    assertWithMessage("what was posted of %s", orderRef)
        .that(posted)
        .containsAtLeastEntriesIn(executed);
  }

  private static BigDecimal plain(BigDecimal amount) {
    return new BigDecimal(amount.stripTrailingZeros().toPlainString());
  }

  private List<Document> posted() {
    return world.store.list("positions/paper/fills");
  }
}
