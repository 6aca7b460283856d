package dev.ibintents.trading.totals;

import dev.ibintents.store.StoredWord;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Kinds of changes of a strategy's cash. */
public enum Category implements StoredWord {
  /** The price of executions: −quantity × price × multiplier. */
  TRADED("traded"),
  /** Commissions of executions; negative unless the broker pays a rebate. */
  COMMISSIONS("commissions"),
  /** The price of quantities that crossed between strategies without an order. */
  CROSSED("crossed"),
  /** Dividends and what stands in their place. */
  DIVIDENDS("dividends"),
  /** Interest, paid or received. */
  INTEREST("interest"),
  /** Fees that are no commissions. */
  FEES("fees"),
  /** The value of quantities that were adopted. */
  CORRECTED("corrected"),
  /** The value of expired futures that the broker has settled. */
  SETTLED("settled");

  private static final Map<String, Category> NAMES =
      Arrays.stream(values()).collect(Collectors.toMap(Category::id, category -> category));

  private final String id;

  Category(String id) {
    this.id = id;
  }

  /** Whether its amounts are the price of a trade, with the market or with another strategy. */
  boolean isTrade() {
    return this == TRADED || this == CROSSED;
  }

  /** The category's name in documents and answers. */
  @Override
  public String id() {
    return id;
  }

  /**
   * The category of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Category named(String name) {
    Category category = NAMES.get(name);
    if (category == null) {
      throw new IllegalArgumentException("there is no category " + name);
    }
    return category;
  }
}
