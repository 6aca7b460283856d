package dev.ibintents.trading.performance;

import dev.ibintents.store.Document;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Stored;
import dev.ibintents.trading.totals.Cash;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The account and its strategies at the last snapshot of a day: {@code
 * positions/{mode}/days/{yyyy-MM-dd}}. The account's values and the strategies' totals are of one
 * moment.
 *
 * @param day the broker's day
 * @param updatedAt the time at which the broker was asked
 * @param account the account
 * @param baseCurrency the account's base currency
 * @param netLiquidation the account's net liquidation value, in the base currency
 * @param fx the value of one unit of each currency in the base currency, as the broker gives it
 * @param tied whether positions of account and strategies agreed, and every value was known
 * @param untied the reason why not, in words; empty if tied
 * @param strategies the strategies, by id
 */
public record DayRecord(
    @Stored(id = true) LocalDate day,
    Instant updatedAt,
    String account,
    String baseCurrency,
    BigDecimal netLiquidation,
    SortedMap<String, BigDecimal> fx,
    boolean tied,
    @Stored(leftOutIfEmpty = true) String untied,
    SortedMap<String, StrategyDay> strategies) {
  private static final RecordFields<DayRecord> DAYS =
      RecordFields.of(DayRecord.class, StrategyDayText.FORM);

  /** Keeps copies. */
  public DayRecord {
    fx = Collections.unmodifiableSortedMap(new TreeMap<>(fx));
    strategies = Collections.unmodifiableSortedMap(new TreeMap<>(strategies));
  }

  /**
   * A strategy at the end of a day. All its amounts count from the beginning of its totals, so the
   * amount of an interval is the difference of two days.
   *
   * @param capital the money that it might use, in the base currency; empty if it had no exposure
   * @param value the market value of its holdings, in the base currency, without currency pairs,
   *     whose money is in the cash
   * @param cash its cash by currency and category, since its totals began
   * @param realized the profit that it realized against its average cost, without commissions, by
   *     currency, since its totals began
   * @param cost the average cost of what it holds, without currency pairs, by currency
   */
  public record StrategyDay(
      Optional<BigDecimal> capital,
      BigDecimal value,
      Cash cash,
      @Stored(leftOutIfEmpty = true) SortedMap<String, BigDecimal> realized,
      @Stored(leftOutIfEmpty = true) SortedMap<String, BigDecimal> cost) {}

  /** Reads a document. */
  static DayRecord read(Document document) {
    return DAYS.record(document);
  }

  Map<String, Object> fields() {
    return DAYS.fields(this);
  }

  /**
   * The sum of amounts in the base currency, at the day's rates.
   *
   * @param amounts the amounts by currency; a currency without a rate counts as 0, and then the day
   *     is not tied
   */
  public BigDecimal inBase(Map<String, BigDecimal> amounts) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, BigDecimal> amount : amounts.entrySet()) {
      sum = sum.add(amount.getValue().multiply(fx.getOrDefault(amount.getKey(), BigDecimal.ZERO)));
    }
    return sum;
  }

  /**
   * The contribution of a strategy to the account's value, in the base currency: the value of its
   * holdings and all its cash. The profit of an interval is the difference of two days. It is 0 for
   * a strategy that did not exist.
   */
  public BigDecimal equity(String strategy) {
    StrategyDay own = strategies.get(strategy);
    if (own == null) {
      return BigDecimal.ZERO;
    }
    BigDecimal equity = own.value();
    for (String currency : own.cash().byCurrency().keySet()) {
      BigDecimal rate = fx.getOrDefault(currency, BigDecimal.ZERO);
      equity = equity.add(own.cash().total(currency).multiply(rate));
    }
    return equity;
  }
}
