package dev.ibintents.trading.performance;

import dev.ibintents.trading.performance.DayRecord.StrategyDay;
import dev.ibintents.trading.totals.Cash;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Shares the change of the account's value out, day by day: to the strategies, to the revaluation
 * of foreign cash that no strategy has, and to nobody. All amounts count from the first recorded
 * day, and are exact until they are rounded to cents together. So errors of rounding do not add up.
 *
 * <p>The broker rounds the account's value to cents. The unattributed profit changes only by more
 * than this rounding can explain. The cent goes to the strategies and to the revaluation. Amounts
 * without a fraction of a cent get it only if no other has one, and if they ever were not 0.
 */
final class SettledDays {
  /** The rounding of two values of the account, and that of commissions and values of units. */
  private static final BigDecimal ROUNDING = new BigDecimal("0.0105");

  private final List<DayRecord> records;
  private final List<CashFlow> flows;
  private final Map<String, Integer> places = new HashMap<>();
  private final List<String> strategies;
  private final List<String> currencies;
  private final List<Day> days;

  /**
   * The end of a recorded day.
   *
   * @param rates the exchange rates
   * @param flow the owner's deposits less withdrawals since the day before, in cents
   * @param unattributed the unattributed profit since the first day, in cents
   * @param shares the profit of each strategy and the revaluation of each currency since the first
   *     day, in cents
   */
  private record Day(ExchangeRates rates, long flow, long unattributed, long... shares) {}

  /**
   * @param records the recorded days, in their order, from the first one on
   * @param flows the deposits and withdrawals, in the order of their dates
   * @param notes collects the faults of the record, in words
   */
  SettledDays(List<DayRecord> records, List<CashFlow> flows, Set<String> notes) {
    this.records = records;
    this.flows = flows;
    SortedSet<String> owners = new TreeSet<>();
    SortedSet<String> foreign = new TreeSet<>();
    for (DayRecord record : records) {
      owners.addAll(record.strategies().keySet());
      record.unownedCash().ifPresent(cash -> foreign.addAll(cash.keySet()));
    }
    strategies = List.copyOf(owners);
    currencies = List.copyOf(foreign);
    for (String strategy : strategies) {
      places.put(strategy, places.size());
    }
    days = settle(notes);
  }

  private List<Day> settle(Set<String> notes) {
    List<Day> settled = new ArrayList<>(records.size());
    BigDecimal[] first = new BigDecimal[strategies.size()];
    Arrays.fill(first, BigDecimal.ZERO);
    BigDecimal[] exact = new BigDecimal[strategies.size() + currencies.size()];
    Arrays.fill(exact, BigDecimal.ZERO);
    BitSet moved = new BitSet(exact.length);
    CashSums[] sums = new CashSums[strategies.size()];
    Arrays.setAll(sums, place -> new CashSums());
    ExchangeRates rates = ExchangeRates.none(notes);
    long flowsSoFar = 0;
    long unattributed = 0;
    BigDecimal measured = BigDecimal.ZERO;
    int nextFlow = 0;
    for (int i = 0; i < records.size(); i++) {
      DayRecord record = records.get(i);
      ExchangeRates before = rates;
      rates = rates.on(record);
      long flow = 0;
      while (nextFlow < flows.size() && !flows.get(nextFlow).date().isAfter(record.day())) {
        CashFlow cash = flows.get(nextFlow++);
        flow += i == 0 ? 0 : Cents.nearest(rates.inBase(cash.amount(), cash.currency()));
      }
      flowsSoFar += flow;
      for (Map.Entry<String, StrategyDay> strategy : record.strategies().entrySet()) {
        int place = places.get(strategy.getKey());
        BigDecimal equity = sums[place].equity(strategy.getValue(), rates);
        if (i == 0) {
          first[place] = equity;
        }
        exact[place] = equity.subtract(first[place]);
      }
      if (i > 0) {
        revalue(records.get(i - 1), before, rates, exact);
      }
      long whole = value(i) - value(0) - flowsSoFar;
      BigDecimal rest = rest(whole, exact);
      boolean isSame = rest.subtract(measured).abs().compareTo(ROUNDING) <= 0;
      IntStream.range(0, exact.length)
          .filter(place -> exact[place].signum() != 0)
          .forEach(moved::set);
      long toShare = whole - (isSame ? unattributed : Cents.nearest(rest));
      long[] shares = Cents.summingTo(toShare, moved::get, exact);
      long nobodys = whole - Arrays.stream(shares).sum();
      if (!isSame || nobodys != unattributed) {
        measured = rest;
      }
      unattributed = nobodys;
      settled.add(new Day(rates, flow, unattributed, shares));
    }
    return settled;
  }

