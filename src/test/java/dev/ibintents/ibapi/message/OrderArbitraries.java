package dev.ibintents.ibapi.message;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generates orders, contracts and order states with any of their fields set. */
final class OrderArbitraries {
  private static final Map<OrderField<?>, Arbitrary<String>> TEXTS =
      Map.of(
          OrderField.ORDER_TYPE,
              Arbitraries.of(
                  "MKT",
                  "LMT",
                  "STP LMT",
                  "PEG BENCH",
                  "PEGBENCH",
                  "PEG BEST",
                  "PEGBEST",
                  "PEG MID"),
          OrderField.DELTA_NEUTRAL_ORDER_TYPE, Arbitraries.of("MKT", "LMT"),
          OrderField.HEDGE_TYPE, Arbitraries.of("D", "B", "F", "P"),
          OrderField.ALGO_STRATEGY, Arbitraries.of("Adaptive", "Twap"));

  private OrderArbitraries() {}

  static Arbitrary<Integer> serverVersions() {
    return Arbitraries.integers().between(157, 200);
  }

  /** Orders with a random set of fields. */
  static Arbitrary<Order> orders() {
    List<Arbitrary<Object>> values = new ArrayList<>();
    for (OrderField<?> field : OrderField.all()) {
      values.add(valueOf(field).injectNull(0.5));
    }
    return Combinators.combine(values).as(OrderArbitraries::order);
  }

  /** The order without the fields that no order to place has at this server version. */
  static Order at(int serverVersion, Order order) {
    Order.Builder carried = order.toBuilder();
    OrderField.all().stream()
        .filter(field -> field.since() > serverVersion)
        .forEach(field -> carried.setChecked(field, null));
    return carried.build();
  }

  private static Order order(List<Object> values) {
    Order.Builder order = Order.builder();
    int i = 0;
    for (OrderField<?> field : OrderField.all()) {
      order.setChecked(field, values.get(i++));
    }
    return order.build();
  }

  private static Arbitrary<Object> valueOf(OrderField<?> field) {
    if (field == OrderField.COMPETE_AGAINST_BEST_OFFSET) {
      return Arbitraries.oneOf(
              decimals(), Arbitraries.just(Order.COMPETE_AGAINST_BEST_OFFSET_UP_TO_MID))
          .map(Object.class::cast);
    }
    Class<?> type = field.elementType() == null ? field.type() : field.elementType();
    Map<Class<?>, Arbitrary<?>> byType = new HashMap<>();
    byType.put(BigDecimal.class, decimals());
    byType.put(Integer.class, integers());
    byType.put(Long.class, Arbitraries.longs().between(1, Long.MAX_VALUE - 1));
    byType.put(Boolean.class, Arbitraries.of(true, false));
    byType.put(String.class, TEXTS.getOrDefault(field, texts()));
    byType.put(SoftDollarTier.class, tiers());
    byType.put(TagValue.class, tagValues().list().ofMaxSize(3));
    byType.put(OrderComboLeg.class, legPrices().list().ofMaxSize(3));
    byType.put(OrderCondition.class, conditions().list().ofMaxSize(3));
    return byType.get(type).map(Object.class::cast);
  }

  /** Contracts with the fields of every message about orders. */
  static Arbitrary<Contract.Builder> contracts() {
    Arbitrary<Contract.Builder> numbers =
        Combinators.combine(integers(), decimals(), hedges().injectNull(0.5), legs())
            .as(
                (conId, strike, hedge, legs) ->
                    Contract.builder()
                        .conId(conId)
                        .strike(strike)
                        .deltaNeutralContract(hedge)
                        .comboLegs(legs));
    Arbitrary<String> secTypes = Arbitraries.of("STK", "FUT", "BAG", "BAG");
    Arbitrary<String> exchanges = Arbitraries.of("SMART", "IBKRATS", "");
    Arbitrary<String> multipliers = Arbitraries.of("", "0.01", "2", "1000");
    return Combinators.combine(numbers, texts().list().ofSize(6), secTypes, exchanges, multipliers)
        .as(
            (contract, texts, secType, exchange, multiplier) ->
                contract
                    .secType(secType)
                    .exchange(exchange)
                    .symbol(texts.get(0))
                    .lastTradeDateOrContractMonth(texts.get(1))
                    .right(texts.get(2))
                    .multiplier(multiplier)
                    .currency(texts.get(3))
                    .localSymbol(texts.get(4))
                    .tradingClass(texts.get(5)));
  }

