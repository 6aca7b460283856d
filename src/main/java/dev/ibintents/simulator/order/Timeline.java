package dev.ibintents.simulator.order;

import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.StandingOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plays the time that has passed, moment by moment. If the clock has moved by a week, sessions
 * open, prices are reached, orders are filled and expire, and instruments are settled, each at its
 * moment.
 *
 * <p>Callers hold the account's lock.
 */
final class Timeline {
  private final PaperAccount account;
  private final OrderConditions conditions;
  private final ExecutionBook executions;
  private Instant played;

  /** Plays the time of an account from now on. */
  Timeline(PaperAccount account, OrderConditions conditions, ExecutionBook executions) {
    this.account = account;
    this.conditions = conditions;
    this.executions = executions;
    this.played = account.now();
  }

  /**
   * Runs the steps at each moment since the last call at which something happens, and then runs an
   * action now, with the steps before and after it. Both happen at one moment.
   *
   * @param steps makes everything happen that is due at the moment that the account's clock shows
   */
  void playUntilNow(Runnable steps, Runnable action) {
    Instant now = account.now();
    Optional<Instant> next = next(now);
    while (next.isPresent()) {
      played = next.get();
      account.clock().play(played, steps);
      next = next(now);
    }
    played = now;
    account
        .clock()
        .play(
            now,
            () -> {
              steps.run();
              action.run();
              steps.run();
            });
  }

  /** The next moment to play. */
  private Optional<Instant> next(Instant now) {
    if (!now.isAfter(played)) {
      return Optional.empty();
    }
    return account.clock().at(played, () -> earliest(now));
  }

  private Optional<Instant> earliest(Instant until) {
    List<StandingOrder> orders = account.orders();
    Optional<Instant> next =
        fixed(orders).filter(moment -> !moment.isAfter(until)).min(Comparator.naturalOrder());
    for (StandingOrder order : orders) {
      Optional<Instant> known = next;
      next = conditions.reached(order, known.orElse(until)).or(() -> known);
    }
    return next;
  }

  /** The moments in the future at which something is due whatever the price. */
  private Stream<Instant> fixed(List<StandingOrder> orders) {
    Instant now = account.now();
    return Stream.of(
            orders.stream().flatMap(order -> conditions.due(order).stream()),
            executions.due().stream(),
            settlements())
        .flatMap(moments -> moments)
        .map(Timeline::wholeMillisecond)
        .filter(moment -> moment.isAfter(now));
  }

  private Stream<Instant> settlements() {
    return account.positions().keySet().stream()
        .map(instrument -> instrument.settlement())
        .filter(Objects::nonNull);
  }

  /** The first millisecond, the precision of the account, at which a moment has come. */
  private static Instant wholeMillisecond(Instant moment) {
    Instant whole = moment.truncatedTo(ChronoUnit.MILLIS);
    return whole.equals(moment) ? whole : whole.plusMillis(1);
  }

  /** The next moment at which something is due whatever the price; empty if there is none. */
  Optional<Instant> nextDue() {
    List<StandingOrder> orders = account.orders();
    return orders.isEmpty() && executions.due().isEmpty()
        ? Optional.empty()
        : fixed(orders).min(Comparator.naturalOrder());
  }
}
