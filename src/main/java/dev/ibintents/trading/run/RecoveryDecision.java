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
 * Decides what becomes of an abandoned run's orders, by what the ledger and the broker say, and
 * touches neither.
 *
 * <p>An order that the broker has seen exists. One that it has not seen never arrived, but only if
 * its silence proves that: the order was sent on the broker's present day, the gateway has not been
 * started since, it shows the run's other orders, the order cannot be on its way any more, the
 * gateway has not come to its order id in counting the orders of the client that sent it, and is
 * proven to have the broker, so that it does not keep the order to send it later.
 *
 * <p>An order that never arrived is sent only as long as its plan is young, and unless a time of
 * its own has passed meanwhile: see {@link OrderTimes}.
 */
public final class RecoveryDecision {
  /**
   * How long after its sender's lease has ended an order may still lie unread between us and the
   * gateway, the difference of clocks included. A gateway that is sent more than it takes reads on
   * slowly, also from a connection whose other end is gone. (When exactly an order left, nobody
   * wrote down: only that it was about to.)
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
   * Decides on every order of a run.
   *
   * @param run abandoned, and taken over by the caller
   * @param lease the caller's, under which it has taken the run over
   * @param record what the broker has seen, asked for after the run was taken over
   * @param retryCheckMinutes how old a plan may be for its orders to be sent yet; 0 sends none
   */
  public static List<LegDecision> decide(
      Run run, Lease lease, BrokerRecord record, int retryCheckMinutes) {
    RecoveryDecision recovery =
        new RecoveryDecision(run, lease, record, Duration.ofMinutes(retryCheckMinutes));
    return run.legs().stream().map(recovery::decide).toList();
  }

  private LegDecision decide(Leg leg) {
    Optional<Sighting> seen = record.of(leg.orderRef());
    if (leg.state().isTerminal() && !isDisproved(leg, seen)) {
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
   * Whether the broker shows that an order is there of which the ledger says that it is not. The
   * end of an order that was refused is no contradiction: gateways list those among the ended ones.
   */
  private static boolean isDisproved(Leg leg, Optional<Sighting> seen) {
    return switch (leg.state()) {
      case EXPIRED, NOT_SENT, UNKNOWN -> seen.isPresent();
      case REJECTED -> seen.filter(one -> one.state() == LegState.ACKNOWLEDGED).isPresent();
      default -> false;
    };
  }

  private LegDecision decideOnSilence(Leg leg) {
    Optional<String> doubt = doubt(leg);
    if (doubt.isPresent()) {
      return decision(leg, Verdict.LEFT_TO_BOOKS, "it was sent, and " + doubt.get());
    }
    if (leg.sentBy() == lease.token()) {
      return decision(leg, Verdict.ASK_AGAIN, "this very run has sent it, and awaits the answer");
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

  /** Why the gateway may have had the order, though no list shows it; empty if it has not. */
  private Optional<String> taken(Leg leg, Instant certain) {
    OrderIdCount count = record.count();
    if (!count.isAbout(leg)) {
      return Optional.of(
          "that was "
              + (leg.clientId().isPresent()
                  ? "under client id " + leg.clientId().getAsInt()
                  : "under a client id that nobody wrote down")
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

  private LegDecision decideOnAge(Leg leg, String what) {
    return tooOld()
        .or(() -> OrderTimes.missed(leg.order(), run.begunAt(), record.answeredAt()))
        .map(old -> decision(leg, Verdict.EXPIRED_NOT_SENT, what + ", and " + old))
        .orElseGet(() -> decision(leg, Verdict.SEND_NOW, what));
  }

  /** Why the plan's orders are not sent any more; empty if they may be. */
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

  /** Why the broker's silence about an order proves nothing; empty if it does. */
  private Optional<String> doubt(Leg leg) {
    if (!isOfToday(run.begunAt()) || !isOfToday(sentAt(leg))) {
      return Optional.of("the broker forgets overnight what it had before");
    }
    Optional<Instant> emptied = record.emptiedAt();
    boolean mine = leg.sentBy() == lease.token();
    if (emptied.isPresent()
        && !mine
        && !sentAt(leg).isAfter(emptied.get().plus(Leases.MAX_CLOCK_SKEW))) {
      return Optional.of("the gateway was started since, at " + emptied.get());
    }
    return run.legs().stream()
        .filter(this::isForgotten)
        .findFirst()
        .map(other -> "the gateway does not even show " + other + ", so it has forgotten orders");
  }

  /** Whether an order surely was at the broker today, and its record does not have it. */
  private boolean isForgotten(Leg leg) {
    boolean existed =
        leg.permId() != 0 && (leg.state() == LegState.ACKNOWLEDGED || leg.state() == LegState.DONE);
    return existed && record.of(leg.orderRef()).isEmpty();
  }

  /** Whether the broker still was on that moment's day when it had answered, by any clock. */
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
