package dev.ibintents.trading;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.store.NearNames;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a request changes about the orders that it places: fields of an order under their TWS API
 * names, which are set on top of what the product sets itself.
 *
 * <p>Some fields are the product's own and refused here: those that say what is traded, for which
 * account, and under which mark the books know it again; {@code transmit}, because an order that is
 * held back shows up nowhere; and {@code whatIf}, for which there is {@code dryRun}.
 *
 * <p>{@code goodAfterTime} and {@code goodTillDate} may be in the TWS API's own form with a time
 * zone, ISO-8601 with an offset, or words such as {@code in 10 minutes} and {@code tomorrow 15:30
 * New York}; they are sent in UTC. {@code goodTillDate} implies {@code tif} GTD.
 *
 * <p>What such a time means, and whether it is yet to come, hangs on the present; so what is wrong
 * with one is told apart from all else, as it may have been right when the same was asked before.
 */
public final class OrderProperties {
  /** Nothing is changed. */
  public static final OrderProperties NONE = new OrderProperties(Map.of(), List.of());

  private static final Map<String, String> OWNED =
      Map.ofEntries(
          Map.entry("action", "it follows from the trade"),
          Map.entry("totalQuantity", "it follows from the trade"),
          Map.entry("cashQty", "the quantity follows from the trade"),
          Map.entry("account", "the configuration names the account"),
          Map.entry("faGroup", "the configuration names the account"),
          Map.entry("faMethod", "the configuration names the account"),
          Map.entry("faPercentage", "the configuration names the account"),
          Map.entry("modelCode", "the configuration names the account"),
          Map.entry("orderRef", "the books know the order by it"),
          Map.entry("parentId", "orders are placed one by one"),
          Map.entry("hedgeType", "a hedge is the child of another order"),
          Map.entry("hedgeParam", "a hedge is the child of another order"),
          Map.entry("autoCancelParent", "orders are placed one by one"),
          Map.entry("orderComboLegs", "combinations are not traded"),
          Map.entry("transmit", "an order that is held back shows up nowhere"),
          Map.entry("whatIf", "use dryRun to place no orders"));

  private static final List<OrderField<String>> TIMES =
      List.of(OrderField.GOOD_AFTER_TIME, OrderField.GOOD_TILL_DATE);

  private static final String GTD = "GTD";
  private static final String MKT = "MKT";

  /** What the broker's Adaptive algorithm takes. */
  private static final Set<String> ADAPTIVE_ORDER_TYPES = Set.of(MKT, "LMT");

  private static final String ADAPTIVE = "Adaptive";

  private final Map<OrderField<?>, Object> values;
  private final List<String> untimely;

  private OrderProperties(Map<OrderField<?>, Object> values, List<String> untimely) {
    this.values = Collections.unmodifiableMap(values);
    this.untimely = List.copyOf(untimely);
  }

