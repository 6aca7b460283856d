package dev.ibintents.trading.order;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The terms under which a run sends an order and ends it.
 *
 * @param phase 2 for a purchase that waits until the cash of sales covers it; empty for all other
 *     orders, and in documents of earlier versions
 * @param fillWithin the time in which it is to be filled; empty if nothing ends it but its tif
 * @param replaces the reference of the order whose cancelled rest it trades; empty if none
 */
public record OrderTerms(
    OptionalInt phase, Optional<FillWithin> fillWithin, Optional<String> replaces) {
  /** The terms of an order that is sent at once, and ends by itself. */
  public static final OrderTerms PLAIN =
      new OrderTerms(OptionalInt.empty(), Optional.empty(), Optional.empty());

  private static final int SECOND = 2;

  /** The terms of an order that is to be filled in a time. */
  public static OrderTerms of(Optional<FillWithin> fillWithin) {
    return new OrderTerms(OptionalInt.empty(), fillWithin, Optional.empty());
  }

  /** The terms of the order that trades the rest of another order. */
  public static OrderTerms replacing(String orderRef) {
    return new OrderTerms(OptionalInt.empty(), Optional.empty(), Optional.of(orderRef));
  }

  /** The same terms for an order that waits for the cash of sales. */
  OrderTerms afterSales() {
    return new OrderTerms(OptionalInt.of(SECOND), fillWithin, replaces);
  }

  /** Whether the order waits until the cash of sales covers it. */
  public boolean isAfterSales() {
    return phase.orElse(1) == SECOND;
  }

  /** The phase of the run in which the order is sent: 1 or 2. */
  public int number() {
    return phase.orElse(1);
  }

  /** Whether a market order follows for the rest of the order. */
  public boolean isThenMarket() {
    return fillWithin.filter(FillWithin::thenMarket).isPresent();
  }

  /** The longest time that orders of a run wait to be filled: that of each phase together. */
  public static Duration longestWait(List<OrderTerms> terms) {
    return longest(terms, 1).plus(longest(terms, SECOND));
  }

  private static Duration longest(List<OrderTerms> terms, int number) {
    return terms.stream()
        .filter(term -> term.number() == number)
        .flatMap(term -> term.fillWithin().stream())
        .map(FillWithin::time)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
