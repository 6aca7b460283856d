package dev.ibintents.trading.books;

import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Quantities;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A contract in which the strategies together hold another quantity than the account.
 *
 * @param conId the contract
 * @param holdings the quantity that the strategies hold together
 * @param portfolio the quantity that the account holds at the broker
 */
public record Difference(int conId, BigDecimal holdings, BigDecimal portfolio) {

  /** The contracts in which holdings and portfolio differ, sorted by conId. */
  static List<Difference> between(Quantities holdings, Quantities portfolio) {
    SortedSet<Integer> conIds = holdings.contracts();
    conIds.addAll(portfolio.contracts());
    List<Difference> differences = new ArrayList<>();
    for (int conId : conIds) {
      Difference difference = new Difference(conId, holdings.of(conId), portfolio.of(conId));
      if (difference.amount().signum() != 0) {
        differences.add(difference);
      }
    }
    return differences;
  }

  /** The amounts of differences, by contract. */
  public static Quantities amounts(List<Difference> differences) {
    SortedMap<Integer, BigDecimal> amounts = new TreeMap<>();
    differences.forEach(difference -> amounts.put(difference.conId(), difference.amount()));
    return new Quantities(amounts);
  }

  /** The quantity that the account holds more than the strategies; negative if it holds less. */
  public BigDecimal amount() {
    return PlainDecimal.of(portfolio.subtract(holdings));
  }
}
