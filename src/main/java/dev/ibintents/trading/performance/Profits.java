package dev.ibintents.trading.performance;

import dev.ibintents.trading.performance.DayRecord.StrategyDay;
import dev.ibintents.trading.totals.Category;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Computes profits from recorded days. A strategy is a part of the account: its equity is the value
 * of its holdings and its cash, and its profit is the change of its equity. The change of the
 * account's value that neither a strategy nor a flow explains is unattributed.
 *
 * <p>Amounts are exact until they are shown. Shown are the differences of sums since the first
 * recorded day, in cents. So errors of rounding do not add up, and columns sum to their totals.
 */
public final class Profits {
  private static final int MOST_DAYS_IN_WORDS = 5;

  private final List<DayRecord> records;
  private final List<CashFlow> flows;
  private final Set<String> notes = new LinkedHashSet<>();
  private final SortedSet<String> strategies = new TreeSet<>();
  private final List<Position> positions = new ArrayList<>();

  /**
   * The account at the end of a recorded day.
   *
   * @param rates the exchange rates
   * @param flow the owner's deposits less withdrawals since the day before, in cents
   * @param unattributed the unattributed profit since the first day, in cents
   * @param profits the profit of each strategy since the first day, in cents
   */
  private record Position(
      ExchangeRates rates,
      BigDecimal flow,
      BigDecimal unattributed,
      Map<String, BigDecimal> profits) {
    BigDecimal profit(String strategy) {
      return profits.getOrDefault(strategy, BigDecimal.ZERO);
    }
  }

  /**
   * @param records the recorded days, in their order, from the first one on
   * @param flows the cash flows of the account, in the order of their dates
   */
  public Profits(List<DayRecord> records, List<CashFlow> flows) {
    this.records = List.copyOf(records);
    this.flows = flows.stream().filter(flow -> flow.kind().isExternal()).toList();
    records.forEach(day -> strategies.addAll(day.strategies().keySet()));
    settle();
  }

  /** The strategies that have a record on any day. */
  public SortedSet<String> strategies() {
    return new TreeSet<>(strategies);
  }

  private void settle() {
    Map<String, BigDecimal> first = new HashMap<>();
    Map<String, BigDecimal> exact = new TreeMap<>();
    ExchangeRates rates = ExchangeRates.none(notes);
    BigDecimal flowsSoFar = BigDecimal.ZERO;
    int nextFlow = 0;
    for (int i = 0; i < records.size(); i++) {
      DayRecord record = records.get(i);
      rates = rates.on(record);
      BigDecimal flow = BigDecimal.ZERO;
      while (nextFlow < flows.size() && !flows.get(nextFlow).date().isAfter(record.day())) {
        CashFlow cash = flows.get(nextFlow++);
        flow =
            i == 0 ? flow : flow.add(Cents.rounded(rates.inBase(cash.amount(), cash.currency())));
      }
      flowsSoFar = flowsSoFar.add(flow);
      for (Map.Entry<String, StrategyDay> strategy : record.strategies().entrySet()) {
        BigDecimal equity = equity(strategy.getValue(), rates);
        if (i == 0) {
          first.put(strategy.getKey(), equity);
        }
        exact.put(
            strategy.getKey(),
            equity.subtract(first.getOrDefault(strategy.getKey(), BigDecimal.ZERO)));
      }
      BigDecimal whole = value(i).subtract(value(0)).subtract(flowsSoFar);
      positions.add(position(rates, flow, whole, exact));
    }
  }

  /** Shares the whole profit since the first day out in cents. */
  private static Position position(
      ExchangeRates rates, BigDecimal flow, BigDecimal whole, Map<String, BigDecimal> exact) {
    BigDecimal explained = exact.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal unattributed = exact.isEmpty() ? whole : Cents.rounded(whole.subtract(explained));
    List<BigDecimal> shown =
        Cents.summingTo(whole.subtract(unattributed), List.copyOf(exact.values()));
    Map<String, BigDecimal> profits = new HashMap<>();
    int place = 0;
    for (String strategy : exact.keySet()) {
      profits.put(strategy, shown.get(place++));
    }
    return new Position(rates, flow, unattributed, profits);
  }

  private static BigDecimal equity(StrategyDay strategy, ExchangeRates rates) {
    BigDecimal equity = strategy.value();
    for (String currency : strategy.cash().byCurrency().keySet()) {
      equity = equity.add(rates.inBase(strategy.cash().total(currency), currency));
    }
    return equity;
  }

  private BigDecimal value(int record) {
    return Cents.rounded(records.get(record).netLiquidation());
  }

  /**
   * The intervals that end on or between two days.
   *
   * @param from the first day; empty for all
   * @param to the last day; empty for all
   * @param wanted the strategies to show; the profit of the others is summed up
   */
  public ProfitTable table(
      Optional<LocalDate> from, Optional<LocalDate> to, Collection<String> wanted) {
    int begin = 1;
    while (begin < records.size() && from.filter(records.get(begin).day()::isBefore).isPresent()) {
      begin++;
    }
    int end = begin;
    while (end < records.size() && to.filter(records.get(end).day()::isAfter).isEmpty()) {
      end++;
    }
    List<AccountColumns.Row> account = new ArrayList<>();
    SortedMap<String, StrategyColumns> columns = new TreeMap<>();
    for (String strategy : wanted) {
      columns.put(strategy, StrategyColumns.empty(end - begin));
    }
    for (int i = begin; i < end; i++) {
      account.add(
          new AccountColumns.Row(
              value(i - 1),
              value(i),
              positions.get(i).flow(),
              others(i, wanted),
              Cents.rounded(
                  positions.get(i).unattributed().subtract(positions.get(i - 1).unattributed())),
              records.get(i).tied()));
      for (Map.Entry<String, StrategyColumns> strategy : columns.entrySet()) {
        fill(strategy.getValue(), i - begin, i, strategy.getKey());
      }
    }
    return new ProfitTable(
        records.get(begin - 1).day(),
        records.subList(begin, end).stream().map(DayRecord::day).toList(),
        AccountColumns.of(account),
        columns,
        remarks(begin, end));
  }

