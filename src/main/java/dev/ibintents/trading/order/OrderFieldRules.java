package dev.ibintents.trading.order;

import dev.ibintents.environment.Configuration;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.TagValue;
import dev.ibintents.store.NearNames;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules for the values of an order's fields: values that the broker accepts, and values that
 * contradict each other. The words are from the TWS API's class Order, and from its list of order
 * types.
 */
final class OrderFieldRules {
  private static final String GTD = "GTD";
  private static final String MKT = "MKT";

  private static final List<String> TIFS =
      List.of("DAY", "GTC", "IOC", "FOK", GTD, "OPG", "DTC", "AUC");

  private static final List<String> ORDER_TYPES =
      List.of(
          MKT,
          "LMT",
          "STP",
          "STP LMT",
          "TRAIL",
          "TRAIL LIMIT",
          "MOC",
          "LOC",
          "MIT",
          "LIT",
          "MTL",
          "MIDPRICE",
          "MKT PRT",
          "STP PRT",
          "REL",
          "PASSV REL",
          "PEG MKT",
          "PEG MID",
          "PEG BEST",
          "PEG PRIM",
          "PEG STK",
          "PEG BENCH",
          "SNAP MKT",
          "SNAP MID",
          "SNAP PRIM",
          "BOX TOP",
          "FIX PEGGED",
          "VOL",
          "PEG MKT VOL",
          "PEG MID VOL",
          "PEG PRIM VOL",
          "PEG SRF VOL",
          "VWAP",
          "QUOTE",
          "TRAIL MIT",
          "TRAIL LIT",
          "LMT + MKT",
          "REL + MKT",
          "REL + LMT",
          "TRAIL LMT + MKT",
          "TRAIL REL + MKT");

  /** The allowed words of a text field. */
  private static final Map<OrderField<String>, List<String>> WORDS = words();

  /** The allowed numbers of a whole-number field. */
  private static final Map<OrderField<Integer>, List<Integer>> NUMBERS = numbers();

  /** Prices, distances and sizes, which are never negative. */
  private static final Set<OrderField<?>> NEVER_NEGATIVE =
      Set.of(
          OrderField.LMT_PRICE,
          OrderField.AUX_PRICE,
          OrderField.TRAIL_STOP_PRICE,
          OrderField.TRIGGER_PRICE,
          OrderField.ADJUSTED_STOP_PRICE,
          OrderField.ADJUSTED_STOP_LIMIT_PRICE,
          OrderField.ADJUSTED_TRAILING_AMOUNT,
          OrderField.DISCRETIONARY_AMT,
          OrderField.PERCENT_OFFSET,
          OrderField.TRAILING_PERCENT,
          OrderField.STARTING_PRICE,
          OrderField.STOCK_REF_PRICE,
          OrderField.STOCK_RANGE_LOWER,
          OrderField.STOCK_RANGE_UPPER,
          OrderField.VOLATILITY,
          OrderField.SCALE_PRICE_INCREMENT,
          OrderField.DISPLAY_SIZE,
          OrderField.MIN_QTY,
          OrderField.MIN_TRADE_QTY,
          OrderField.MIN_COMPETE_SIZE,
          OrderField.DURATION,
          OrderField.POST_TO_ATS);

  /** Order types that need a limit price. */
  private static final Set<String> NEED_LIMIT = Set.of("LMT", "STP LMT", "LOC", "LIT");

  /** Order types that need a stop price. */
  private static final Set<String> NEED_STOP = Set.of("STP", "STP LMT", "STP PRT", "MIT", "LIT");

  private static final Set<String> TRAIL = Set.of("TRAIL", "TRAIL LIMIT", "TRAIL MIT", "TRAIL LIT");

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private OrderFieldRules() {}

  private static Map<OrderField<String>, List<String>> words() {
    Map<OrderField<String>, List<String>> words = new LinkedHashMap<>();
    words.put(OrderField.TIF, TIFS);
    words.put(OrderField.ORDER_TYPE, ORDER_TYPES);
    words.put(
        OrderField.ADJUSTED_ORDER_TYPE, List.of("None", "STP", "STP LMT", "TRAIL", "TRAIL LIMIT"));
    words.put(
        OrderField.DELTA_NEUTRAL_ORDER_TYPE,
        Stream.concat(Stream.of("None"), ORDER_TYPES.stream()).toList());
    words.put(OrderField.OPEN_CLOSE, List.of("O", "C"));
    words.put(OrderField.CLEARING_INTENT, List.of("IB", "Away", "PTA"));
    return words;
  }

  private static Map<OrderField<Integer>, List<Integer>> numbers() {
    Map<OrderField<Integer>, List<Integer>> numbers = new LinkedHashMap<>();
    numbers.put(OrderField.OCA_TYPE, List.of(0, 1, 2, 3));
    numbers.put(OrderField.TRIGGER_METHOD, List.of(0, 1, 2, 3, 4, 7, 8));
    numbers.put(OrderField.ADJUSTABLE_TRAILING_UNIT, List.of(0, 100));
    numbers.put(OrderField.AUCTION_STRATEGY, List.of(0, 1, 2, 3));
    numbers.put(OrderField.VOLATILITY_TYPE, List.of(1, 2));
    numbers.put(OrderField.REFERENCE_PRICE_TYPE, List.of(1, 2));
    numbers.put(OrderField.ORIGIN, List.of(0, 1));
    numbers.put(OrderField.SHORT_SALE_SLOT, List.of(0, 1, 2));
    return numbers;
  }

