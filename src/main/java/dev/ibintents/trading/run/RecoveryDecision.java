package dev.ibintents.trading.run;

import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.OrderIdCount;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.order.OrderTimes;
import dev.ibintents.trading.run.LegDecision.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides about the orders of an abandoned run, from the ledger and the broker's record. It changes
 * neither.
 *
 * <p>An order in the broker's record exists. An order that is missing in the record never arrived,
 * but only if all of this holds:
 *
 * <ul>
 *   <li>The order was sent on the broker's present day.
 *   <li>The gateway has not been started since.
 *   <li>The record has the run's other orders.
 *   <li>The order cannot be on its way any more.
 *   <li>The gateway has not counted up to its order id, for the client that sent it.
 *   <li>The gateway is proven to be connected to the broker, so it does not keep the order to send
 *       it later.
 * </ul>
 *
 * <p>An order that is being cancelled certainly was at the broker. {@link Remainders} ends it.
 *
 * <p>An order that never arrived is sent only if its plan is recent, and if no time in the order
 * has passed meanwhile: see {@link OrderTimes}.
 */
public final class RecoveryDecision {
  /**
   * The longest time, after the end of its sender's lease, that an order may lie unread on its way
   * to the gateway. It includes the difference of clocks. A busy gateway reads slowly, also from a
   * connection whose client is gone. The time begins with the end of the lease, because the ledger
   * records only that an order is about to leave, not when it left.
   */
  public static final Duration ON_ITS_WAY = Duration.ofSeconds(15);

  private static final String UNLINKED =
      "and the broker does not show it, but the gateway may have lost the broker and still keep it";

  private final Run run;
  private final Lease lease;
  private final BrokerRecord record;
  private final Duration retryCheck;

  private RecoveryDecision(Run run, Lease lease, BrokerRecord record, Duration retryCheck) {
    this.run = run;
    this.lease = lease;
    this.record = record;
    this.retryCheck = retryCheck;
  }

  /**
   * Decides about every order of a run.
   *
   * @param run an abandoned run that the caller has taken over
   * @param lease the caller's lease, under which it has taken the run over
   * @param record the broker's record, requested after the run was taken over
   * @param retryCheckMinutes the largest age of a plan for its orders to be sent, in minutes; 0
   *     sends none
   */
  public static List<LegDecision> decide(
      Run run, Lease lease, BrokerRecord record, int retryCheckMinutes) {
    RecoveryDecision recovery =
        new RecoveryDecision(run, lease, record, Duration.ofMinutes(retryCheckMinutes));
    return run.legs().stream().map(recovery::decide).toList();
  }

  private LegDecision decide(Leg leg) {
    Optional<Sighting> seen = record.of(leg.orderRef());
    if (leg.state() == LegState.CANCELLING) {
      return decision(leg, Verdict.SETTLED, "its rest is being cancelled");
    } else if (leg.state().isTerminal() && !isDisproved(leg, seen)) {
      return decision(leg, Verdict.SETTLED, "the ledger has it as " + leg.state());
    } else if (seen.isPresent()) {
      return new LegDecision(leg, Verdict.EXISTS, seen, "the broker has it");
    }
    return switch (leg.state()) {
      case ACKNOWLEDGED -> decision(leg, Verdict.EXISTS, "the broker had acknowledged it");
      case SENT -> decideOnSilence(leg);
      default -> decideOnAge(leg, "it was never sent");
    };
  }

  /**
   * Whether the broker has an order that the ledger records as not sent, refused or unknown. A
   * refused order among the completed orders is no contradiction: gateways list refused orders
   * there.
   */
  private static boolean isDisproved(Leg leg, Optional<Sighting> seen) {
    return switch (leg.state()) {
      case EXPIRED, NOT_SENT, UNKNOWN -> seen.isPresent();
      case REJECTED ->
          seen.filter(sighting -> sighting.state() == LegState.ACKNOWLEDGED).isPresent();
      default -> false;
    };
  }

