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
import java.util.stream.Stream;

/**
 * The order properties of a request: fields of an order under their TWS API names. They replace the
 * values that the product sets.
 *
 * <p>Some fields belong to the product, and are refused here. They name the trade, the account, and
 * the reference by which the books find the order. {@code transmit} is refused, because no list
 * shows an order that is held back. {@code whatIf} is refused, because {@code dryRun} does this.
 *
 * <p>{@code goodAfterTime} and {@code goodTillDate} have three forms: the TWS API's form with a
 * time zone, ISO-8601 with an offset, and words. Such words are {@code in 10 minutes}, {@code
 * tomorrow 15:30 New York} and {@code tomorrow 9:30}. A time of day in words without a zone is in
 * the zone of each contract's exchange. Words for {@code goodAfterTime} must not mean a day on
 * which the contract is not traded. Times are sent in UTC. {@code goodTillDate} implies {@code tif}
 * GTD.
 *
 * <p>{@code limit} is no field of the TWS API: it gives lmtPrice as an offset from a market price,
 * see {@link LimitOffset}.
 *
 * <p>The meaning of such a time depends on the present, and so does whether it is in the future. A
 * time that is past now may have been right when the same request came before. Faults of times are
 * therefore kept apart from all other faults.
 */
public final class OrderProperties {
  /** No properties: orders stay as the product creates them. */
  public static final OrderProperties NONE =
      new OrderProperties(new JsonObject(), Map.of(), Map.of(), Optional.empty(), List.of());

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
  private static final String AT_THE_OPENING = "OPG";

  /** The order types that the broker's Adaptive algorithm accepts. */
  private static final Set<String> ADAPTIVE_ORDER_TYPES = Set.of(MKT, "LMT");

  private static final String ADAPTIVE = "Adaptive";

  private final JsonObject written;
  private final Map<OrderField<?>, Object> values;
  private final Map<OrderField<String>, WrittenTime> times;
  private final Optional<LimitOffset> limit;
  private final List<String> untimely;

  private OrderProperties(
      JsonObject written,
      Map<OrderField<?>, Object> values,
      Map<OrderField<String>, WrittenTime> times,
      Optional<LimitOffset> limit,
      List<String> untimely) {
    this.written = written.deepCopy();
    this.values = Collections.unmodifiableMap(values);
    this.times = times;
    this.limit = limit;
    this.untimely = List.copyOf(untimely);
  }

  /**
   * Reads the properties of a request.
   *
   * @param given the names and values of the properties
   * @param clock gives the present, to which times may be relative
   * @throws InvalidOrderPropertiesException with all faults; if only times are wrong, {@link
   *     #untimely} returns the exception instead
   */
  public static OrderProperties parse(JsonObject given, Clock clock) {
    Map<OrderField<?>, Object> values = new LinkedHashMap<>();
    Map<OrderField<String>, WrittenTime> times = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    List<String> untimely = new ArrayList<>();
    Optional<LimitOffset> limit = Optional.empty();
    for (Map.Entry<String, JsonElement> entry : given.entrySet()) {
      try {
        if (entry.getKey().equals(LimitOffset.NAME)) {
          limit = LimitOffset.parse(entry.getValue());
          continue;
        }
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
      refuseContradictions(values, times, limit, problems, untimely);
    }
    if (!problems.isEmpty()) {
      problems.addAll(untimely);
      throw invalid(problems);
    }
    return new OrderProperties(given, values, times, limit, untimely);
  }

  /** Returns the properties as they were given. Equal properties make equal orders. */
  public JsonObject written() {
    return written.deepCopy();
  }

  /**
   * Returns other properties with these over them: a field of these replaces the other's field.
   *
   * @param others the names and values of the other properties
   * @param clock gives the present, to which times may be relative
   * @throws InvalidOrderPropertiesException as {@link #parse}
   */
  public OrderProperties over(JsonObject others, Clock clock) {
    JsonObject merged = others.deepCopy();
    written.entrySet().forEach(field -> merged.add(field.getKey(), field.getValue()));
    return parse(merged, clock);
  }

  /** Returns the field with its type, if it is a time and is set. */
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

  /** Returns the allowed words of text fields, by the name of the field. */
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
          name + " cannot be set: only the gateway sets it, or it is obsolete");
    }
    return field;
  }

  /** Returns the names of the fields that a request may set. */
  public static List<String> names() {
    return Stream.concat(
            Stream.of(LimitOffset.NAME),
            OrderField.all().stream().filter(OrderField::settable).map(OrderField::name))
        .filter(name -> !OWNED.containsKey(name))
        .toList();
  }

  private static void refuseContradictions(
      Map<OrderField<?>, Object> values,
      Map<OrderField<String>, WrittenTime> times,
      Optional<LimitOffset> limit,
      List<String> problems,
      List<String> untimely) {
    Order asked = applied(values, Order.builder().build());
    boolean hasEnd = times.containsKey(OrderField.GOOD_TILL_DATE);
    problems.addAll(OrderFieldRules.contradictions(asked.tif(), hasEnd));
    problems.addAll(OrderFieldRules.contradictions(asked, limit));
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

  /**
   * Returns the faults of times at the present. With any fault, no new order may have these
   * properties.
   */
  public Optional<InvalidOrderPropertiesException> untimely() {
    return untimely.isEmpty() ? Optional.empty() : Optional.of(invalid(untimely));
  }

  /** Whether the orders wait at the broker for a later time or for an opening. */
  public boolean areForLater() {
    return times.containsKey(OrderField.GOOD_AFTER_TIME)
        || AT_THE_OPENING.equals(values.get(OrderField.TIF));
  }

  /** Whether the orders also trade outside regular hours. */
  public boolean tradeOutsideRegularHours() {
    return Boolean.TRUE.equals(values.get(OrderField.OUTSIDE_RTH));
  }

  /** The offset from which the limit price of each order is worked out. */
  public Optional<LimitOffset> limit() {
    return limit;
  }

  /** Whether the meaning of a time depends on the contract. */
  public boolean dependOnContract() {
    return times.values().stream().anyMatch(WrittenTime::namesTimeOfDay);
  }

  /**
   * Refuses times that do not fit contracts: words that are past in the zone of the exchange, or
   * that mean a day on which the contract is not traded. Without contracts, nothing is refused.
   *
   * @throws InvalidOrderPropertiesException with a fault for every such contract
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

  /** Returns the times of an order in a contract, in the gateway's form in UTC. */
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
    // Both are in the same form, in which the order of texts is the order of times.
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
   * Returns an order with these properties set. Another algorithm does not keep the parameters of
   * the product's algorithm. The product's Adaptive algorithm is removed if it does not accept the
   * order type or the time in force.
   *
   * @param order the order as the product creates it
   * @param contract the contract of the order
   * @throws InvalidOrderPropertiesException if a time is {@link #untimely}, or does not fit the
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
   * Returns why these properties do not fit all orders of a run: a price or another value fits a
   * single contract only, or an OCA group would cancel the other orders. It is empty if the run has
   * a single order.
   *
   * @param contracts the contracts of the run's orders, by local symbol
   */
  public List<String> misfits(List<String> contracts) {
    return contracts.size() < 2 ? List.of() : OneOrderFields.misfits(values, contracts);
  }

  /** Whether a property fits a single order only, so that a second order is refused. */
  public boolean isForOneOrder() {
    return !OneOrderFields.misfits(values, List.of()).isEmpty();
  }

  /** Returns the set fields, such as {@code {tif=GTC, outsideRth=true}}, and the times. */
  @Override
  public String toString() {
    return values + " " + times + limit.map(offset -> " limit " + offset).orElse("");
  }
}
