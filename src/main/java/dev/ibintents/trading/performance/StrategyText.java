package dev.ibintents.trading.performance;

import dev.ibintents.trading.performance.DayRecord.StrategyDay;
import dev.ibintents.trading.totals.Cash;
import dev.ibintents.trading.totals.Category;
import java.math.BigDecimal;
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
    return text.toString();
  }

  private static void add(StringBuilder text, String name, Map<String, BigDecimal> amounts) {
    amounts.forEach((currency, amount) -> add(text, currency + "." + name, amount));
  }

  private static void add(StringBuilder text, String name, BigDecimal amount) {
    text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(amount.toPlainString());
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if a part of it has another form
   */
  static StrategyDay read(String text) {
    Optional<BigDecimal> capital = Optional.empty();
    BigDecimal value = BigDecimal.ZERO;
    SortedMap<String, SortedMap<Category, BigDecimal>> cash = new TreeMap<>();
    SortedMap<String, BigDecimal> realized = new TreeMap<>();
    SortedMap<String, BigDecimal> cost = new TreeMap<>();
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf(' ', from);
      end = end < 0 ? text.length() : end;
      int equals = text.indexOf('=', from);
      if (equals < 0 || equals > end) {
        throw new IllegalArgumentException(text.substring(from, end) + " is no name=amount");
      }
      BigDecimal amount = new BigDecimal(text.substring(equals + 1, end));
      int dot = text.lastIndexOf('.', equals);
      String name = text.substring(Math.max(dot + 1, from), equals);
      if (dot < from) {
        switch (name) {
          case CAPITAL -> capital = Optional.of(amount);
          case VALUE -> value = amount;
          default -> throw new IllegalArgumentException(name + " is no name of an amount");
        }
      } else {
        String currency = text.substring(from, dot);
        switch (name) {
          case REALIZED -> realized.put(currency, amount);
          case COST -> cost.put(currency, amount);
          default ->
              cash.computeIfAbsent(currency, key -> new TreeMap<>())
                  .put(Category.named(name), amount);
        }
      }
      from = end + 1;
    }
    return new StrategyDay(capital, value, new Cash(cash), realized, cost);
  }
}
