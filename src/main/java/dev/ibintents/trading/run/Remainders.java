package dev.ibintents.trading.run;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.OrdersByRef;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Attribution;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.OrderFate;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.LegUpdate;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.order.FillWithin;
import dev.ibintents.trading.order.OrderTerms;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ends the orders of a run that are to be filled in a time. It waits for their fills. When the time
 * of an order is over, it cancels the rest. If the order asks for it, a market order for the rest
 * is planned.
 *
 * <p>The ledger has each step before it is made. An order is recorded as cancelling before the
 * broker is asked. Its end and the order for the rest are written together. That happens only when
 * the broker says that the order has ended, and how much of it was filled. So no more is traded
 * than was wanted, even if a fill comes before the cancellation. The whole may be repeated.
 */
public final class Remainders {
  /** The step of quantities by which the rest is shared out. */
  private static final BigDecimal STEP = BigDecimal.ONE;

  /** The longest wait for the fate of an order that is not open any more. */
  private static final Duration UNTIL_KNOWN = Duration.ofSeconds(5);

  private static final Duration BEFORE_ASKING_AGAIN = Duration.ofMillis(250);

  private final Environment environment;
  private final RunLedger ledger;
  private final Books books;
  private final Set<String> handled = new HashSet<>();

  /**
   * Creates the end of orders of an invocation.
   *
   * @param environment the environment of the invocation, with a connected gateway
   * @param ledger the ledger of the runs
   * @param books the books, which get the orders for the rest
   */
  public Remainders(Environment environment, RunLedger ledger, Books books) {
    this.environment = environment;
    this.ledger = ledger;
    this.books = books;
  }

  /**
   * Ends the orders of a run that have a time to be filled. An order that cannot be cancelled stays
   * open, and is reported.
   *
   * @param run the caller's run; none of its orders may be on its way to the broker
   * @param hold the hold on the lease under which the run was begun or taken over
   * @return the run after it; the orders for the rest are planned, and not sent
   */
  public Run end(Run run, LeaseHold hold) {
    Run current = run;
    List<Leg> left = timed(current);
    while (!left.isEmpty()) {
      List<Leg> due = awaitFirst(left);
      current = cancel(current, due, hold);
      current = conclude(current, due, hold);
      handled.addAll(refs(due));
      left = timed(current);
    }
    return current;
  }

  /** The orders to end. An order that could not be cancelled before is left alone. */
  private List<Leg> timed(Run run) {
    return run.legs().stream()
        .filter(Leg::isTimed)
        .filter(leg -> !handled.contains(leg.orderRef()))
        .toList();
  }

  /** Waits until all orders have ended, or the time of the first is over; returns those to end. */
  private List<Leg> awaitFirst(List<Leg> legs) {
    Map<Leg, Duration> times = new LinkedHashMap<>();
    legs.forEach(leg -> times.put(leg, timeLeft(leg)));
    Duration first = Collections.min(times.values());
    List<OpenTrade> open = cancelling(legs).open(refs(legs));
    boolean areGone =
        open.isEmpty() || !first.isZero() && environment.gateway().awaitGone(first, open);
    return areGone
        ? legs
        : legs.stream().filter(leg -> times.get(leg).compareTo(first) <= 0).toList();
  }

  /** The time until an order is to be filled; not below 0, even if the clock was set. */
  private Duration timeLeft(Leg leg) {
    Duration time = leg.terms().fillWithin().map(FillWithin::time).orElse(Duration.ZERO);
    Instant end = leg.sentAt().map(sent -> sent.plus(time)).orElse(Instant.EPOCH);
    Duration left = Duration.between(environment.clock().instant(), end);
    return left.isNegative() ? Duration.ZERO : left.compareTo(time) < 0 ? left : time;
  }

  /** Cancels the orders that are still open. The ledger says so before the broker is asked. */
  private Run cancel(Run run, List<Leg> due, LeaseHold hold) {
    Cancelling cancelling = cancelling(due);
    int clientId = environment.gateway().session().clientId();
    Set<String> open =
        cancelling.open(refs(due)).stream()
            .map(trade -> trade.openOrder().order())
            .filter(order -> order.clientId() == clientId)
            .map(Order::orderRef)
            .collect(Collectors.toSet());
    if (open.isEmpty()) {
      return run;
    }
    Run recorded =
        ledger.record(
            hold.lease(),
            run.id(),
            due.stream()
                .map(Leg::orderRef)
                .filter(open::contains)
                .map(ref -> LegUpdate.cancelling(ref, "its time to be filled is over"))
                .toList());
    hold.requireValid("no order is cancelled");
    cancelling.cancel(open);
    return recorded;
  }

  private Run conclude(Run run, List<Leg> due, LeaseHold hold) {
    Map<String, OrderFate> fates = fates(run, due);
    Run current = run;
    for (Map.Entry<String, OrderFate> fate : fates.entrySet()) {
      Leg leg = current.leg(fate.getKey()).orElseThrow();
      current = conclude(current, leg, fate.getValue(), hold);
    }
    books.settle(current.legs());
    return current;
  }