  private LegDecision decideOnSilence(Leg leg) {
    Optional<String> doubt = doubt(leg);
    if (doubt.isPresent()) {
      return decision(leg, Verdict.LEFT_TO_BOOKS, "it was sent, and " + doubt.get());
    }
    if (leg.sentBy() == lease.token()) {
      return decision(
          leg, Verdict.ASK_AGAIN, "this recovery has sent it, and waits for the answer");
    }
    Instant certain = lease.quietSince().plus(ON_ITS_WAY);
    if (record.askedAt().isBefore(certain)) {
      return decision(leg, Verdict.ASK_AGAIN, "it may be on its way until " + certain);
    }
    Optional<String> taken = taken(leg, certain);
    if (taken.isPresent()) {
      return decision(leg, Verdict.LEFT_TO_BOOKS, "it was sent, and " + taken.get());
    }
    if (!record.isLinkProven()) {
      return tooOld()
          .map(old -> decision(leg, Verdict.LEFT_TO_BOOKS, "it was sent, " + UNLINKED + "; " + old))
          .orElseGet(() -> decision(leg, Verdict.PROVE_LINK, "it was sent, " + UNLINKED));
    }
    return decideOnAge(leg, "it was sent and never arrived");
  }

  /**
   * Returns why the gateway may have taken the order although no list shows it; empty if it has
   * not.
   */
  private Optional<String> taken(Leg leg, Instant certain) {
    OrderIdCount count = record.count();
    if (!count.isAbout(leg)) {
      return Optional.of(
          "that was "
              + (leg.clientId().isPresent()
                  ? "under client id " + leg.clientId().getAsInt()
                  : "under a client id that was not recorded")
              + ", so the orders that the gateway has counted of client "
              + count.clientId()
              + " prove nothing");
    }
    if (count.has(leg.orderId())) {
      return Optional.of(
          "the gateway has taken its order id "
              + leg.orderId()
              + ", as the next one is "
              + count.nextValidId()
              + ", but does not show it");
    }
    return count.askedAt().isBefore(certain)
        ? Optional.of("the gateway was asked too early whether it has taken its order id")
        : Optional.empty();
  }

  private LegDecision decideOnAge(Leg leg, String arrival) {
    return tooOld()
        .or(() -> OrderTimes.missed(leg.order(), run.begunAt(), record.answeredAt()))
        .map(old -> decision(leg, Verdict.EXPIRED_NOT_SENT, arrival + ", and " + old))
        .orElseGet(() -> decision(leg, Verdict.SEND_NOW, arrival));
  }

  /** Returns why the plan is too old for its orders to be sent; empty if it is not. */
  private Optional<String> tooOld() {
    if (!isOfToday(run.begunAt())) {
      return Optional.of("the plan is of another day");
    }
    Duration age = Duration.between(run.begunAt(), record.answeredAt());
    if (retryCheck.isZero() || age.compareTo(retryCheck) > 0) {
      return Optional.of(
          "the plan of "
              + run.begunAt()
              + " is old: only "
              + retryCheck.toMinutes()
              + " min are allowed (retryCheckMinutes)");
    }
    return Optional.empty();
  }

  /**
   * Returns why the broker's record proves nothing about a missing order; empty if it proves that
   * the order never arrived.
   */
  private Optional<String> doubt(Leg leg) {
    if (!isOfToday(run.begunAt()) || !isOfToday(sentAt(leg))) {
      return Optional.of("the broker does not list orders of an earlier day");
    }
    Optional<Instant> emptied = record.emptiedAt();
    boolean isSentHere = leg.sentBy() == lease.token();
    if (emptied.isPresent()
        && !isSentHere
        && !sentAt(leg).isAfter(emptied.get().plus(Leases.MAX_CLOCK_SKEW))) {
      return Optional.of("the gateway was started since, at " + emptied.get());
    }
    return run.legs().stream()
        .filter(this::isForgotten)
        .findFirst()
        .map(other -> "the gateway does not even show " + other + ", so it has forgotten orders");
  }

  /** Whether an order certainly was at the broker today, and is missing in the broker's record. */
  private boolean isForgotten(Leg leg) {
    boolean wasTaken = leg.state().isTaken() || leg.state() == LegState.CANCELLING;
    return wasTaken && leg.permId() != 0 && record.of(leg.orderRef()).isEmpty();
  }

  /** Whether a moment is on the broker's day of the answer, even if the clocks differ. */
  private boolean isOfToday(Instant moment) {
    Instant latest = record.answeredAt().plus(Leases.MAX_CLOCK_SKEW);
    return BrokerDay.of(moment).equals(BrokerDay.of(record.answeredAt()))
        && BrokerDay.of(moment).equals(BrokerDay.of(latest));
  }

  private Instant sentAt(Leg leg) {
    return leg.sentAt().orElse(run.begunAt());
  }

  private static LegDecision decision(Leg leg, Verdict verdict, String because) {
    return new LegDecision(leg, verdict, Optional.empty(), because);
  }
}
