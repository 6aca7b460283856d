package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final Order MARKET_ORDER =
      Order.builder()
          .set(OrderField.ACTION, "BUY")
          .set(OrderField.TOTAL_QUANTITY, new BigDecimal("3"))
          .set(OrderField.ORDER_TYPE, "MKT")
          .build();

  @Test
  void textOfAnOrderHasOnlySetFieldsInTheOrderOfTheTable() {
    assertThat(MARKET_ORDER.toString())
        .isEqualTo("Order[action=BUY, totalQuantity=3, orderType=MKT]");
    assertThat(MARKET_ORDER.with(OrderField.TRANSMIT, false).toString())
        .isEqualTo("Order[action=BUY, totalQuantity=3, orderType=MKT, transmit=false]");
  }

  @Test
  void unsetFieldHasItsDefault() {
    Order order = Order.builder().build();

    assertThat(order.action()).isEmpty();
    assertThat(order.totalQuantity()).isEqualTo(BigDecimal.ZERO);
    assertThat(order.lmtPrice()).isNull();
    assertThat(order.transmit()).isTrue();
    assertThat(order.whatIf()).isFalse();
    assertThat(order.permId()).isEqualTo(0);
    assertThat(order.get(OrderField.OPEN_CLOSE)).isEqualTo("O");
    assertThat(order.get(OrderField.EXEMPT_CODE)).isEqualTo(-1);
    assertThat(order.algoParams()).isEmpty();
    assertThat(order.get(OrderField.SOFT_DOLLAR_TIER)).isEqualTo(SoftDollarTier.NONE);
  }

  @Test
  void settingADefaultLeavesTheFieldUnset() {
    Order order =
        MARKET_ORDER
            .with(OrderField.TIF, "DAY")
            .with(OrderField.TIF, "")
            .with(OrderField.LMT_PRICE, BigDecimal.ONE)
            .with(OrderField.LMT_PRICE, null)
            .with(OrderField.DISCRETIONARY_AMT, new BigDecimal("0.00"))
            .with(OrderField.TRANSMIT, true);

    assertThat(order).isEqualTo(MARKET_ORDER);
    assertThat(order.hashCode()).isEqualTo(MARKET_ORDER.hashCode());
    assertThat(order.isSet(OrderField.TIF)).isFalse();
  }

  @Test
  void limitOfZeroIsSet() {
    Order order = MARKET_ORDER.with(OrderField.LMT_PRICE, BigDecimal.ZERO);

    assertThat(order.isSet(OrderField.LMT_PRICE)).isTrue();
    assertThat(order).isNotEqualTo(MARKET_ORDER);
  }

  @Test
  void builtOrderCannotBeChanged() {
    List<TagValue> params = new ArrayList<>(List.of(new TagValue("adaptivePriority", "Normal")));
    Order.Builder builder = MARKET_ORDER.toBuilder().set(OrderField.ALGO_PARAMS, params);
    Order order = builder.build();
    builder.set(OrderField.ACTION, "SELL");
    params.clear();

    assertThat(order.action()).isEqualTo("BUY");
    assertThat(order.algoParams()).containsExactly(new TagValue("adaptivePriority", "Normal"));
    assertThrows(UnsupportedOperationException.class, () -> order.values().clear());
    assertThat(MARKET_ORDER.isSet(OrderField.ALGO_PARAMS)).isFalse();
  }

  @Test
  void valueOfAnotherTypeIsRefusedWithTheFieldsName() {
    OrderField<?> lmtPrice = OrderField.named("lmtPrice").orElseThrow();
    OrderField<?> algoParams = OrderField.named("algoParams").orElseThrow();
    Order.Builder builder = Order.builder();

    assertThat(
            assertThrows(
                IllegalArgumentException.class, () -> builder.setChecked(lmtPrice, "601.25")))
        .hasMessageThat()
        .isEqualTo("the order field lmtPrice takes a BigDecimal, not String 601.25");
    assertThat(
            assertThrows(
                IllegalArgumentException.class,
                () -> builder.setChecked(algoParams, List.of("Normal"))))
        .hasMessageThat()
        .isEqualTo("the order field algoParams takes a list of TagValue, not String Normal");
  }

  @Test
  void unknownNameHasNoField() {
    assertThat(OrderField.named("limitPrice").isPresent()).isFalse();
  }
}
