package dev.ibintents.trading.order;

import dev.ibintents.ibapi.message.OrderField;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields of an order that fit a single order only: amounts in the currency of a contract, and
 * the OCA group, in which the fill of an order cancels the other orders.
 */
final class OneOrderFields {
  /** Prices, distances between prices, and other values that fit a single contract. */
  private static final Set<OrderField<?>> OF_ONE_CONTRACT =
      new LinkedHashSet<>(
          List.of(
              OrderField.LMT_PRICE,
              OrderField.AUX_PRICE,
              OrderField.TRAIL_STOP_PRICE,
              OrderField.LMT_PRICE_OFFSET,
              OrderField.TRIGGER_PRICE,
              OrderField.ADJUSTED_STOP_PRICE,
              OrderField.ADJUSTED_STOP_LIMIT_PRICE,
              OrderField.ADJUSTED_TRAILING_AMOUNT,
              OrderField.DISCRETIONARY_AMT,
              OrderField.STARTING_PRICE,
              OrderField.STOCK_REF_PRICE,
              OrderField.DELTA,
              OrderField.STOCK_RANGE_LOWER,
              OrderField.STOCK_RANGE_UPPER,
              OrderField.VOLATILITY,
              OrderField.DELTA_NEUTRAL_AUX_PRICE,
              OrderField.DELTA_NEUTRAL_CON_ID,
              OrderField.SCALE_INIT_LEVEL_SIZE,
              OrderField.SCALE_SUBS_LEVEL_SIZE,
              OrderField.SCALE_PRICE_INCREMENT,
              OrderField.SCALE_PRICE_ADJUST_VALUE,
              OrderField.SCALE_PROFIT_OFFSET,
              OrderField.SCALE_INIT_POSITION,
              OrderField.SCALE_INIT_FILL_QTY,
              OrderField.SCALE_TABLE,
              OrderField.REFERENCE_CONTRACT_ID,
              OrderField.PEGGED_CHANGE_AMOUNT,
              OrderField.REFERENCE_CHANGE_AMOUNT,
              OrderField.COMPETE_AGAINST_BEST_OFFSET,
              OrderField.MID_OFFSET_AT_WHOLE,
              OrderField.MID_OFFSET_AT_HALF));

  private OneOrderFields() {}

  /**
   * Returns why orders for these contracts cannot share these values, in words; empty if they can.
   */
  static List<String> misfits(Map<OrderField<?>, Object> values, List<String> contracts) {
    String orders = "the run has orders for " + String.join(", ", contracts);
    List<String> misfits = new ArrayList<>();
    String amounts =
        values.entrySet().stream()
            .filter(field -> field.getValue() != null && OF_ONE_CONTRACT.contains(field.getKey()))
            .map(field -> field.getKey() + " " + text(field.getValue()))
            .collect(Collectors.joining(", "));
    if (!amounts.isEmpty()) {
      misfits.add(
          amounts
              + " can be right for one contract only, and "
              + orders
              + "; leave it out, or ask for strategies that trade one contract");
    }
    Object group = values.get(OrderField.OCA_GROUP);
    if (group != null && !group.equals("")) {
      misfits.add(
          "ocaGroup "
              + group
              + " would cancel the other orders as soon as one is filled, and "
              + orders
              + "; leave it out, or ask for strategies that trade one contract");
    }
    return misfits;
  }

  private static String text(Object value) {
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }
}
