package dev.ibintents.trading.totals;

import dev.ibintents.store.Fields;
import dev.ibintents.store.StoredAs;
import dev.ibintents.trading.Money;
import dev.ibintents.trading.PlainDecimal;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Exact amounts of cash by currency and category. An object never changes.
 *
 * @param byCurrency the amounts, without zeros; negative for cash that was paid
 */
public record Cash(SortedMap<String, SortedMap<Category, BigDecimal>> byCurrency) {
  /** No cash. */
  public static final Cash NONE = new Cash(new TreeMap<>());

  /** The form in documents: {@code {"USD": {"traded": -100}}}. */
  public static final StoredAs<Cash> FORM = StoredAs.map(Cash.class, Cash::fields, Cash::read);

  /** Keeps a copy without zeros. */
  public Cash {
    SortedMap<String, SortedMap<Category, BigDecimal>> copy = new TreeMap<>();
    byCurrency.forEach(
        (currency, amounts) -> {
          SortedMap<Category, BigDecimal> nonZero = PlainDecimal.nonZero(amounts);
          if (!nonZero.isEmpty()) {
            copy.put(currency, nonZero);
          }
        });
    byCurrency = Collections.unmodifiableSortedMap(copy);
  }

  /** One amount of one category. */
  public static Cash of(Category category, Money money) {
    return new Cash(
        new TreeMap<>(Map.of(money.currency(), new TreeMap<>(Map.of(category, money.amount())))));
  }

  /** Whether there is no amount. */
  public boolean isEmpty() {
    return byCurrency.isEmpty();
  }

  /** The currencies that have amounts. */
  public SortedSet<String> currencies() {
    return new TreeSet<>(byCurrency.keySet());
  }

  /** The amount of a category in a currency; 0 if there is none. */
  public BigDecimal of(String currency, Category category) {
    SortedMap<Category, BigDecimal> amounts = byCurrency.get(currency);
    return amounts == null ? BigDecimal.ZERO : amounts.getOrDefault(category, BigDecimal.ZERO);
  }

  /** The sum of all categories in a currency. */
  public BigDecimal total(String currency) {
    SortedMap<Category, BigDecimal> amounts = byCurrency.get(currency);
    return amounts == null ? BigDecimal.ZERO : PlainDecimal.sum(amounts.values());
  }

  /** The amounts of one category only. */
  public Cash only(Category category) {
    SortedMap<String, SortedMap<Category, BigDecimal>> only = new TreeMap<>();
    byCurrency.forEach(
        (currency, amounts) -> {
          if (amounts.containsKey(category)) {
            only.put(currency, new TreeMap<>(Map.of(category, amounts.get(category))));
          }
        });
    return new Cash(only);
  }

  /** The sums with other cash, by currency and category. */
  public Cash plus(Cash other) {
    if (other.isEmpty()) {
      return this;
    }
    SortedMap<String, SortedMap<Category, BigDecimal>> sums = new TreeMap<>(byCurrency);
    other.byCurrency.forEach(
        (currency, amounts) ->
            sums.merge(
                currency,
                amounts,
                (before, more) -> {
                  SortedMap<Category, BigDecimal> sum = new TreeMap<>(before);
                  more.forEach((category, amount) -> sum.merge(category, amount, BigDecimal::add));
                  return sum;
                }));
    return new Cash(sums);
  }

  /** The amounts with the opposite signs. */
  public Cash negated() {
    SortedMap<String, SortedMap<Category, BigDecimal>> negated = new TreeMap<>();
    byCurrency.forEach(
        (currency, amounts) -> {
          SortedMap<Category, BigDecimal> opposite = new TreeMap<>(amounts);
          opposite.replaceAll((category, amount) -> amount.negate());
          negated.put(currency, opposite);
        });
    return new Cash(negated);
  }

  private static Map<String, Object> fields(Cash cash) {
    Map<String, Object> fields = new TreeMap<>();
    cash.byCurrency.forEach(
        (currency, amounts) -> {
          Map<String, Object> named = new TreeMap<>();
          amounts.forEach((category, amount) -> named.put(category.id(), amount));
          fields.put(currency, named);
        });
    return fields;
  }

  private static Cash read(Fields fields) {
    SortedMap<String, SortedMap<Category, BigDecimal>> byCurrency = new TreeMap<>();
    for (String currency : fields.fields().keySet()) {
      SortedMap<Category, BigDecimal> amounts = new TreeMap<>();
      fields
          .map(currency)
          .decimals()
          .forEach((name, amount) -> amounts.put(Category.named(name), amount));
      byCurrency.put(currency, amounts);
    }
    return new Cash(byCurrency);
  }
}
