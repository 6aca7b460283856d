package dev.ibintents.trading.performance;

import dev.ibintents.store.StoredAs;
import dev.ibintents.trading.performance.DayRecord.StrategyDay;
import dev.ibintents.trading.totals.Cash;
import dev.ibintents.trading.totals.Category;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.StringTokenizer;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The text of a strategy in a day's document, such as {@code capital 20000 value 1230.5 USD traded
 * -1200 commissions -1 cost 1200}. An amount follows its name, and names follow their currency.
 *
 * <p>Ten years of fifty strategies are 126,000 such texts. Maps of maps took five times as long to
 * read.
 */
final class StrategyDayText {
  /** The form of strategies in a day's document. */
  static final StoredAs<StrategyDay> FORM =
      StoredAs.text(StrategyDay.class, StrategyDayText::write, StrategyDayText::read);

  private static final String CAPITAL = "capital";
  private static final String VALUE = "value";
  private static final String REALIZED = "realized";
  private static final String COST = "cost";

  private static final Map<String, Category> CATEGORIES = categories();

  private StrategyDayText() {}

  private static Map<String, Category> categories() {
    Map<String, Category> categories = new HashMap<>();
    for (Category category : Category.values()) {
      categories.put(category.id(), category);
    }
    return categories;
  }

  private static String write(StrategyDay day) {
    StringBuilder text = new StringBuilder();
    day.capital().ifPresent(capital -> append(text, CAPITAL, capital));
    append(text, VALUE, day.value());
    SortedSet<String> currencies = new TreeSet<>(day.cash().byCurrency().keySet());
    currencies.addAll(day.realized().keySet());
    currencies.addAll(day.cost().keySet());
    for (String currency : currencies) {
      text.append(' ').append(currency);
      day.cash()
          .byCurrency()
          .getOrDefault(currency, new TreeMap<>())
          .forEach((category, amount) -> append(text, category.id(), amount));
      append(text, REALIZED, day.realized().get(currency));
      append(text, COST, day.cost().get(currency));
    }
    return text.toString().trim();
  }

  private static void append(StringBuilder text, String name, BigDecimal amount) {
    if (amount != null) {
      text.append(' ').append(name).append(' ').append(amount.toPlainString());
    }
  }

  private static StrategyDay read(String text) {
    StringTokenizer words = new StringTokenizer(text, " ");
    Optional<BigDecimal> capital = Optional.empty();
    BigDecimal value = null;
    String currency = null;
    SortedMap<String, SortedMap<Category, BigDecimal>> cash = new TreeMap<>();
    SortedMap<String, BigDecimal> realized = new TreeMap<>();
    SortedMap<String, BigDecimal> cost = new TreeMap<>();
    while (words.hasMoreTokens()) {
      String name = words.nextToken();
      Category category = CATEGORIES.get(name);
      if (category != null) {
        cash.computeIfAbsent(of(currency, name), key -> new TreeMap<>())
            .put(category, new BigDecimal(words.nextToken()));
      } else {
        switch (name) {
          case CAPITAL -> capital = Optional.of(new BigDecimal(words.nextToken()));
          case VALUE -> value = new BigDecimal(words.nextToken());
          case REALIZED -> realized.put(of(currency, name), new BigDecimal(words.nextToken()));
          case COST -> cost.put(of(currency, name), new BigDecimal(words.nextToken()));
          default -> currency = name;
        }
      }
    }
    if (value == null) {
      throw new IllegalArgumentException("no value in " + text);
    }
    return new StrategyDay(capital, value, new Cash(cash), realized, cost);
  }

  private static String of(String currency, String name) {
    if (currency == null) {
      throw new IllegalArgumentException("no currency before " + name);
    }
    return currency;
  }
}
