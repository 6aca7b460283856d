package dev.ibintents.intent.account;

import dev.ibintents.environment.Configuration;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.ContractNames;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.books.Difference;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.performance.AccountSnapshot;
import dev.ibintents.trading.performance.DayHoldings;
import dev.ibintents.trading.totals.HeldPrices;
import dev.ibintents.trading.totals.TradePrice;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The broker's figures of an account, beside the books that were posted just before.
 *
 * @param account the account
 * @param updatedAt the time of the request to the gateway
 * @param updates the figures
 * @param books the books, with the day's executions
 * @param quoted the contracts that strategies hold and the account does not, such as two opposite
 *     holdings, by conId
 */
record AccountFigures(
    String account,
    Instant updatedAt,
    AccountUpdates updates,
    Reconciled books,
    SortedMap<Integer, DayHoldings.Unit> quoted) {
  private static final String EXCHANGE_RATE = "ExchangeRate";
  private static final String CASH_BALANCE = "CashBalance";

  /**
   * Whether positions have changed since the books were compared with them, as a fill between two
   * answers changes them.
   */
  boolean hasMoved() {
    return !apart().equals(Difference.amounts(books.differences()));
  }

  /** The quantities that the account holds and the strategies do not. */
  private Quantities apart() {
    Set<Integer> uncompared = pairs();
    books.ignored().conIds().forEach(uncompared::add);
    return positions().minus(books.holdings().total()).without(uncompared);
  }

  private Quantities positions() {
    SortedMap<Integer, BigDecimal> positions = new TreeMap<>();
    held().forEach((conId, value) -> positions.put(conId, value.position()));
    return new Quantities(positions);
  }

  /** The contracts that strategies hold and the account does not. */
  SortedSet<Integer> unheld() {
    SortedSet<Integer> unheld = books.holdings().contracts();
    unheld.removeAll(held().keySet());
    unheld.removeAll(pairs());
    return unheld;
  }

  AccountFigures with(SortedMap<Integer, DayHoldings.Unit> otherQuoted) {
    return new AccountFigures(account, updatedAt, updates, books, otherQuoted);
  }

  private SortedMap<Integer, PortfolioValue> held() {
    SortedMap<Integer, PortfolioValue> held = new TreeMap<>();
    for (PortfolioValue value : updates.portfolio()) {
      if (value.position() != null && value.position().signum() != 0) {
        held.put(value.contract().conId(), value);
      }
    }
    return held;
  }

  /** The currency pairs among the known contracts. */
  private Set<Integer> pairs() {
    Set<Integer> pairs = new TreeSet<>();
    books
        .contracts()
        .forEach(
            (conId, contract) -> {
              if (CurrencyPair.isPair(contract)) {
                pairs.add(conId);
              }
            });
    held()
        .forEach(
            (conId, value) -> {
              if (CurrencyPair.isPair(value.contract())) {
                pairs.add(conId);
              }
            });
    return pairs;
  }

  /** The figures for the record of the day. */
  AccountSnapshot snapshot(Configuration configuration) {
    AccountValue netLiquidation = Account.netLiquidation(updates);
    SortedMap<String, BigDecimal> fx = Account.byCurrency(updates, EXCHANGE_RATE);
    fx.values().removeIf(rate -> rate == null);
    fx.put(netLiquidation.currency(), BigDecimal.ONE);
    SortedMap<String, BigDecimal> cash = Account.byCurrency(updates, CASH_BALANCE);
    cash.values().removeIf(amount -> amount == null);
    Map<String, BigDecimal> capital = new TreeMap<>();
    netLiquidation
        .amount()
        .ifPresent(
            amount ->
                configuration
                    .exposure()
                    .strategies()
                    .keySet()
                    .forEach(id -> capital.put(id, configuration.exposure().capital(id, amount))));
    return new AccountSnapshot(
        account,
        updatedAt,
        netLiquidation.currency(),
        netLiquidation.amount(),
        fx,
        cash,
        units(),
        pairs(),
        capital,
        untied());
  }

  private SortedMap<Integer, DayHoldings.Unit> units() {
    Map<Integer, Contract> contracts = new TreeMap<>();
    held().forEach((conId, value) -> contracts.put(conId, value.contract()));
    ContractNames names = new ContractNames(contracts);
    Map<Integer, TradePrice> prices = HeldPrices.of(updates);
    SortedMap<Integer, DayHoldings.Unit> units = new TreeMap<>(quoted);
    held()
        .forEach(
            (conId, value) ->
                units.put(
                    conId,
                    new DayHoldings.Unit(
                        names.of(conId),
                        value.contract().currency(),
                        value.position(),
                        value.marketPrice(),
                        Optional.ofNullable(prices.get(conId)).map(TradePrice::price).orElse(null),
                        value.contract().secType())));
    return units;
  }

  /**
   * The contracts in which account and strategies differ, without the trades by hand of today, in
   * words; empty if there are none.
   */
  private String untied() {
    SortedMap<Integer, BigDecimal> byHand = new TreeMap<>();
    books
        .unattributed()
        .forEach(
            execution ->
                byHand.merge(
                    execution.fill().contract().conId(),
                    execution.fill().execution().signedShares(),
                    BigDecimal::add));
    Quantities unexplained = apart().minus(new Quantities(byHand).only(apart().contracts()));
    ContractNames names = new ContractNames(books.contracts());
    return unexplained.byContract().entrySet().stream()
        .map(
            left ->
                "the account holds %s of %s that no strategy holds"
                    .formatted(left.getValue().toPlainString(), names.of(left.getKey())))
        .collect(Collectors.joining("; "));
  }
}
