package dev.ibintents.trading.ledger;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Stored;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A trading run in the ledger.
 *
 * @param id the id of its document
 * @param mode the trading mode, which says which account it trades
 * @param intent the intent's name
 * @param origin the source of its key, for messages
 * @param request the request in its canonical form, see {@link RunPlan}
 * @param exposures the fraction of NetLiquidation that each of its strategies was allowed when it
 *     was planned, by strategy id; empty where no strategy trades, and in documents of earlier
 *     versions
 * @param state its state
 * @param token the fencing token of the lease under which it is written now
 * @param owner the invocation that works on it, or worked on it last
 * @param begunToken the token under which it began; the references of its orders contain it
 * @param mark a random text by which the call that began it recognizes it
 * @param begunAt when it began
 * @param endedAt when it ended
 * @param result its answer; empty as long as it is running
 * @param legs its orders, in the order in which they are to be placed
 */
public record Run(
    @Stored(id = true) String id,
    TradingMode mode,
    String intent,
    @Stored("key") String origin,
    String request,
    @Stored(leftOutIfEmpty = true) Map<String, BigDecimal> exposures,
    RunState state,
    long token,
    String owner,
    long begunToken,
    String mark,
    Instant begunAt,
    @Stored(nullIfEmpty = true) Optional<Instant> endedAt,
    Map<String, Object> result,
    List<Leg> legs) {

  /** Copies the map and the list. */
  public Run {
    exposures = Map.copyOf(exposures);
    legs = List.copyOf(legs);
  }

  /** A new run, with a planned leg for each order of the plan. */
  public static Run begin(RunKey key, RunPlan plan, Lease lease, String mark, Instant now) {
    List<Leg> legs = new ArrayList<>();
    for (PlannedOrder planned : plan.orders()) {
      legs.add(RunDocument.planned(key.orderRef(lease.token(), legs.size()), planned));
    }
    return new Run(
        key.id(),
        key.mode(),
        key.intent(),
        key.origin(),
        plan.request(),
        plan.exposures(),
        RunState.RUNNING,
        lease.token(),
        lease.owner(),
        lease.token(),
        mark,
        now.truncatedTo(ChronoUnit.MICROS),
        Optional.empty(),
        Map.of(),
        legs);
  }

  /** The order of this reference, if it is one of the run's. */
  public Optional<Leg> leg(String orderRef) {
    return legs.stream().filter(leg -> leg.orderRef().equals(orderRef)).findFirst();
  }

  /** The orders whose outcome is not known yet. */
  public List<Leg> unsettled() {
    return legs.stream().filter(leg -> !leg.state().isSettled()).toList();
  }

  /** Whether it had orders, and the broker certainly has none of them. */
  public boolean reachedNobody() {
    return !legs.isEmpty() && legs.stream().map(Leg::state).allMatch(LegState::isCertainlyAbsent);
  }

  /**
   * This run after updates of its orders.
   *
   * @param byToken the token under which the updates are written
   * @throws IllegalArgumentException if the run has no such order
   * @throws IllegalStateException if an order's state does not allow its update
   */
  public Run with(List<LegUpdate> updates, long byToken, Instant now) {
    List<Leg> changed = new ArrayList<>(legs);
    for (LegUpdate update : updates) {
      if (leg(update.orderRef()).isEmpty()) {
        throw new IllegalArgumentException(this + " has no order " + update.orderRef());
      }
      UnaryOperator<Leg> change =
          leg -> leg.orderRef().equals(update.orderRef()) ? leg.with(update, byToken, now) : leg;
      changed.replaceAll(change);
    }
    return copy(state, token, owner, endedAt, result, changed);
  }

  /**
   * This run after the end of an order whose rest was cancelled, with an order for the rest. If the
   * order is not being cancelled, the run stays as it is: the rest is planned once.
   *
   * @param end the end of the order
   * @param rest the order for the rest
   */
  Run replacing(LegUpdate end, PlannedOrder rest, long byToken, Instant now) {
    boolean isCancelling =
        leg(end.orderRef()).filter(leg -> leg.state() == LegState.CANCELLING).isPresent();
    if (!isCancelling) {
      return this;
    }
    List<Leg> changed = new ArrayList<>(with(List.of(end), byToken, now).legs());
    String first = legs.get(0).orderRef();
    changed.add(RunDocument.planned(RunKey.orderRef(first, legs.size()), rest));
    return copy(state, token, owner, endedAt, result, changed);
  }

  Run takenOver(Lease lease) {
    return copy(state, lease.token(), lease.owner(), endedAt, result, legs);
  }

  Run ended(RunState endState, Instant now, Map<String, Object> answer) {
    return copy(endState, token, owner, Optional.of(now), answer, legs);
  }

  private Run copy(
      RunState newState,
      long newToken,
      String newOwner,
      Optional<Instant> newEnd,
      Map<String, Object> newResult,
      List<Leg> newLegs) {
    return new Run(
        id,
        mode,
        intent,
        origin,
        request,
        exposures,
        newState,
        newToken,
        newOwner,
        begunToken,
        mark,
        begunAt,
        newEnd,
        newResult,
        newLegs);
  }

  @Override
  public String toString() {
    return "the " + intent + " run of " + begunAt + " (" + origin + ", " + state + ", " + id + ")";
  }
}
