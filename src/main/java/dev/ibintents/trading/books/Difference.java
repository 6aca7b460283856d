package dev.ibintents.trading.books;

import dev.ibintents.trading.PlainDecimal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A contract of which the strategies together hold something else than the account does.
 *
 * @param conId the contract
 * @param holdings what the strategies hold together
 * @param portfolio what the account holds by the broker
 */
public record Difference(int conId, BigDecimal holdings, BigDecimal portfolio) {

  /** The contracts in which both differ, by conId. */
  static List<Difference> between(
      Map<Integer, BigDecimal> holdings, Map<Integer, BigDecimal> portfolio) {
    SortedSet<Integer> conIds = new TreeSet<>(holdings.keySet());
    conIds.addAll(portfolio.keySet());
    List<Difference> differences = new ArrayList<>();
    for (int conId : conIds) {
      BigDecimal held = holdings.getOrDefault(conId, BigDecimal.ZERO);
      BigDecimal owned = portfolio.getOrDefault(conId, BigDecimal.ZERO);
      if (held.compareTo(owned) != 0) {
        differences.add(new Difference(conId, PlainDecimal.of(held), PlainDecimal.of(owned)));
      }
    }
    return differences;
  }

  /** What the account has more than the strategies; negative if it has less. */
  public BigDecimal amount() {
    return PlainDecimal.of(portfolio.subtract(holdings));
  }
}
