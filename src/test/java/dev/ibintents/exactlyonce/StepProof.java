package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.simulator.account.EndedOrder;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Checks orders that were to be filled in a time: none is open any more, and the order for the rest
 * of one trades no more than that rest.
 */
final class StepProof {
  private final World world;

  StepProof(World world) {
    this.world = world;
  }

  /**
   * The quantity of an order that its run wanted in the end: all, or the filled part if the rest
   * was cancelled.
   */
  BigDecimal wanted(Leg leg) {
    return cancelled(leg).isPresent() ? executed(leg) : leg.quantity();
  }

  private Optional<EndedOrder> cancelled(Leg leg) {
    return account().endedOrders().stream()
        .filter(order -> order.report().order().orderRef().equals(leg.orderRef()))
        .filter(order -> !order.isFilled())
        .findFirst();
  }

  private BigDecimal executed(Leg leg) {
    return account().fills().stream()
        .filter(fill -> fill.execution().orderRef().equals(leg.orderRef()))
        .map(fill -> fill.execution().shares())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private boolean isOpen(Leg leg) {
    return account().orders().stream()
        .anyMatch(order -> order.isVisible() && order.order().orderRef().equals(leg.orderRef()));
  }

  private PaperAccount account() {
    return world.gateway().account();
  }

  void check(Collection<Leg> legs) {
    Map<String, Leg> byRef = new HashMap<>();
    legs.forEach(leg -> byRef.put(leg.orderRef(), leg));
    Map<String, Leg> rests = new HashMap<>();
    for (Leg leg : legs) {
      if (isToHaveEnded(leg)) {
        assertWithMessage("whether %s is open, whose time is over", leg)
            .that(isOpen(leg))
            .isFalse();
      }
      leg.terms().replaces().ifPresent(ref -> checkRest(byRef.get(ref), leg, rests.put(ref, leg)));
    }
  }

  /**
   * Of each order that was cancelled and asks for it, an order for the rest was planned.
   *
   * @param isReported whether an answer said of an order that it could not be cancelled in time
   */
  void requireRests(Collection<Leg> legs, Predicate<String> isReported) {
    Set<String> replaced =
        legs.stream().flatMap(leg -> leg.terms().replaces().stream()).collect(Collectors.toSet());
    for (Leg leg : legs) {
      if (isToHaveEnded(leg)
          && leg.terms().isThenMarket()
          && cancelled(leg).isPresent()
          && !isReported.test(leg.orderRef())) {
        assertWithMessage("orders that have one for their rest, as %s was cancelled", leg)
            .that(replaced)
            .contains(leg.orderRef());
      }
    }
  }

  /** An order that the broker took without an error, and whose cancellation was not stuck. */
  private boolean isToHaveEnded(Leg leg) {
    return leg.terms().fillWithin().isPresent()
        && (leg.state() == LegState.ACKNOWLEDGED || leg.state() == LegState.DONE)
        && !leg.message().contains("not be cancelled")
        && account().received(leg.orderRef()).stream().allMatch(order -> order.code() == 0);
  }

  private void checkRest(Leg before, Leg rest, Leg other) {
    assertWithMessage("another order for the same rest as %s", rest).that(other).isNull();
    assertWithMessage("the order before %s", rest).that(before).isNotNull();
    assertWithMessage("whether %s is open, which %s replaces", before, rest)
        .that(isOpen(before))
        .isFalse();
    assertWithMessage("filled of %s, and wanted of %s", before, rest)
        .that(executed(before).add(rest.quantity()))
        .isAtMost(before.quantity());
  }
}