  /** Asks for the fates of orders. A fate may become known a little later than the order's end. */
  private Map<String, OrderFate> fates(Run run, List<Leg> due) {
    IbGateway gateway = environment.gateway();
    Deadline end = environment.deadline().orIn(UNTIL_KNOWN);
    while (true) {
      OrdersByRef seen = gateway.await(gateway.session().reqOrdersByRef());
      Map<String, OrderFate> fates = new LinkedHashMap<>();
      for (Leg leg : due) {
        Leg now = run.leg(leg.orderRef()).orElseThrow();
        fates.put(
            leg.orderRef(),
            OrderFate.of(now, seen.of(leg.orderRef()), environment.clock().instant()));
      }
      boolean mayBeKnownLater =
          fates.values().stream()
              .anyMatch(fate -> fate instanceof OrderFate.Unknown unknown && !unknown.isVanished());
      if (!mayBeKnownLater || end.hasPassed()) {
        return fates;
      }
      RunPause.pause(run, end, BEFORE_ASKING_AGAIN);
    }
  }

  private Run conclude(Run run, Leg leg, OrderFate fate, LeaseHold hold) {
    if (fate instanceof OrderFate.Working working) {
      return stillOpen(run, leg, working, hold);
    } else if (fate instanceof OrderFate.Ended ended) {
      return ended(run, leg, ended, hold);
    }
    String because = ((OrderFate.Unknown) fate).because();
    report(leg, "it is not known how much of it was filled: " + because);
    return record(run, LegUpdate.done(leg.orderRef(), because), hold);
  }

  private Run stillOpen(Run run, Leg leg, OrderFate.Working working, LeaseHold hold) {
    String why =
        "it was to be filled in %s, and could not be cancelled: the broker still has %s of it open (%s)"
            .formatted(
                fillWithin(leg), working.remaining().abs().toPlainString(), working.status());
    report(leg, why);
    return record(run, LegUpdate.stillOpen(leg.orderRef(), why), hold);
  }

  private Run ended(Run run, Leg leg, OrderFate.Ended ended, LeaseHold hold) {
    BigDecimal filled = ended.executed().abs();
    BigDecimal rest = leg.quantity().subtract(filled);
    if (leg.state() != LegState.CANCELLING || rest.signum() <= 0) {
      return record(run, LegUpdate.done(leg.orderRef(), ended.how()), hold);
    }
    boolean isReplaced = leg.terms().isThenMarket();
    LegUpdate end =
        LegUpdate.done(
            leg.orderRef(),
            "%s of %s were filled in %s; the rest was cancelled%s"
                .formatted(
                    filled.toPlainString(),
                    leg.quantity().toPlainString(),
                    fillWithin(leg),
                    isReplaced ? ", and a market order follows" : ""));
    return isReplaced
        ? ledger.replace(
            hold.lease(),
            run.id(),
            end,
            rest(leg, rest, ended.executed()),
            books.replacing(leg.order().account(), leg.orderRef()))
        : record(run, end, hold);
  }

  private static String fillWithin(Leg leg) {
    return leg.terms().fillWithin().map(FillWithin::toString).orElse("no time");
  }

  /**
   * The market order for the rest of an order, with what its strategies have not got yet.
   *
   * @param executed the filled quantity of the order, negative for a sale
   */
  private static PlannedOrder rest(Leg leg, BigDecimal quantity, BigDecimal executed) {
    Order.Builder order = leg.atMarket(quantity);
    if (leg.order().get(OrderField.OUTSIDE_RTH)) {
      order.set(OrderField.OUTSIDE_RTH, true);
    }
    Shares source = leg.source();
    Shares left =
        source.isEmpty() ? source : source.minus(new Attribution(source, STEP).totals(executed));
    return new PlannedOrder(leg.contract(), order.build(), left)
        .with(OrderTerms.replacing(leg.orderRef()));
  }

  private Run record(Run run, LegUpdate update, LeaseHold hold) {
    return ledger.record(hold.lease(), run.id(), List.of(update));
  }

  private void report(Leg leg, String why) {
    environment
        .problems()
        .add(
            Problem.Code.REST_NOT_CANCELLED,
            "the order %s %s %s %s: %s. Look for it at the broker, and call trade-reconciliation"
                .formatted(
                    leg.orderRef(),
                    leg.action(),
                    leg.quantity().toPlainString(),
                    leg.contract().symbol(),
                    why));
  }

  private Cancelling cancelling(List<Leg> legs) {
    return new Cancelling(
        environment.gateway(), environment.deadline(), legs.get(0).order().account());
  }

  private static Set<String> refs(List<Leg> legs) {
    return legs.stream().map(Leg::orderRef).collect(Collectors.toSet());
  }
}