  /**
   * Reads the properties that a request gives.
   *
   * @param given their names and values
   * @param clock tells the time, which others may be relative to
   * @param zone in which a time of day is meant that names no zone
   * @throws InvalidOrderPropertiesException naming everything that is wrong; if that is only times,
   *     {@link #untimely} does
   */
  public static OrderProperties parse(JsonObject given, Clock clock, ZoneId zone) {
    Map<OrderField<?>, Object> values = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    List<String> untimely = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : given.entrySet()) {
      try {
        OrderField<?> field = settable(entry.getKey());
        values.put(field, value(field, entry.getValue(), clock.instant(), zone));
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      } catch (DateTimeException e) {
        untimely.add(e.getMessage());
      }
    }
    if (problems.isEmpty() && untimely.isEmpty()) {
      refuseContradictions(values, problems, untimely);
    }
    if (!problems.isEmpty()) {
      problems.addAll(untimely);
      throw invalid(problems);
    }
    return new OrderProperties(values, untimely);
  }

  private static InvalidOrderPropertiesException invalid(List<String> problems) {
    return new InvalidOrderPropertiesException("orderProperties: " + String.join("; ", problems));
  }

  private static OrderField<?> settable(String name) {
    OrderField<?> field =
        OrderField.named(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no order field is called " + name + NearNames.suggestion(name, names())));
    if (OWNED.containsKey(name)) {
      throw new IllegalArgumentException(name + " cannot be set: " + OWNED.get(name));
    }
    if (!field.settable()) {
      throw new IllegalArgumentException(
          name + " cannot be set: only the gateway says it, or it is obsolete");
    }
    return field;
  }

  private static List<String> names() {
    return OrderField.all().stream()
        .filter(OrderField::settable)
        .map(OrderField::name)
        .filter(name -> !OWNED.containsKey(name))
        .toList();
  }

  private static Object value(OrderField<?> field, JsonElement json, Instant now, ZoneId zone) {
    Object value = OrderFieldJson.value(field, json);
    if (!TIMES.contains(field) || value == null || value.equals("")) {
      return value;
    }
    try {
      return GatewayTime.utc(OrderTime.parse((String) value, now, zone));
    } catch (DateTimeException e) {
      throw new DateTimeException(field + " " + e.getMessage(), e);
    }
  }

  private static void refuseContradictions(
      Map<OrderField<?>, Object> values, List<String> problems, List<String> untimely) {
    Order asked = applied(values, Order.builder().build());
    String tif = asked.tif();
    if (!asked.goodTillDate().isEmpty()) {
      if (tif.isEmpty()) {
        values.put(OrderField.TIF, GTD);
      } else if (!tif.equals(GTD)) {
        problems.add("goodTillDate needs tif GTD, and tif is " + tif);
      }
      // Both are in the same form by now, which sorts by time.
      if (asked.goodAfterTime().compareTo(asked.goodTillDate()) >= 0) {
        untimely.add("goodTillDate is not after goodAfterTime");
      }
    } else if (tif.equals(GTD)) {
      problems.add("tif GTD needs goodTillDate");
    }
    String orderType = asked.orderType().isEmpty() ? MKT : asked.orderType();
    if (orderType.equals(MKT) && asked.lmtPrice() != null) {
      problems.add("lmtPrice does nothing for orderType MKT; give orderType LMT as well");
    }
    if (Set.of("LMT", "STP LMT").contains(orderType) && asked.lmtPrice() == null) {
      problems.add("orderType " + orderType + " needs lmtPrice");
    }
    if (Set.of("STP", "STP LMT").contains(orderType) && asked.auxPrice() == null) {
      problems.add("orderType " + orderType + " needs auxPrice, the price of the stop");
    }
  }

  /** What is wrong with times as of now, if anything is: no new order may have these properties. */
  public Optional<InvalidOrderPropertiesException> untimely() {
    return untimely.isEmpty() ? Optional.empty() : Optional.of(invalid(untimely));
  }

  /**
   * An order with these properties on top of its own. The algorithm that the product chose gives
   * way: its parameters to those of another one, and Adaptive itself to an order type or time in
   * force that it does not take.
   *
   * @throws InvalidOrderPropertiesException if they are {@link #untimely}
   */
  public Order applyTo(Order order) {
    if (!untimely.isEmpty()) {
      throw invalid(untimely);
    }
    Order changed = applied(values, order);
    if (values.containsKey(OrderField.ALGO_STRATEGY)) {
      return values.containsKey(OrderField.ALGO_PARAMS)
          ? changed
          : changed.with(OrderField.ALGO_PARAMS, List.of());
    }
    boolean takesAdaptive =
        ADAPTIVE_ORDER_TYPES.contains(changed.orderType()) && changed.tif().equals("DAY");
    return changed.algoStrategy().equals(ADAPTIVE) && !takesAdaptive
        ? changed.with(OrderField.ALGO_STRATEGY, "").with(OrderField.ALGO_PARAMS, List.of())
        : changed;
  }

  private static Order applied(Map<OrderField<?>, Object> values, Order order) {
    Order.Builder changed = order.toBuilder();
    values.forEach(changed::setChecked);
    return changed.build();
  }

  /** The fields that are changed, with their values; {@code null} for "not set". */
  public Map<OrderField<?>, Object> values() {
    return values;
  }

  /**
   * Why these properties do not fit the orders of a run: a price, or what else belongs to one
   * contract, or a group in which one order's fill ends the others. Empty if the run has one order.
   *
   * @param contracts what the run's orders trade, by local symbol
   */
  public List<String> misfits(List<String> contracts) {
    return contracts.size() < 2 ? List.of() : OneOrderFields.misfits(values, contracts);
  }

  /** Whether there is anything that only one order can have, so that a second one is refused. */
  public boolean isForOneOrder() {
    return !OneOrderFields.misfits(values, List.of()).isEmpty();
  }

  /** Whether nothing is changed. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** The fields that are changed, such as {@code {tif=GTC, outsideRth=true}}. */
  @Override
  public String toString() {
    return values.toString();
  }
}