  /** States with any field of an open order's state. */
  static Arbitrary<OrderState> states() {
    return Combinators.combine(
            decimals().injectNull(0.5).list().ofSize(12), texts().list().ofSize(3))
        .as(
            (amounts, texts) ->
                OrderState.builder()
                    .status(texts.get(0))
                    .initMarginBefore(amounts.get(0))
                    .maintMarginBefore(amounts.get(1))
                    .equityWithLoanBefore(amounts.get(2))
                    .initMarginChange(amounts.get(3))
                    .maintMarginChange(amounts.get(4))
                    .equityWithLoanChange(amounts.get(5))
                    .initMarginAfter(amounts.get(6))
                    .maintMarginAfter(amounts.get(7))
                    .equityWithLoanAfter(amounts.get(8))
                    .commission(amounts.get(9))
                    .minCommission(amounts.get(10))
                    .maxCommission(amounts.get(11))
                    .commissionCurrency(texts.get(1))
                    .warningText(texts.get(2))
                    .build());
  }

  /** Never 0, which some positions use for "not set". */
  static Arbitrary<BigDecimal> decimals() {
    return Combinators.combine(
            Arbitraries.integers()
                .greaterOrEqual(-9_999_999)
                .lessOrEqual(9_999_999)
                .filter(i -> i != 0),
            Arbitraries.integers().between(0, 8))
        .as(BigDecimal::valueOf);
  }

  /** Never 0, which some positions use for "not set". */
  static Arbitrary<Integer> integers() {
    return Arbitraries.integers().between(1, Integer.MAX_VALUE - 1);
  }

  /** Texts other than "?", which one position uses for "not set". */
  static Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(12).alpha().numeric().withChars(" :-.äß株\n");
  }

  private static Arbitrary<TagValue> tagValues() {
    return Combinators.combine(texts(), texts()).as(TagValue::new);
  }

  private static Arbitrary<SoftDollarTier> tiers() {
    return Combinators.combine(texts(), texts(), texts()).as(SoftDollarTier::new);
  }

  private static Arbitrary<OrderComboLeg> legPrices() {
    return decimals().injectNull(0.3).map(OrderComboLeg::new);
  }

  private static Arbitrary<DeltaNeutralContract> hedges() {
    return Combinators.combine(integers(), decimals(), decimals()).as(DeltaNeutralContract::new);
  }

  private static Arbitrary<List<ComboLeg>> legs() {
    Arbitrary<Integer> number = Arbitraries.integers().between(-1, 5);
    return Combinators.combine(
            integers(), number, texts(), texts(), number, number, texts(), number)
        .as(ComboLeg::new)
        .list()
        .ofMaxSize(3);
  }

  private static Arbitrary<OrderCondition> conditions() {
    Arbitrary<String> joins = Arbitraries.of(OrderCondition.AND, OrderCondition.OR);
    Arbitrary<Boolean> more = Arbitraries.of(true, false);
    Arbitrary<Integer> method = Arbitraries.of(0, 1, 2, 3, 4, 7, 8);
    return Arbitraries.oneOf(
        Combinators.combine(joins, more, decimals(), integers(), texts(), method)
            .as(OrderCondition.Price::new),
        Combinators.combine(joins, more, texts()).as(OrderCondition.Time::new),
        Combinators.combine(joins, more, integers()).as(OrderCondition.Margin::new),
        Combinators.combine(joins, texts(), texts(), texts()).as(OrderCondition.Execution::new),
        Combinators.combine(joins, more, integers(), integers(), texts())
            .as(OrderCondition.Volume::new),
        Combinators.combine(joins, more, decimals(), integers(), texts())
            .as(OrderCondition.PercentChange::new));
  }
}
