package dev.ibintents.trading.performance;

import dev.ibintents.trading.performance.DayRecord.StrategyDay;
import dev.ibintents.trading.totals.Cash;
import dev.ibintents.trading.totals.Category;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A strategy's day as one line of text, such as {@code capital=50000 value=6805 USD.traded=-1000
 * USD.commissions=-1 USD.realized=25 USD.cost=990}. Amounts of 0 are left out. A line is read many
 * times faster than maps of maps: ten years of fifty strategies have a million amounts.
 */
final class StrategyText {
  private static final String CAPITAL = "capital";
  private static final String VALUE = "value";
  private static final String REALIZED = "realized";
  private static final String COST = "cost";
  private static final String VOLUME = "volume";

  private StrategyText() {}

  static String write(StrategyDay strategy) {
    StringBuilder text = new StringBuilder();
    strategy.capital().ifPresent(capital -> add(text, CAPITAL, capital));
    add(text, VALUE, strategy.value());
    strategy
        .cash()
        .byCurrency()
        .forEach(
            (currency, amounts) ->
                amounts.forEach(
                    (category, amount) -> add(text, currency + "." + category.id(), amount)));
    add(text, REALIZED, strategy.realized());
    add(text, COST, strategy.cost());
    add(text, VOLUME, strategy.volume());
    return text.toString();
  }

  private static void add(StringBuilder text, String name, Map<String, BigDecimal> amounts) {
    amounts.forEach((currency, amount) -> add(text, currency + "." + name, amount));
  }

  private static void add(StringBuilder text, String name, BigDecimal amount) {
    text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(amount.toPlainString());
  }

  /**
   * The part of a line that only trades and cash flows change.
   *
   * @param cash the cash
   * @param realized the realized profit
   * @param cost the cost of holdings
   * @param volume the value of trades
   */
  record Amounts(
      Cash cash,
      SortedMap<String, BigDecimal> realized,
      SortedMap<String, BigDecimal> cost,
      SortedMap<String, BigDecimal> volume) {}

  /**
   * Reads a line.
   *
   * @param known the amounts of lines that were read before, by their text; it gets those of this
   *     line. On most days most strategies do not trade, so that their amounts are known
   * @throws IllegalArgumentException if a part of it has another form
   */
  static StrategyDay read(String text, Map<String, Amounts> known) {
    Optional<BigDecimal> capital = Optional.empty();
    BigDecimal value = BigDecimal.ZERO;
    int from = 0;
    while (from < text.length()) {
      int end = end(text, from);
      int equals = equalsSign(text, from, end);
      String name = text.substring(from, equals);
      if (name.equals(CAPITAL)) {
        capital = Optional.of(new BigDecimal(text.substring(equals + 1, end)));
      } else if (name.equals(VALUE)) {
        value = new BigDecimal(text.substring(equals + 1, end));
      } else {
        break;
      }
      from = end + 1;
    }
    String rest = from < text.length() ? text.substring(from) : "";
    Amounts amounts = known.computeIfAbsent(rest, StrategyText::amounts);
    return new StrategyDay(
        capital, value, amounts.cash(), amounts.realized(), amounts.cost(), amounts.volume());
  }

  private static Amounts amounts(String text) {
    SortedMap<String, SortedMap<Category, BigDecimal>> cash = new TreeMap<>();
    SortedMap<String, BigDecimal> realized = new TreeMap<>();
    SortedMap<String, BigDecimal> cost = new TreeMap<>();
    SortedMap<String, BigDecimal> volume = new TreeMap<>();
    int from = 0;
    while (from < text.length()) {
      int end = end(text, from);
      int equals = equalsSign(text, from, end);
      int dot = text.lastIndexOf('.', equals);
      if (dot < from) {
        throw new IllegalArgumentException(
            text.substring(from, equals) + " is no name of an amount");
      }
      BigDecimal amount = new BigDecimal(text.substring(equals + 1, end));
      String currency = text.substring(from, dot);
      String name = text.substring(dot + 1, equals);
      switch (name) {
        case REALIZED -> realized.put(currency, amount);
        case COST -> cost.put(currency, amount);
        case VOLUME -> volume.put(currency, amount);
        default ->
            cash.computeIfAbsent(currency, key -> new TreeMap<>())
                .put(Category.named(name), amount);
      }
      from = end + 1;
    }
    return new Amounts(
        new Cash(cash),
        Collections.unmodifiableSortedMap(realized),
        Collections.unmodifiableSortedMap(cost),
        Collections.unmodifiableSortedMap(volume));
  }

  private static int end(String text, int from) {
    int end = text.indexOf(' ', from);
    return end < 0 ? text.length() : end;
  }

  private static int equalsSign(String text, int from, int end) {
    int equals = text.indexOf('=', from);
    if (equals < 0 || equals > end) {
      throw new IllegalArgumentException(text.substring(from, end) + " is no name=amount");
    }
    return equals;
  }
}
