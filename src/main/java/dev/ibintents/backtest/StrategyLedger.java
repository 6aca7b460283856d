package dev.ibintents.backtest;

import dev.ibintents.backtest.BacktestResult.StrategyDay;
import dev.ibintents.trading.Holdings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * The profit of each strategy, from its fills and from trades between strategies. Amounts are exact
 * until they are shown. Amounts in other currencies are converted at the rate of their moment.
 */
final class StrategyLedger {
  private static final int CENTS = 2;
  private static final int SHARE_DECIMALS = 10;

  private final SortedMap<String, Account> accounts = new TreeMap<>();

  /** The holdings of a strategy, and the money that it has received less the money it has paid. */
  private static final class Account {
    private final Map<Integer, BigDecimal> held = new TreeMap<>();
    private BigDecimal money = BigDecimal.ZERO;
    private BigDecimal commissions = BigDecimal.ZERO;

    void trade(int conId, BigDecimal quantity, BigDecimal unitValue) {
      held.merge(conId, quantity, BigDecimal::add);
      money = money.subtract(quantity.multiply(unitValue));
    }

    BigDecimal value(IntFunction<BigDecimal> unitValues) {
      BigDecimal value = BigDecimal.ZERO;
      for (Map.Entry<Integer, BigDecimal> holding : held.entrySet()) {
        if (holding.getValue().signum() != 0) {
          value = value.add(holding.getValue().multiply(unitValues.apply(holding.getKey())));
        }
      }
      return value;
    }
  }

  private Account account(String strategy) {
    return accounts.computeIfAbsent(strategy, key -> new Account());
  }

  /**
   * Posts an execution. Its commission is divided by the quantities of the strategies.
   *
   * @param byStrategy the quantity of each strategy
   * @param unitValue the price of one unit in the base currency
   * @param commission in the base currency
   */
  void fill(
      int conId,
      SortedMap<String, BigDecimal> byStrategy,
      BigDecimal unitValue,
      BigDecimal commission) {
    BigDecimal all = byStrategy.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal left = commission;
    int remaining = byStrategy.size();
    for (Map.Entry<String, BigDecimal> share : byStrategy.entrySet()) {
      remaining--;
      BigDecimal part =
          remaining == 0 || all.signum() == 0
              ? left
              : commission
                  .multiply(share.getValue())
                  .divide(all, SHARE_DECIMALS, RoundingMode.HALF_EVEN);
      left = left.subtract(part);
      Account account = account(share.getKey());
      account.trade(conId, share.getValue(), unitValue);
      account.money = account.money.subtract(part);
      account.commissions = account.commissions.add(part);
    }
  }

  /**
   * Posts the differences to the books as trades between strategies at these prices.
   *
   * @param books the holdings by the books
   * @param unitValues the price of one unit of a contract in the base currency
   */
  void cross(Holdings books, IntFunction<BigDecimal> unitValues) {
    SortedSet<String> ids = new TreeSet<>(books.strategies());
    ids.addAll(accounts.keySet());
    for (String id : ids) {
      Account account = account(id);
      SortedSet<Integer> conIds = new TreeSet<>(account.held.keySet());
      conIds.addAll(books.of(id).contracts());
      for (int conId : conIds) {
        BigDecimal known = account.held.getOrDefault(conId, BigDecimal.ZERO);
        BigDecimal crossed = books.of(id).of(conId).subtract(known);
        if (crossed.signum() != 0) {
          account.trade(conId, crossed, unitValues.apply(conId));
        }
      }
    }
  }

  /** The strategies at the prices of a moment. */
  SortedMap<String, StrategyDay> day(IntFunction<BigDecimal> unitValues) {
    SortedMap<String, StrategyDay> day = new TreeMap<>();
    accounts.forEach(
        (id, account) -> {
          BigDecimal value = account.value(unitValues);
          day.put(
              id,
              new StrategyDay(
                  cents(value), cents(value.add(account.money)), cents(account.commissions)));
        });
    return day;
  }

  private static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(CENTS, RoundingMode.HALF_EVEN);
  }
}
