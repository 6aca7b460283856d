package dev.ibintents;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.simulator.ReceivedOrder;
import dev.ibintents.store.Document;
import dev.ibintents.trading.Books;
import dev.ibintents.trading.Leases;
import dev.ibintents.trading.Leg;
import dev.ibintents.trading.LegState;
import dev.ibintents.trading.Run;
import dev.ibintents.trading.RunLedger;
import dev.ibintents.trading.RunState;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What must be true after any trial: each planned order has reached the broker exactly once or is
 * reported as not sent, none that the gateway has taken has come again, there is no order outside a
 * plan, the books agree with the ledger, and no lease is left.
 */
final class ExactlyOnceProof {
  private final World world;
  private final int before;
  private final Consumer<String> story;

  /**
   * @param before how many orders had arrived at the gateway before the trial
   * @param story is told what was found
   */
  ExactlyOnceProof(World world, int before, Consumer<String> story) {
    this.world = world;
    this.before = before;
    this.story = story;
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

  void check() {
    RunLedger ledger = new RunLedger(world.store, world.clock);
    List<Run> runs =
        world.store.list("runs").stream()
            .map(Document::id)
            .map(id -> ledger.read(id).orElseThrow())
            .toList();
    Map<String, Leg> legs = new HashMap<>();
    for (Run run : runs) {
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
      assertWithMessage("what became of " + order)
          .that(order.outcome())
          .isAnyOf(ReceivedOrder.Outcome.ACCEPTED, ReceivedOrder.Outcome.REFUSED);
    }
    legs.values().forEach(this::check);
    checkBooks(legs);
    // One that could not be given back has run out.
    assertWithMessage("lease")
        .that(
            new Leases(world.store, world.clock)
                .current(TradingMode.PAPER)
                .filter(lease -> lease.expiresAt().isAfter(world.clock.instant().minusSeconds(5))))
        .isEqualTo(Optional.empty());
  }

  /** Whatever was never sent, or is in doubt, has been told as a problem in an answer. */
  void checkReported(List<DirectResponse> answers) {
    RunLedger ledger = new RunLedger(world.store, world.clock);
    for (Document run : world.store.list("runs")) {
      for (Leg leg : ledger.read(run.id()).orElseThrow().legs()) {
        Optional<String> code =
            switch (leg.state()) {
              case EXPIRED, NOT_SENT -> Optional.of("orders-not-sent");
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
        && answer.status() >= 500
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
      case REJECTED, EXPIRED, NOT_SENT ->
          assertWithMessage("times of %s", leg).that(times).isEqualTo(0);
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

  private long arrivals(Leg leg, long permId) {
    return world.gateway().account().received(leg.orderRef()).stream()
        .filter(order -> permId != 0 && order.permId() == permId)
        .count();
  }

  private void checkBooks(Map<String, Leg> legs) {
    Map<String, Books.OpenOrderEntry> open =
        new Books(world.store, TradingMode.PAPER, world.clock)
            .openOrders().stream()
                .collect(Collectors.toMap(Books.OpenOrderEntry::orderRef, entry -> entry));
    Set<LegState> nothing = Set.of(LegState.REJECTED, LegState.EXPIRED, LegState.NOT_SENT);
    assertWithMessage("open orders")
        .that(open.keySet())
        .isEqualTo(
            legs.values().stream()
                .filter(leg -> !nothing.contains(leg.state()))
                .map(Leg::orderRef)
                .collect(Collectors.toSet()));
    open.forEach(
        (ref, entry) -> {
          assertWithMessage("source of " + ref)
              .that(entry.source())
              .isEqualTo(legs.get(ref).source());
          assertWithMessage("contract of " + ref)
              .that(entry.conId())
              .isEqualTo(legs.get(ref).contract().conId());
        });
    Map<Integer, BigDecimal> crossed = new HashMap<>();
    new Books(world.store, TradingMode.PAPER, world.clock)
        .holdings()
        .values()
        .forEach(
            holding -> holding.forEach((id, held) -> crossed.merge(id, held, BigDecimal::add)));
    crossed.forEach(
        (id, sum) ->
            assertWithMessage("what strategies gave each other of " + id)
                .that(sum)
                .isEqualToIgnoringScale(BigDecimal.ZERO));
  }
}
