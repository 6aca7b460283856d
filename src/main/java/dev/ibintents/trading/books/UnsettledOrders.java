package dev.ibintents.trading.books;

import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The unsettled orders, compared with the differences between strategies and account. They suggest
 * corrections, and post nothing: only a person who has the broker's statement can confirm a
 * correction.
 */
final class UnsettledOrders {
  private final Map<Integer, List<OpenOrderEntry>> byContract;
  private final Quantities differences;

  /**
   * @param orders all unsettled orders
   * @param differences the contracts in which strategies and account differ
   */
  UnsettledOrders(Collection<OpenOrderEntry> orders, List<Difference> differences) {
    this.byContract = orders.stream().collect(Collectors.groupingBy(OpenOrderEntry::conId));
    this.differences = Difference.amounts(differences);
  }

  /**
   * Whether the order cannot have been filled any further: its contract has no difference, and no
   * other unsettled order could have hidden a fill of this one.
   */
  boolean isDead(OpenOrderEntry order) {
    return !differences.has(order.conId())
        && byContract.get(order.conId()).stream()
            .allMatch(other -> other.quantity().signum() == order.quantity().signum());
  }

  /**
   * The correction to adopt if the difference came from this order. It is all that was left to fill
   * of the orders in the contract, or a part of it if this is the only order.
   */
  Optional<Adoption> suggestion(OpenOrderEntry order) {
    BigDecimal difference = differences.of(order.conId());
    if (difference.signum() == 0 || order.stillToFill().isEmpty()) {
      return Optional.empty();
    }
    List<OpenOrderEntry> candidates = byContract.get(order.conId());
    BigDecimal left =
        PlainDecimal.sum(candidates.stream().map(other -> other.stillToFill().total()).toList());
    if (left.compareTo(difference) == 0) {
      return Optional.of(adoption(order, order.stillToFill()));
    }
    boolean isPart =
        candidates.size() == 1
            && !order.source().has(Books.BY_HAND)
            && left.signum() == difference.signum()
            && left.abs().compareTo(difference.abs()) > 0;
    return isPart
        ? Optional.of(
            adoption(
                order,
                new Attribution(order.source(), BigDecimal.ONE).shares(order.filled(), difference)))
        : Optional.empty();
  }

  private static Adoption adoption(OpenOrderEntry order, Shares shares) {
    return Adoption.of(Holdings.of(order.conId(), shares));
  }
}
