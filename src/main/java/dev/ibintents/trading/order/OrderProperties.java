package dev.ibintents.trading.order;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.store.NearNames;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
 * zone, ISO-8601 with an offset, or words such as {@code in 10 minutes}, {@code tomorrow 15:30 New
 * York} and {@code tomorrow 9:30}. Words with a time of day that name no zone mean the zone of each
 * contract's exchange, and words of {@code goodAfterTime} must not mean a day on which the contract
 * is not traded. Times are sent in UTC. {@code goodTillDate} implies {@code tif} GTD.
 *
 * <p>What such a time means, and whether it is yet to come, hangs on the present; so what is wrong
 * with one is told apart from all else, as it may have been right when the same was asked before.
 */
public final class OrderProperties {
  /** Nothing is changed. */
  public static final OrderProperties NONE = new OrderProperties(Map.of(), Map.of(), List.of());

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

  private static final String NO_TIME_BETWEEN = "goodTillDate is not after goodAfterTime";
  private static final String GTD = "GTD";
  private static final String MKT = "MKT";

  /** What the broker's Adaptive algorithm takes. */
  private static final Set<String> ADAPTIVE_ORDER_TYPES = Set.of(MKT, "LMT");

  private static final String ADAPTIVE = "Adaptive";

  private final Map<OrderField<?>, Object> values;
  private final Map<OrderField<String>, WrittenTime> times;
  private final List<String> untimely;

  private OrderProperties(
      Map<OrderField<?>, Object> values,
      Map<OrderField<String>, WrittenTime> times,
      List<String> untimely) {
    this.values = Collections.unmodifiableMap(values);
    this.times = times;
    this.untimely = List.copyOf(untimely);
  }

