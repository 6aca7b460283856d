package dev.ibintents.trading.books;

import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.books.OrderFate.Unknown;
import dev.ibintents.trading.books.OrderFate.Working;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The shares of open orders that will still change holdings, as far as the broker confirms them. It
 * also has the strategies whose shares are in doubt.
 *
 * <p>A working order counts with the quantity that the broker has left to fill. An order that has
 * ended does not count. An order of today that the broker lists neither as open nor as ended may
 * still be filled. It counts, but its strategies are in doubt. A part of an order may be filled
 * while its executions are missing. If account and books also differ in its contract, its
 * strategies are in doubt: nobody knows whether that part is in the holdings.
 */
public final class OpenShares {
  private Holdings stillToFill = Holdings.NONE;
  private final SortedMap<String, String> inDoubt = new TreeMap<>();
  private final Set<String> halfTold = new TreeSet<>();

  /**
   * The known fates of the books' orders, by orderRef.
   *
   * @param working the orders that can still be filled
   * @param unknown the orders whose fate the broker does not tell
   * @param ended those of the unknown orders that have certainly ended
   */
  record Fates(Map<String, Working> working, Map<String, Unknown> unknown, Set<String> ended) {}

  private final Fates fates;
  private final Set<Integer> differing = new TreeSet<>();

  private OpenShares(Fates fates, Collection<Difference> differences) {
    this.fates = fates;
    differences.forEach(difference -> differing.add(difference.conId()));
  }

  /**
   * The shares of the books' open orders.
   *
   * @param orders the books' open orders, also those of other accounts
   * @param differences the contracts in which strategies and account differ
   */
  static OpenShares of(
      Collection<OpenOrderEntry> orders, Fates fates, Collection<Difference> differences) {
    OpenShares shares = new OpenShares(fates, differences);
    orders.forEach(shares::add);
    return shares;
  }

  private void add(OpenOrderEntry order) {
    Working working = fates.working().get(order.orderRef());
    Unknown unknown = fates.unknown().get(order.orderRef());
    if (working != null) {
      add(order, working);
    } else {
      if (unknown != null) {
        doubt(order, unknown.because());
      }
      if (!fates.ended().contains(order.orderRef())) {
        count(order.conId(), order.stillToFill());
      }
    }
  }

  private void add(OpenOrderEntry order, Working working) {
    BigDecimal rest = order.quantity().subtract(order.executed());
    if (working.quantity().compareTo(order.quantity()) != 0) {
      doubt(
          order,
          "it was changed at the broker: it is for %s there, and for %s here"
              .formatted(working.quantity().toPlainString(), order.quantity().toPlainString()));
    }
    BigDecimal untold = rest.abs().subtract(working.remaining().abs());
    if (untold.signum() <= 0) {
      count(order.conId(), order.stillToFill());
      return;
    }
    halfTold.add(order.orderRef());
    if (differing.contains(order.conId())) {
      doubt(
          order,
          "%s of it was filled, and nobody has told the executions"
              .formatted(untold.toPlainString()));
    }
    count(order.conId(), part(order, working.remaining()));
  }

  /**
   * The shares in the quantity that remains at the broker, in proportion to all shares that are not
   * filled.
   */
  private static Shares part(OpenOrderEntry order, BigDecimal remaining) {
    Shares whole = order.source().minus(order.filled());
    return whole.total().signum() == 0
        ? Shares.NONE
        : new Attribution(whole, BigDecimal.ONE).totals(remaining).without(Books.BY_HAND);
  }

  private void count(int conId, Shares shares) {
    stillToFill = stillToFill.plus(conId, shares);
  }

  private void doubt(OpenOrderEntry order, String because) {
    for (String strategy : order.source().strategies()) {
      if (!strategy.equals(Books.BY_HAND)) {
        inDoubt.merge(
            strategy,
            "the order %s (%s of contract %d) is unsettled: %s"
                .formatted(
                    order.orderRef(), order.quantity().toPlainString(), order.conId(), because),
            (former, next) -> former + "; " + next);
      }
    }
  }

  /** Whether executions are missing that another answer of the broker may have. */
  boolean isHalfTold() {
    return !halfTold.isEmpty();
  }

  /** The quantities by which open orders will still change a strategy's holdings. */
  public Quantities stillToFill(String strategy) {
    return stillToFill.of(strategy);
  }

  /** The reason not to trade for a strategy; empty if there is no doubt. */
  public Optional<String> doubt(String strategy) {
    return Optional.ofNullable(inDoubt.get(strategy));
  }
}
