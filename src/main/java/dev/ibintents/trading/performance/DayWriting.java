package dev.ibintents.trading.performance;

import dev.ibintents.store.Transaction;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.performance.DayHoldings.Unit;
import dev.ibintents.trading.performance.DayRecord.StrategyDay;
import dev.ibintents.trading.totals.Basis;
import dev.ibintents.trading.totals.Totals;
import dev.ibintents.trading.totals.TotalsChange;
import dev.ibintents.trading.totals.TradePrice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes the record of a day, from the broker's answer, the holdings and the totals of one moment.
 *
 * <p>Holdings that are older than the totals get their cost here: the first day on record is the
 * baseline, and their value on it is their cost.
 */
final class DayWriting {
  /** The decimals of a value; its unit values come from divisions. */
  private static final int VALUE_DECIMALS = 8;

  private final AccountSnapshot snapshot;
  private final Holdings holdings;
  private final TotalsChange totals;
  private final SortedMap<Integer, Unit> units = new TreeMap<>();
  private final List<String> untied = new ArrayList<>();
  private final SortedMap<String, StrategyDay> strategies;

  /**
   * @param holdings the holdings of all strategies, read in the same transaction as the totals
   * @param totals the totals of all strategies; the transaction has written nothing yet
   */
  DayWriting(AccountSnapshot snapshot, Holdings holdings, TotalsChange totals) {
    this.snapshot = snapshot;
    this.holdings = holdings;
    this.totals = totals;
    units.putAll(snapshot.units());
    if (!snapshot.untied().isEmpty()) {
      untied.add(snapshot.untied());
    }
    addUnheld();
    holdings.forEach(this::open);
    strategies = strategies();
    requireRates();
  }

  /**
   * Writes the documents of the day.
   *
   * @param positions the path of the books
   */
  void write(String positions, Transaction transaction) {
    if (snapshot.netLiquidation().isEmpty()) {
      return;
    }
    LocalDate day = BrokerDay.of(snapshot.updatedAt());
    DayRecord today =
        new DayRecord(
            day,
            snapshot.updatedAt(),
            snapshot.account(),
            snapshot.baseCurrency(),
            snapshot.netLiquidation().get(),
            snapshot.fx(),
            Optional.of(unownedCash()),
            untied.isEmpty(),
            String.join("; ", untied),
            strategies);
    SortedMap<String, SortedMap<Integer, BigDecimal>> held = new TreeMap<>();
    holdings.forEach((strategy, quantities) -> held.put(strategy, quantities.byContract()));
    DayHoldings details = new DayHoldings(day, snapshot.updatedAt(), units, held);
    totals.write(transaction);
    transaction.set(PerformanceDays.days(positions) + "/" + day, today.fields());
    transaction.set(PerformanceDays.holdings(positions) + "/" + day, details.fields());
  }

  /**
   * Adds the contracts that strategies hold and that have neither a position nor a quote. Their
   * value on the latest day on record counts.
   */
  private void addUnheld() {
    for (int conId : holdings.contracts()) {
      if (!units.containsKey(conId) && !snapshot.pairs().contains(conId)) {
        Optional<TradePrice> last = totals.latestPrice(conId);
        last.ifPresent(
            price ->
                units.put(
                    conId,
                    new Unit(
                        Integer.toString(conId),
                        price.contract().currency(),
                        BigDecimal.ZERO,
                        null,
                        price.price(),
                        totals.latestSecType(conId))));
        untied.add(
            "strategies hold contract %d, which has neither a position of the account nor a price;"
                    .formatted(conId)
                + (last.isPresent()
                    ? " it is valued as on the day before"
                    : " its value is not known, and counts as 0"));
      }
    }
  }

  private void open(String strategy, Quantities held) {
    if (!TotalsChange.isTracked(strategy)) {
      return;
    }
    SortedMap<Integer, Basis> known = totals.of(strategy).basis();
    SortedMap<Integer, Basis> opening = new TreeMap<>();
    held.forEach(
        (conId, quantity) -> {
          BigDecimal before =
              known.containsKey(conId) ? known.get(conId).quantity() : BigDecimal.ZERO;
          BigDecimal more = quantity.subtract(before);
          Unit unit = units.get(conId);
          if (more.signum() != 0 && unit != null && unit.value() != null && !isPair(conId)) {
            opening.put(
                conId,
                new Basis(unit.currency(), Optional.empty(), more, more.multiply(unit.value())));
          }
        });
    if (!opening.isEmpty()) {
      totals.open(strategy, opening);
    }
  }

