package dev.ibintents.trading.performance;

import dev.ibintents.trading.Weekdays;
import dev.ibintents.trading.performance.DayRecord.StrategyDay;
import dev.ibintents.trading.totals.Category;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Computes profits from recorded days. A strategy is a part of the account: its equity is the value
 * of its holdings and its cash, and its profit is the change of its equity. The change of the
 * account's value that neither a strategy, a flow nor an exchange rate explains is unattributed.
 *
 * <p>Amounts are exact until they are shown. Shown are the differences of sums since the first
 * recorded day, in cents. So errors of rounding do not add up, and columns sum to their totals.
 */
public final class Profits {
  private static final int MOST_DAYS_IN_WORDS = 5;

  private final List<DayRecord> records;
  private final Set<String> notes = Collections.synchronizedSet(new LinkedHashSet<>());
  private final SettledDays settled;

  /**
   * @param records the recorded days, in their order, from the first one on
   * @param flows the cash flows of the account, in the order of their dates
   */
  public Profits(List<DayRecord> records, List<CashFlow> flows) {
    this.records = List.copyOf(records);
    this.settled =
        new SettledDays(
            this.records, flows.stream().filter(flow -> flow.kind().isExternal()).toList(), notes);
  }

  /** The strategies that have a record on any day. */
  public SortedSet<String> strategies() {
    return settled.strategies();
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
    SortedSet<String> leftOut = strategies();
    leftOut.removeAll(wanted);
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
              settled.flow(i),
              others(i, leftOut),
              settled.unattributed(i),
              records.get(i).tied()));
    }
    int first = begin;
    int last = end;
    columns.entrySet().parallelStream()
        .forEach(strategy -> fill(strategy.getValue(), strategy.getKey(), first, last));
    return new ProfitTable(
        records.get(begin - 1).day(),
        records.subList(begin, end).stream().map(DayRecord::day).toList(),
        AccountColumns.of(account, settled.cashRevaluation(begin, end)),
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
    return before.plusDays(1).datesUntil(after).filter(Weekdays::contain).count();
  }

  private BigDecimal others(int record, Collection<String> leftOut) {
    BigDecimal sum = BigDecimal.ZERO;
    for (String strategy : leftOut) {
      sum = sum.add(settled.profit(record, strategy));
    }
    return sum;
  }

  private void fill(StrategyColumns columns, String id, int begin, int end) {
    List<BigDecimal> profits = settled.profits(id, begin, end);
    StrategyDay before = records.get(begin - 1).strategies().get(id);
    for (int i = begin; i < end; i++) {
      StrategyDay after = records.get(i).strategies().get(id);
      if (before != null || after != null) {
        int row = i - begin;
        fill(columns, row, profits.get(row), new Interval(before, after, settled.rates(i)));
      }
      before = after;
    }
  }

  private static void fill(StrategyColumns columns, int row, BigDecimal profit, Interval interval) {
    StrategyDay before = interval.before();
    StrategyDay after = interval.after();
    BigDecimal valueBefore = before == null ? BigDecimal.ZERO : Cents.rounded(before.value());
    columns.setValues(
        row,
        valueBefore,
        after == null ? BigDecimal.ZERO : Cents.rounded(after.value()),
        capital(before, after, valueBefore));
    columns.setProfit(row, profit, interval.parts());
    columns.setMovements(row, interval.amount(Category.CROSSED), interval.traded());
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
      return isUnchanged(StrategyDay::cash)
          ? BigDecimal.ZERO
          : changed(
              day -> day.cash().byCurrency().keySet(),
              (day, currency) -> day.cash().of(currency, category));
    }

    /**
     * The value of trades and crossings. A record of an earlier version has only their sums, in
     * which purchases and sales cancel out.
     */
    BigDecimal traded() {
      if (isUnchanged(StrategyDay::volume) && isUnchanged(StrategyDay::cash)) {
        return BigDecimal.ZERO;
      }
      if (after == null || after.volume().isEmpty()) {
        return amount(Category.TRADED).abs().add(amount(Category.CROSSED).abs());
      }
      return changed(
              day -> day.volume().keySet(),
              (day, currency) -> day.volume().getOrDefault(currency, BigDecimal.ZERO))
          .max(BigDecimal.ZERO);
    }

    private BigDecimal realized() {
      return isUnchanged(StrategyDay::realized)
          ? BigDecimal.ZERO
          : changed(
              day -> day.realized().keySet(),
              (day, currency) -> day.realized().getOrDefault(currency, BigDecimal.ZERO));
    }

    /** Whether both days have the very same object, as {@link DayRecord#reader} gives it. */
    private boolean isUnchanged(Function<StrategyDay, ?> part) {
      return before != null && after != null && part.apply(before) == part.apply(after);
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
