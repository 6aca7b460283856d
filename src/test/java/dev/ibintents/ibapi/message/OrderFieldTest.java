package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OrderFieldTest {
  @Test
  void everyConstantIsInTheTableUnderItsName() throws IllegalAccessException {
    Set<String> names = new HashSet<>();
    for (Field constant : OrderField.class.getFields()) {
      if (Modifier.isStatic(constant.getModifiers())) {
        OrderField<?> field = (OrderField<?>) constant.get(null);
        assertThat(constant.getName().replace("_", "")).ignoringCase().isEqualTo(field.name());
        assertThat(OrderField.named(field.name())).hasValue(field);
        names.add(field.name());
      }
    }
    assertThat(OrderField.all()).hasSize(names.size());
    assertThat(names).hasSize(155);
  }

  @Test
  void settableFieldsAreThoseOfPlaceOrderExceptObsoleteFields() {
    Set<String> carried = new TreeSet<>(carriedBy("PEG BENCH"));
    carried.addAll(carriedBy("PEG BEST"));
    carried.removeAll(Set.of("eTradeOnly", "firmQuoteOnly", "nbboPriceCap"));
    carried.addAll(Set.of("deactivate", "postOnly", "allowPreOpen", "ignoreOpenAuction"));
    carried.addAll(Set.of("seekPriceImprovement", "whatIfType", "hedgeMaxSize"));
    carried.add("conditionsIncludeOvernight");

    Set<String> settable = new TreeSet<>();
    OrderField.all().stream().filter(OrderField::settable).forEach(f -> settable.add(f.name()));

    assertThat(settable).containsExactlyElementsIn(carried);
  }

  @Test
  void assignedFieldsOfAnOrderAreNotSettable() {
    for (String name : List.of("orderId", "clientId", "permId", "filledQuantity")) {
      assertThat(OrderField.named(name).orElseThrow().settable()).isFalse();
    }
  }

  private static Set<String> carriedBy(String orderType) {
    Contract contract = Contract.builder().secType("BAG").exchange("IBKRATS").build();
    Order order =
        Order.builder()
            .set(OrderField.ORDER_TYPE, orderType)
            .set(
                OrderField.COMPETE_AGAINST_BEST_OFFSET, Order.COMPETE_AGAINST_BEST_OFFSET_UP_TO_MID)
            .set(OrderField.DELTA_NEUTRAL_ORDER_TYPE, "MKT")
            .set(OrderField.SCALE_PRICE_INCREMENT, BigDecimal.ONE)
            .set(OrderField.HEDGE_TYPE, "B")
            .set(OrderField.ALGO_STRATEGY, "Adaptive")
            .set(
                OrderField.CONDITIONS,
                List.of(new OrderCondition.Margin(OrderCondition.AND, true, 30)))
            .build();
    Set<String> names = new HashSet<>();
    FieldsPassed.of(PlaceOrder::pass, 200, contract, order).forEach(f -> names.add(f.name()));
    return names;
  }
}
