package dev.ibintents.trading.performance;

import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.performance.DayHoldings.Unit;
import dev.ibintents.trading.performance.DayRecord.StrategyDay;
import dev.ibintents.trading.totals.Amendment;
import dev.ibintents.trading.totals.Basis;
import dev.ibintents.trading.totals.Effect;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Adds the effects that became known later to the days that they belong to. */
final class AmendedDays {
  private final List<Amendment> amendments;
  private final Function<LocalDate, Optional<DayHoldings>> holdings;

  /**
   * @param amendments all amendments
   * @param holdings finds the holdings of a day, which has the values of units
   */
  AmendedDays(List<Amendment> amendments, Function<LocalDate, Optional<DayHoldings>> holdings) {
    this.amendments = List.copyOf(amendments);
    this.holdings = holdings;
  }

  /** A day with the effects that belong to it. */
  DayRecord amend(DayRecord day) {
    DayRecord amended = day;
    for (Amendment amendment : amendments) {
      if (amendment.belongsTo(day.updatedAt())) {
        for (Map.Entry<String, Effect> effect : amendment.effects().byStrategy().entrySet()) {
          amended = with(amended, effect.getKey(), effect.getValue());
        }
      }
    }
    return amended;
  }

  private DayRecord with(DayRecord day, String strategy, Effect effect) {
    StrategyDay before = day.strategies().getOrDefault(strategy, StrategyDay.NOTHING);
    BigDecimal value = before.value();
    String untied = day.untied();
    SortedMap<String, BigDecimal> cost = new TreeMap<>(before.cost());
    SortedMap<String, BigDecimal> unowned =
        new TreeMap<>(day.unownedCash().orElse(new TreeMap<>()));
    effect
        .cash()
        .currencies()
        .forEach(
            currency -> take(unowned, day.baseCurrency(), currency, effect.cash().total(currency)));
    for (Map.Entry<Integer, Basis> change : effect.basis().entrySet()) {
      Basis basis = change.getValue();
      if (basis.symbol().isPresent()) {
        continue;
      }
      cost.merge(basis.currency(), basis.cost(), BigDecimal::add);
      Optional<Unit> unit = unit(day, change.getKey());
      if (unit.isPresent()) {
        BigDecimal worth = basis.quantity().multiply(unit.get().value());
        value = value.add(worth.multiply(day.fx().get(unit.get().currency())));
        if (unit.get().isFuture()) {
          take(unowned, day.baseCurrency(), unit.get().currency(), worth);
        }
      } else if (basis.quantity().signum() != 0) {
        untied = untied(untied, strategy, basis.quantity(), change.getKey());
      }
    }
    StrategyDay after =
        new StrategyDay(
            before.capital(),
            value,
            before.cash().plus(effect.cash()),
            sum(before.realized(), effect.realized()),
            PlainDecimal.nonZero(cost),
            sum(before.volume(), effect.volume()));
    SortedMap<String, StrategyDay> strategies = new TreeMap<>(day.strategies());
    strategies.put(strategy, after);
    return new DayRecord(
        day.day(),
        day.updatedAt(),
        day.account(),
        day.baseCurrency(),
        day.netLiquidation(),
        day.fx(),
        day.unownedCash().map(recorded -> PlainDecimal.nonZero(unowned)),
        untied.isEmpty(),
        untied,
        strategies);
  }

  /** Takes cash that a strategy has got from the cash that no strategy has. */
  private static void take(
      SortedMap<String, BigDecimal> unowned,
      String baseCurrency,
      String currency,
      BigDecimal amount) {
    if (!currency.equals(baseCurrency)) {
      unowned.merge(currency, amount.negate(), BigDecimal::add);
    }
  }

  /** A contract whose value in the base currency is known on a day. */
  private Optional<Unit> unit(DayRecord day, int conId) {
    return holdings
        .apply(day.day())
        .map(found -> found.units().get(conId))
        .filter(unit -> unit.value() != null && day.fx().containsKey(unit.currency()));
  }

  private static String untied(String before, String strategy, BigDecimal quantity, int conId) {
    String words =
        "%s got %s of contract %d later, whose value on this day is not known"
            .formatted(strategy, quantity.toPlainString(), conId);
    return before.isEmpty() ? words : before + "; " + words;
  }

  private static SortedMap<String, BigDecimal> sum(
      SortedMap<String, BigDecimal> amounts, SortedMap<String, BigDecimal> more) {
    SortedMap<String, BigDecimal> sums = new TreeMap<>(amounts);
    more.forEach((currency, amount) -> sums.merge(currency, amount, BigDecimal::add));
    return PlainDecimal.nonZero(sums);
  }
}