  /**
   * Reads the properties that a request gives.
   *
   * @param given their names and values
   * @param clock tells the time, which others may be relative to
   * @throws InvalidOrderPropertiesException naming everything that is wrong; if that is only times,
   *     {@link #untimely} does
   */
  public static OrderProperties parse(JsonObject given, Clock clock) {
    Map<OrderField<?>, Object> values = new LinkedHashMap<>();
    Map<OrderField<String>, WrittenTime> times = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    List<String> untimely = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : given.entrySet()) {
      try {
        OrderField<?> field = settable(entry.getKey());
        Object value = OrderFieldJson.value(field, entry.getValue());
        OrderFieldRules.requireAllowed(field, value);
        Optional<OrderField<String>> time = time(field, value);
        if (time.isPresent()) {
          times.put(time.get(), written(time.get(), (String) value, clock.instant()));
        } else {
          values.put(field, value);
        }
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      } catch (DateTimeException e) {
        untimely.add(e.getMessage());
      }
    }
    if (problems.isEmpty() && untimely.isEmpty()) {
      refuseContradictions(values, times, problems, untimely);
    }
    if (!problems.isEmpty()) {
      problems.addAll(untimely);
      throw invalid(problems);
    }
    return new OrderProperties(values, times, untimely);
  }

  /** The field as one of those for times, if it is one and is set. */
  private static Optional<OrderField<String>> time(OrderField<?> field, Object value) {
    return TIMES.stream()
        .filter(time -> time == field && value != null && !value.equals(""))
        .findFirst();
  }

  private static WrittenTime written(OrderField<String> field, String text, Instant now) {
    try {
      return WrittenTime.parse(text, now);
    } catch (DateTimeException e) {
      throw new DateTimeException(field + " " + e.getMessage(), e);
    }
  }

  /** The words that fields may be, by the names of the fields. */
  public static Map<String, List<String>> allowedWords() {
    return OrderFieldRules.allowedWords();
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

  private static void refuseContradictions(
      Map<OrderField<?>, Object> values,
      Map<OrderField<String>, WrittenTime> times,
      List<String> problems,
      List<String> untimely) {
    Order asked = applied(values, Order.builder().build());
    boolean hasEnd = times.containsKey(OrderField.GOOD_TILL_DATE);
    problems.addAll(OrderFieldRules.contradictions(asked.tif(), hasEnd));
    problems.addAll(OrderFieldRules.contradictions(asked));
    if (hasEnd && asked.tif().isEmpty()) {
      values.put(OrderField.TIF, GTD);
    }
    Optional<Instant> begin = moment(times, OrderField.GOOD_AFTER_TIME);
    Optional<Instant> end = moment(times, OrderField.GOOD_TILL_DATE);
    if (begin.isPresent() && end.isPresent() && !begin.get().isBefore(end.get())) {
      untimely.add(NO_TIME_BETWEEN);
    }
  }

  private static Optional<Instant> moment(
      Map<OrderField<String>, WrittenTime> times, OrderField<String> field) {
    return Optional.ofNullable(times.get(field)).flatMap(WrittenTime::moment);
  }

  /** The faults of times as of now: with any, no new order may have these properties. */
  public Optional<InvalidOrderPropertiesException> untimely() {
    return untimely.isEmpty() ? Optional.empty() : Optional.of(invalid(untimely));
  }

  /** Whether times mean something else, or nothing, for some contracts. */
  public boolean dependOnContract() {
    return times.values().stream().anyMatch(WrittenTime::namesTimeOfDay);
  }

  /**
   * Refuses times that do not fit contracts: words that are past in the zone of the exchange, or
   * mean a day on which the contract is not traded. Without contracts, nothing is refused.
   *
   * @throws InvalidOrderPropertiesException naming every contract
   */
  public void requireTimely(Collection<ResolvedContract> contracts) {
    Set<String> problems = new LinkedHashSet<>(contracts.isEmpty() ? List.of() : untimely);
    for (ResolvedContract contract : contracts) {
      try {
        times(contract);
      } catch (DateTimeException e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw invalid(List.copyOf(problems));
    }
  }

  /** The times of an order in a contract, as the gateway takes them. */
  private Map<OrderField<?>, Object> times(ResolvedContract contract) {
    Map<OrderField<?>, Object> moments = new LinkedHashMap<>();
    for (OrderField<String> field : TIMES) {
      WrittenTime time = times.get(field);
      if (time != null) {
        moments.put(field, GatewayTime.utc(moment(field, time, contract)));
      }
    }
    Object begin = moments.get(OrderField.GOOD_AFTER_TIME);
    Object end = moments.get(OrderField.GOOD_TILL_DATE);
    // Both are in the same form, which sorts by time.
    if (begin != null && end != null && begin.toString().compareTo(end.toString()) >= 0) {
      throw new DateTimeException(NO_TIME_BETWEEN + ", for " + contract.localSymbol());
    }
    return moments;
  }

  private static Instant moment(
      OrderField<String> field, WrittenTime time, ResolvedContract contract) {
    try {
      return field == OrderField.GOOD_AFTER_TIME ? time.beginningIn(contract) : time.in(contract);
    } catch (DateTimeException e) {
      throw new DateTimeException(field + " " + e.getMessage(), e);
    }
  }

  /**
   * An order with these properties on top of its own. The algorithm that the product chose gives
   * way: its parameters to those of another one, and Adaptive itself to an order type or time in
   * force that it does not take.
   *
   * @param order the product's own
   * @param contract what it trades
   * @throws InvalidOrderPropertiesException if they are {@link #untimely}, or times do not fit the
   *     contract
   */
  public Order applyTo(Order order, ResolvedContract contract) {
    requireTimely(List.of(contract));
    return withoutAlgorithmThatDoesNotFit(applied(times(contract), applied(values, order)));
  }

  private Order withoutAlgorithmThatDoesNotFit(Order changed) {
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

  /** The fields that are changed, such as {@code {tif=GTC, outsideRth=true}}, and the times. */
  @Override
  public String toString() {
    return values + " " + times;
  }
}