  /** Adds the revaluation of the cash that no strategy had at the beginning of an interval. */
  private void revalue(
      DayRecord before, ExchangeRates from, ExchangeRates to, BigDecimal... exact) {
    if (before.unownedCash().isEmpty()) {
      return;
    }
    for (int i = 0; i < currencies.size(); i++) {
      BigDecimal cash = before.unownedCash().get().get(currencies.get(i));
      if (cash != null) {
        int place = strategies.size() + i;
        BigDecimal change =
            to.inBase(cash, currencies.get(i)).subtract(from.inBase(cash, currencies.get(i)));
        exact[place] = exact[place].add(change);
      }
    }
  }

  /** The profit since the first day that is in no share, up to the broker's rounding. */
  private static BigDecimal rest(long whole, BigDecimal... exact) {
    BigDecimal rest = BigDecimal.valueOf(whole, 2);
    for (BigDecimal amount : exact) {
      rest = rest.subtract(amount);
    }
    return rest;
  }

  /** The sums of a strategy's cash by currency. They are computed when the cash has changed. */
  private static final class CashSums {
    private Cash cash = Cash.NONE;
    private final Map<String, BigDecimal> sums = new TreeMap<>();

    BigDecimal equity(StrategyDay strategy, ExchangeRates rates) {
      if (strategy.cash() != cash) {
        cash = strategy.cash();
        sums.clear();
        cash.currencies().forEach(currency -> sums.put(currency, cash.total(currency)));
      }
      BigDecimal equity = strategy.value();
      for (Map.Entry<String, BigDecimal> sum : sums.entrySet()) {
        equity = equity.add(rates.inBase(sum.getValue(), sum.getKey()));
      }
      return equity;
    }
  }

  private long value(int record) {
    return Cents.nearest(records.get(record).netLiquidation());
  }

  /** The strategies that have a record on any day. */
  SortedSet<String> strategies() {
    return new TreeSet<>(strategies);
  }

  /** The exchange rates at the end of an interval. */
  ExchangeRates rates(int record) {
    return days.get(record).rates();
  }

  /** The deposits less withdrawals of the interval that ends with a record. */
  BigDecimal flow(int record) {
    return Cents.of(days.get(record).flow());
  }

  /** The unattributed profit of the interval that ends with a record. */
  BigDecimal unattributed(int record) {
    return Cents.of(days.get(record).unattributed() - days.get(record - 1).unattributed());
  }

  /** The profit of a strategy in the interval that ends with a record. */
  BigDecimal profit(int record, String strategy) {
    Integer place = places.get(strategy);
    return place == null ? BigDecimal.ZERO : share(record, place);
  }

  /** The profits of a strategy in the intervals that end with the records of a range. */
  List<BigDecimal> profits(String strategy, int begin, int end) {
    Integer place = places.get(strategy);
    return place == null
        ? Collections.nCopies(end - begin, BigDecimal.ZERO)
        : shares(place, begin, end);
  }

  /** The revaluation of cash of no strategy, by currency, in intervals that end with records. */
  SortedMap<String, List<BigDecimal>> cashRevaluation(int begin, int end) {
    SortedMap<String, List<BigDecimal>> columns = new TreeMap<>();
    for (int i = 0; i < currencies.size(); i++) {
      columns.put(currencies.get(i), shares(strategies.size() + i, begin, end));
    }
    return columns;
  }

  private List<BigDecimal> shares(int place, int begin, int end) {
    List<BigDecimal> column = new ArrayList<>(end - begin);
    for (int record = begin; record < end; record++) {
      column.add(share(record, place));
    }
    return column;
  }

  private BigDecimal share(int record, int place) {
    return Cents.of(days.get(record).shares()[place] - days.get(record - 1).shares()[place]);
  }
}