  private List<String> remarks(int begin, int end) {
    List<String> remarks = new ArrayList<>(notes);
    long unrecorded = 0;
    for (int i = begin; i < end; i++) {
      unrecorded += weekdaysBetween(records.get(i - 1).day(), records.get(i).day());
    }
    if (unrecorded > 0) {
      remarks.add(
          "%d weekdays have no record; their profit is part of the next recorded day"
              .formatted(unrecorded));
    }
    List<String> untied =
        records.subList(begin, end).stream()
            .filter(record -> !record.tied())
            .map(record -> record.day().toString())
            .toList();
    if (!untied.isEmpty()) {
      remarks.add(
          "on %d days the books did not explain all positions of the account: %s"
              .formatted(untied.size(), String.join(", ", shortened(untied))));
    }
    return remarks;
  }

  private static List<String> shortened(List<String> days) {
    if (days.size() <= MOST_DAYS_IN_WORDS) {
      return days;
    }
    List<String> first = new ArrayList<>(days.subList(0, MOST_DAYS_IN_WORDS));
    first.add("…");
    return first;
  }

  private static long weekdaysBetween(LocalDate before, LocalDate after) {
    return before
        .plusDays(1)
        .datesUntil(after)
        .filter(day -> day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0)
        .count();
  }

  private BigDecimal profit(int record, String strategy) {
    return Cents.rounded(
        positions
            .get(record)
            .profit(strategy)
            .subtract(positions.get(record - 1).profit(strategy)));
  }

  private BigDecimal others(int record, Collection<String> wanted) {
    BigDecimal sum = BigDecimal.ZERO;
    for (String strategy : strategies) {
      if (!wanted.contains(strategy)) {
        sum = sum.add(profit(record, strategy));
      }
    }
    return sum;
  }

  private void fill(StrategyColumns columns, int row, int record, String id) {
    StrategyDay before = records.get(record - 1).strategies().get(id);
    StrategyDay after = records.get(record).strategies().get(id);
    if (before == null && after == null) {
      return;
    }
    BigDecimal valueBefore = before == null ? BigDecimal.ZERO : Cents.rounded(before.value());
    columns.setValues(
        row,
        valueBefore,
        after == null ? BigDecimal.ZERO : Cents.rounded(after.value()),
        capital(before, after, valueBefore));
    Interval interval = new Interval(before, after, positions.get(record).rates());
    columns.setProfit(row, profit(record, id), interval.parts());
    columns.setMovements(
        row,
        interval.amount(Category.CROSSED),
        interval.amount(Category.TRADED).abs().add(interval.amount(Category.CROSSED).abs()));
  }

  /** The capital at the beginning of an interval; {@code null} if there is none. */
  private static BigDecimal capital(StrategyDay before, StrategyDay after, BigDecimal valueBefore) {
    StrategyDay allotting = before == null ? after : before;
    BigDecimal capital = Cents.rounded(allotting.capital().orElse(BigDecimal.ZERO));
    BigDecimal invested = capital.signum() > 0 ? capital : valueBefore.abs();
    return invested.signum() > 0 ? invested : null;
  }

  /**
   * An interval of one strategy.
   *
   * @param before the strategy at the beginning; {@code null} if it had no record
   * @param after the strategy at the end; {@code null} if it has no record any more
   * @param rates the exchange rates at the end
   */
  private record Interval(StrategyDay before, StrategyDay after, ExchangeRates rates) {
    StrategyColumns.Parts parts() {
      return new StrategyColumns.Parts(
          realized(),
          amount(Category.COMMISSIONS),
          amount(Category.DIVIDENDS),
          amount(Category.INTEREST),
          amount(Category.FEES));
    }

    /** The change of the cash of a category. */
    BigDecimal amount(Category category) {
      return changed(
          day -> day.cash().byCurrency().keySet(),
          (day, currency) -> day.cash().of(currency, category));
    }

    private BigDecimal realized() {
      return changed(
          day -> day.realized().keySet(),
          (day, currency) -> day.realized().getOrDefault(currency, BigDecimal.ZERO));
    }

    private BigDecimal changed(
        Function<StrategyDay, Set<String>> currencies,
        BiFunction<StrategyDay, String, BigDecimal> amount) {
      if (after == null) {
        return BigDecimal.ZERO;
      }
      BigDecimal sum = BigDecimal.ZERO;
      for (String currency : currencies.apply(after)) {
        BigDecimal now = amount.apply(after, currency);
        BigDecimal then = before == null ? BigDecimal.ZERO : amount.apply(before, currency);
        if (now != then && now.compareTo(then) != 0) {
          sum = sum.add(rates.inBase(now.subtract(then), currency));
        }
      }
      if (before != null) {
        for (String currency : currencies.apply(before)) { // an amount may have become 0
          if (!currencies.apply(after).contains(currency)) {
            sum = sum.subtract(rates.inBase(amount.apply(before, currency), currency));
          }
        }
      }
      return Cents.rounded(sum);
    }
  }
}
