package dev.ibintents.backtest;

import dev.ibintents.backtest.BacktestResult.StrategyDay;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.Money;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.totals.Category;
import dev.ibintents.trading.totals.TotalsChange;
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

  private final SortedMap<String, Account> accounts = new TreeMap<>();

  /** The holdings of a strategy, and the money that it has received less the money it has paid. */
  private static final class Account {
    private final Map<Integer, BigDecimal> held = new TreeMap<>();
    private BigDecimal money = BigDecimal.ZERO;
    private BigDecimal commissions = BigDecimal.ZERO;
    private BigDecimal dividends = BigDecimal.ZERO;

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
   * Posts an execution. Its commission is shared as the books share it.
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
    Shares shares = new Shares(byStrategy);
    shares.forEach((id, quantity) -> account(id).trade(conId, quantity, unitValue));
    Money cost = new Money(commission, PaperAccount.BASE_CURRENCY);
    TotalsChange.shared(Category.COMMISSIONS, cost, shares)
        .byStrategy()
        .forEach(
            (id, effect) -> {
              BigDecimal paid = effect.cash().of(cost.currency(), Category.COMMISSIONS);
              Account account = account(id);
              account.money = account.money.add(paid);
              account.commissions = account.commissions.subtract(paid);
            });
  }

  /** The quantities of a contract that strategies hold. */
  Shares held(int conId) {
    SortedMap<String, BigDecimal> held = new TreeMap<>();
    accounts.forEach(
        (id, account) -> held.put(id, account.held.getOrDefault(conId, BigDecimal.ZERO)));
    return new Shares(held);
  }

  /**
   * Posts a dividend on what strategies hold.
   *
   * @param amount the amount for one unit in the base currency
   */
  void dividend(int conId, BigDecimal amount) {
    held(conId)
        .forEach(
            (id, quantity) -> {
              Account account = account(id);
              account.money = account.money.add(quantity.multiply(amount));
              account.dividends = account.dividends.add(quantity.multiply(amount));
            });
  }

  /**
   * Multiplies holdings, as a split does.
   *
   * @param factor the units that one unit becomes
   * @param after the quantities after the split, in whole units; what is missing is paid in cash
   * @param unitValue the value of one unit after the split in the base currency
   */
  void split(int conId, BigDecimal factor, Shares after, BigDecimal unitValue) {
    Shares before = held(conId);
    before.forEach(
        (id, quantity) -> {
          Account account = account(id);
          BigDecimal fraction = quantity.multiply(factor).subtract(after.of(id));
          account.held.put(conId, after.of(id));
          account.money = account.money.add(fraction.multiply(unitValue));
        });
  }

  /**
   * Ends all holdings of a contract, as its settlement does.
   *
   * @param unitValue the value of one unit in the base currency
   */
  void settle(int conId, BigDecimal unitValue) {
    held(conId).forEach((id, quantity) -> account(id).trade(conId, quantity.negate(), unitValue));
  }

  /** The contracts that strategies hold. */
  SortedSet<Integer> contracts() {
    SortedSet<Integer> contracts = new TreeSet<>();
    for (Account account : accounts.values()) {
      account.held.forEach(
          (conId, quantity) -> {
            if (quantity.signum() != 0) {
              contracts.add(conId);
            }
          });
    }
    return contracts;
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
                  cents(value),
                  cents(value.add(account.money)),
                  cents(account.commissions),
                  cents(account.dividends)));
        });
    return day;
  }

  private static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(CENTS, RoundingMode.HALF_EVEN);
  }
}