  /** Returns the allowed words of text fields, by the name of the field. */
  static Map<String, List<String>> allowedWords() {
    Map<String, List<String>> allowed = new LinkedHashMap<>();
    WORDS.forEach((field, words) -> allowed.put(field.name(), words));
    return allowed;
  }

  /**
   * Refuses a value that the broker never accepts.
   *
   * @param field the field
   * @param value its value, of the field's type; {@code null} for "not set"
   * @throws IllegalArgumentException if the value is not allowed; the message names the allowed
   *     values
   */
  static void requireAllowed(OrderField<?> field, Object value) {
    if (field == OrderField.TIF || field == OrderField.ORDER_TYPE) {
      require(
          value != null && !value.equals(""),
          field + " cannot be taken away: it is always sent. It must be one of " + all(field));
    }
    if (value instanceof String text && WORDS.containsKey(field)) {
      List<String> allowed = WORDS.get(field);
      require(
          text.isEmpty() || allowed.contains(text),
          "%s is \"%s\", it must be one of %s%s"
              .formatted(field, text, all(field), NearNames.suggestion(text, allowed)));
    }
    if (value instanceof Integer number && NUMBERS.containsKey(field)) {
      require(
          NUMBERS.get(field).contains(number),
          "%s is %d, it must be one of %s"
              .formatted(
                  field,
                  number,
                  NUMBERS.get(field).stream()
                      .map(String::valueOf)
                      .collect(Collectors.joining(", "))));
    }
    if (value instanceof Number && NEVER_NEGATIVE.contains(field)) {
      BigDecimal number = new BigDecimal(value.toString());
      require(number.signum() >= 0, field + " is " + value + ", it must be 0 or more");
      require(
          field != OrderField.TRAILING_PERCENT
              || number.signum() > 0 && number.compareTo(HUNDRED) < 0,
          field + " is " + value + ", it must be a percentage above 0 and below 100");
    }
  }

  private static String all(OrderField<?> field) {
    return String.join(", ", WORDS.get(field));
  }

  private static void require(boolean met, String problem) {
    if (!met) {
      throw new IllegalArgumentException(problem);
    }
  }

  /**
   * Returns the contradictions between the given fields, in words.
   *
   * @param asked an order that has the given fields only
   * @param limit the offset that takes the place of lmtPrice
   */
  static List<String> contradictions(Order asked, Optional<LimitOffset> limit) {
    List<String> problems = new ArrayList<>();
    String orderType = asked.orderType().isEmpty() ? MKT : asked.orderType();
    if (orderType.equals(MKT) && asked.lmtPrice() != null && limit.isEmpty()) {
      problems.add("lmtPrice does nothing for orderType MKT; give orderType LMT as well");
    }
    if (limit.isPresent()) {
      problems.addAll(contradictions(limit.get(), orderType, asked.lmtPrice()));
    } else if (NEED_LIMIT.contains(orderType)) {
      requirePrice("lmtPrice", orderType, asked.lmtPrice(), ", or limit with an offset", problems);
    }
    if (NEED_STOP.contains(orderType)) {
      requirePrice("auxPrice", orderType, asked.auxPrice(), ", the price of the stop", problems);
    }
    if (TRAIL.contains(orderType)
        && asked.auxPrice() == null
        && asked.get(OrderField.TRAILING_PERCENT) == null) {
      problems.add(
          "orderType " + orderType + " needs auxPrice, the trailing amount, or trailingPercent");
    }
    for (TagValue parameter : asked.algoParams()) {
      if (parameter.tag().equals("adaptivePriority")
          && !Configuration.ADAPTIVE_PRIORITIES.contains(parameter.value())) {
        problems.add(
            "algoParams.adaptivePriority is \"%s\", it must be one of %s"
                .formatted(
                    parameter.value(),
                    Configuration.ADAPTIVE_PRIORITIES.stream()
                        .sorted()
                        .collect(Collectors.joining(", "))));
      }
    }
    return problems;
  }

  private static List<String> contradictions(
      LimitOffset limit, String orderType, BigDecimal lmtPrice) {
    List<String> problems = new ArrayList<>();
    if (!NEED_LIMIT.contains(orderType)) {
      problems.add(
          "limit (%s) does nothing for orderType %s; give orderType LMT as well, or set limit to null"
              .formatted(limit, orderType));
    }
    if (lmtPrice != null) {
      problems.add(
          "limit (%s) and lmtPrice (%s) both give the limit price; give one, or set the other to null"
              .formatted(limit, lmtPrice.toPlainString()));
    }
    return problems;
  }

  private static void requirePrice(
      String name, String orderType, BigDecimal price, String words, List<String> problems) {
    if (price == null) {
      problems.add("orderType " + orderType + " needs " + name + words);
    } else if (price.signum() == 0) {
      problems.add(name + " is 0, and orderType " + orderType + " needs a price above 0");
    }
  }

  /** Returns the contradictions between the time in force and goodTillDate, in words. */
  static List<String> contradictions(String tif, boolean hasGoodTillDate) {
    if (hasGoodTillDate && !tif.isEmpty() && !tif.equals(GTD)) {
      return List.of("goodTillDate needs tif GTD, and tif is " + tif);
    }
    if (!hasGoodTillDate && tif.equals(GTD)) {
      return List.of("tif GTD needs goodTillDate");
    }
    return List.of();
  }
}
