package dev.ibintents.trading.performance;

import dev.ibintents.store.Document;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Stored;
import dev.ibintents.store.StoredAs;
import dev.ibintents.trading.totals.Cash;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

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
 * @param unownedCash the cash that no strategy has, in currencies other than the base currency; the
 *     profit or loss of open futures that no strategy holds is part of it. It is empty in records
 *     of earlier versions
 * @param tied whether positions of account and strategies agreed, and every value was known
 * @param untied the reason why not, in words; empty if tied
 * @param strategies the strategies, by id; each is one line of text in the document, see {@link
 *     StrategyText}
 */
public record DayRecord(
    @Stored(id = true) LocalDate day,
    Instant updatedAt,
    String account,
    String baseCurrency,
    BigDecimal netLiquidation,
    SortedMap<String, BigDecimal> fx,
    Optional<SortedMap<String, BigDecimal>> unownedCash,
    boolean tied,
    @Stored(leftOutIfEmpty = true) String untied,
    SortedMap<String, StrategyDay> strategies) {
  private static final RecordFields<DayRecord> WRITTEN = forms();

  private static RecordFields<DayRecord> forms() {
    Map<String, StrategyText.Amounts> known = new ConcurrentHashMap<>();
    return RecordFields.of(
        DayRecord.class,
        StoredAs.text(
            StrategyDay.class, StrategyText::write, text -> StrategyText.read(text, known)));
  }

  /** Keeps copies. */
  public DayRecord {
    fx = Collections.unmodifiableSortedMap(new TreeMap<>(fx));
    unownedCash = unownedCash.map(cash -> Collections.unmodifiableSortedMap(new TreeMap<>(cash)));
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
   * @param volume the value of its trades and crossings, purchases and sales both above 0, by
   *     currency, since its totals began; records of earlier versions have none
   */
  public record StrategyDay(
      Optional<BigDecimal> capital,
      BigDecimal value,
      Cash cash,
      SortedMap<String, BigDecimal> realized,
      SortedMap<String, BigDecimal> cost,
      SortedMap<String, BigDecimal> volume) {
    /** A strategy that has nothing. */
    static final StrategyDay NOTHING =
        new StrategyDay(
            Optional.empty(),
            BigDecimal.ZERO,
            Cash.NONE,
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>());
  }

  /** Reads documents. Amounts that days have in common are read once. */
  static Function<Document, DayRecord> reader() {
    return forms()::record;
  }

  Map<String, Object> fields() {
    return WRITTEN.fields(this);
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
