package dev.ibintents.ibapi.message;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An order: the values of the fields in {@link OrderField}.
 *
 * <p>An order stores only fields with a value. Setting a field to its {@link OrderField#unset()} is
 * the same as not setting it. Two orders are equal if the same fields have equal values, where 1.5
 * and 1.50 differ, as always with {@link BigDecimal}.
 */
public final class Order {
  /**
   * The {@link OrderField#COMPETE_AGAINST_BEST_OFFSET} that means "up to the mid-point", under its
   * name in the TWS API. It is greater than every price, and is written as an infinity.
   */
  public static final BigDecimal COMPETE_AGAINST_BEST_OFFSET_UP_TO_MID = new BigDecimal("1E+309");

  /** The values by the fields' positions; {@code null} where a field is not set. */
  private final Object[] values;

  private Order(Object... values) {
    this.values = values;
  }

  /** A builder with no field set. */
  public static Builder builder() {
    return new Builder(new Object[OrderField.all().size()]);
  }

  /** A builder that starts from this order. */
  public Builder toBuilder() {
    return new Builder(values.clone());
  }

  /** The value of a field; its {@link OrderField#unset()} if it is not set. */
  public <T> T get(OrderField<T> field) {
    return field.cast(values[field.position()]);
  }

  /** Whether a field is set. */
  public boolean isSet(OrderField<?> field) {
    return values[field.position()] != null;
  }

  /** The fields that are set, with their values, in the order of the table. */
  public Map<OrderField<?>, Object> values() {
    Map<OrderField<?>, Object> set = new LinkedHashMap<>();
    for (OrderField<?> field : OrderField.all()) {
      if (isSet(field)) {
        set.put(field, values[field.position()]);
      }
    }
    return Collections.unmodifiableMap(set);
  }

  /** A quantity of this order with the sign of its side: negative for an order to sell. */
  public BigDecimal signed(BigDecimal quantity) {
    return action().equals("BUY") ? quantity : quantity.negate();
  }

  /** A copy of this order with one field changed; {@code null} makes the field not set. */
  public <T> Order with(OrderField<T> field, T value) {
    return toBuilder().set(field, value).build();
  }

  /** The side: BUY or SELL. */
  public String action() {
    return get(OrderField.ACTION);
  }

  /** The quantity in units of the instrument; see {@link OrderField#TOTAL_QUANTITY}. */
  public BigDecimal totalQuantity() {
    return get(OrderField.TOTAL_QUANTITY);
  }

  /** The order type: MKT, LMT, STP and others. */
  public String orderType() {
    return get(OrderField.ORDER_TYPE);
  }

  /** The limit price; {@code null} if not set. */
  public BigDecimal lmtPrice() {
    return get(OrderField.LMT_PRICE);
  }

  /** The stop price or the trailing amount; {@code null} if not set. */
  public BigDecimal auxPrice() {
    return get(OrderField.AUX_PRICE);
  }

  /** The time in force: DAY, GTC and others. */
  public String tif() {
    return get(OrderField.TIF);
  }

  /** The account; empty if not set. */
  public String account() {
    return get(OrderField.ACCOUNT);
  }

  /** The client's own reference; empty if not set. */
  public String orderRef() {
    return get(OrderField.ORDER_REF);
  }

  /** The order id within the client; 0 if there is none. */
  public int orderId() {
    return get(OrderField.ORDER_ID);
  }

  /** The id of the client that placed the order; 0 if unknown, and for orders of TWS. */
  public int clientId() {
    return get(OrderField.CLIENT_ID);
  }

  /** The permanent id in the account; 0 until there is one. */
  public long permId() {
    return get(OrderField.PERM_ID);
  }

  /** The order id of the parent; 0 without a parent. */
  public int parentId() {
    return get(OrderField.PARENT_ID);
  }

  /** The time at which the order becomes active; empty for at once. */
  public String goodAfterTime() {
    return get(OrderField.GOOD_AFTER_TIME);
  }

  /** The time at which the order ends; empty if not set. */
  public String goodTillDate() {
    return get(OrderField.GOOD_TILL_DATE);
  }

  /** Whether the order is sent to the market at once. */
  public boolean transmit() {
    return get(OrderField.TRANSMIT);
  }

  /** Whether the order only asks for its margin and commission. */
  public boolean whatIf() {
    return get(OrderField.WHAT_IF);
  }

  /** The algorithm that works the order; empty if none. */
  public String algoStrategy() {
    return get(OrderField.ALGO_STRATEGY);
  }

  /** The algorithm's parameters. */
  public List<TagValue> algoParams() {
    return get(OrderField.ALGO_PARAMS);
  }

  /** The filled quantity of a {@link CompletedOrder}; {@code null} in other messages. */
  public BigDecimal filledQuantity() {
    return get(OrderField.FILLED_QUANTITY);
  }

  /** Whether the same fields have equal values. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Order order && Arrays.equals(values, order.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  /** The fields that are set, such as {@code Order[action=BUY, totalQuantity=3]}. */
  @Override
  public String toString() {
    return values().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", ", "Order[", "]"));
  }

  /** A builder of orders. */
  public static final class Builder {
    private final Object[] values;

    private Builder(Object... values) {
      this.values = values;
    }

    /** Sets a field; {@code null} makes it not set. */
    public <T> Builder set(OrderField<T> field, T value) {
      return setChecked(field, value);
    }

    /**
     * Sets a field to a value of a type unknown at compile time, such as for a field from {@link
     * OrderField#named}.
     *
     * @throws IllegalArgumentException if the value does not have the field's type
     */
    public <T> Builder setChecked(OrderField<T> field, Object value) {
      T checked = field.cast(value);
      values[field.position()] = field.isUnset(checked) ? null : checked;
      return this;
    }

    /** The current value of a field. */
    <T> T get(OrderField<T> field) {
      return field.cast(values[field.position()]);
    }

    /** Builds the order. */
    public Order build() {
      return new Order(values.clone());
    }
  }
}
