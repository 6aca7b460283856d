package dev.ibintents.intent.watch;

import dev.ibintents.gateway.MarketSessions;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.messages.EventKeys;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.Run;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Looks for orders that are open for longer than they should be. An order for the day should be
 * gone soon after the close of its session. Any other order may stay open for {@link #LONGEST}.
 */
final class OldOrders implements Check {
  /** The time after the close in which the broker ends the orders of a day. */
  private static final Duration AFTER_CLOSE = Duration.ofMinutes(15);

  /** The longest time until a day order's session ends: over a weekend with a holiday. */
  private static final Duration LONGEST_DAY_ORDER = Duration.ofDays(5);

  private static final Duration LONGEST = Duration.ofDays(30);
  private static final String DAY = "DAY";

  @Override
  public String name() {
    return "open-orders";
  }

  @Override
  public Verdict look(Observed observed) {
    List<OpenOrderEntry> open = observed.openOrders();
    Map<String, Leg> legs = new TreeMap<>();
    for (Run run : observed.runs()) {
      run.legs().forEach(leg -> legs.put(leg.orderRef(), leg));
    }
    Map<Integer, ResolvedContract> contracts = contracts(open, observed);
    List<Verdict.Finding> faults = new ArrayList<>();
    for (OpenOrderEntry order : open) {
      Optional<Leg> leg = Optional.ofNullable(legs.get(order.orderRef()));
      Instant placed = leg.flatMap(Leg::sentAt).orElse(order.timestamp());
      if (end(leg, placed, Optional.ofNullable(contracts.get(order.conId())))
          .isBefore(observed.now())) {
        faults.add(
            new Verdict.Finding(
                EventKeys.of(observed.now(), "open/" + order.orderRef()),
                "the order %s (%s of %s) is open since %s, longer than it should be"
                    .formatted(
                        order.orderRef(),
                        order.quantity().toPlainString(),
                        leg.map(known -> known.contract().name()).orElse("conId " + order.conId()),
                        placed)));
      }
    }
    return Verdict.faults(faults, open.size() + " orders are open, none for too long");
  }

  private static Map<Integer, ResolvedContract> contracts(
      List<OpenOrderEntry> open, Observed observed) {
    return observed
        .broker()
        .filter(view -> view.reconciled().isPresent() && !open.isEmpty())
        .<Map<Integer, ResolvedContract>>map(
            view ->
                view.tools()
                    .contracts()
                    .found(open.stream().map(OpenOrderEntry::conId).collect(Collectors.toSet())))
        .orElse(Map.of());
  }

  /** The time at which an order should be gone. */
  private static Instant end(
      Optional<Leg> leg, Instant placed, Optional<ResolvedContract> contract) {
    if (leg.filter(OldOrders::isForTheDay).isEmpty()) {
      return placed.plus(LONGEST);
    }
    return contract
        .flatMap(known -> close(known, leg.orElseThrow(), placed))
        .map(close -> close.plus(AFTER_CLOSE))
        .orElse(placed.plus(LONGEST_DAY_ORDER));
  }

  private static boolean isForTheDay(Leg leg) {
    return leg.order().tif().equals(DAY) && leg.order().goodAfterTime().isEmpty();
  }

  /** The close of the session in which an order can be filled; empty if it is not known. */
  private static Optional<Instant> close(ResolvedContract contract, Leg leg, Instant placed) {
    try {
      MarketSessions sessions = contract.sessions(leg.order().get(OrderField.OUTSIDE_RTH));
      return sessions.at(placed).or(() -> sessions.from(placed)).map(sessions::closeOf);
    } catch (DateTimeException e) {
      return Optional.empty(); // the longest time counts then
    }
  }
}