  private boolean isPair(int conId) {
    return snapshot.pairs().contains(conId);
  }

  private SortedMap<String, StrategyDay> strategies() {
    SortedSet<String> ids = new TreeSet<>();
    totals.totals().forEach(found -> ids.add(found.strategy()));
    ids.addAll(snapshot.capital().keySet());
    ids.addAll(holdings.strategies());
    ids.removeIf(id -> !TotalsChange.isTracked(id));
    SortedMap<String, StrategyDay> strategies = new TreeMap<>();
    for (String id : ids) {
      Totals own = totals.of(id);
      strategies.put(
          id,
          new StrategyDay(
              Optional.ofNullable(snapshot.capital().get(id)),
              value(holdings.of(id)),
              own.sum().cash(),
              own.sum().realized(),
              cost(own),
              own.sum().volume()));
    }
    return strategies;
  }

  /**
   * The cash that no strategy has, in currencies other than the base currency. The account's cash
   * has the profit or loss of a future, and a strategy's cash has its whole price.
   */
  private SortedMap<String, BigDecimal> unownedCash() {
    SortedMap<String, BigDecimal> unowned = new TreeMap<>(snapshot.cash());
    strategies.forEach(
        (id, own) -> {
          for (String currency : own.cash().currencies()) {
            unowned.merge(currency, own.cash().total(currency).negate(), BigDecimal::add);
          }
          holdings
              .of(id)
              .forEach(
                  (conId, quantity) -> {
                    Unit unit = units.get(conId);
                    if (unit != null && unit.value() != null && unit.isFuture()) {
                      unowned.merge(
                          unit.currency(),
                          quantity.multiply(unit.value()).negate(),
                          BigDecimal::add);
                    }
                  });
        });
    unowned.remove(snapshot.baseCurrency());
    return PlainDecimal.nonZero(unowned);
  }

  /** The market value of holdings in the base currency. */
  private BigDecimal value(Quantities held) {
    SortedMap<String, BigDecimal> byCurrency = new TreeMap<>();
    held.forEach(
        (conId, quantity) -> {
          Unit unit = units.get(conId);
          if (unit != null && unit.value() != null && !isPair(conId)) {
            byCurrency.merge(unit.currency(), quantity.multiply(unit.value()), BigDecimal::add);
          }
        });
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, BigDecimal> amount : byCurrency.entrySet()) {
      sum = sum.add(amount.getValue().multiply(rate(amount.getKey())));
    }
    return PlainDecimal.of(sum.setScale(VALUE_DECIMALS, RoundingMode.HALF_EVEN));
  }

  private BigDecimal rate(String currency) {
    return snapshot.fx().getOrDefault(currency, BigDecimal.ZERO);
  }

  private static SortedMap<String, BigDecimal> cost(Totals own) {
    SortedMap<String, BigDecimal> cost = new TreeMap<>();
    own.basis()
        .values()
        .forEach(
            basis -> {
              if (basis.symbol().isEmpty()) {
                cost.merge(basis.currency(), basis.cost(), BigDecimal::add);
              }
            });
    return PlainDecimal.nonZero(cost);
  }

  private void requireRates() {
    SortedSet<String> currencies = new TreeSet<>();
    strategies.values().forEach(own -> currencies.addAll(own.cash().currencies()));
    holdings
        .contracts()
        .forEach(
            conId ->
                Optional.ofNullable(units.get(conId))
                    .ifPresent(unit -> currencies.add(unit.currency())));
    currencies.removeAll(snapshot.fx().keySet());
    if (!currencies.isEmpty()) {
      untied.add(
          "the account names no exchange rate for "
              + String.join(", ", currencies)
              + ", which strategies have cash or holdings in; these count as 0");
    }
  }
}
