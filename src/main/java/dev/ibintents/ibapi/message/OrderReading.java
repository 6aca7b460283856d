package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.message.OrderField.ORDER_COMBO_LEGS;

import dev.ibintents.ibapi.wire.FieldReader;
import java.util.List;

/** A wire that reads fields and collects their values. */
final class OrderReading extends OrderWire {
  private final FieldReader contractFields;
  private final FieldReader orderFields;
  private final FieldReader stateFields;
  private final Order.Builder order = Order.builder();

  OrderReading(FieldReader in, int number) {
    super(in.serverVersion(), Contract.builder(), OrderState.builder());
    contractFields = in.nested(number);
    orderFields = in.nested(number + 1);
    stateFields = in.nested(number + 2);
  }

  Contract contract() {
    return contract.build();
  }

  Order order() {
    return order.build();
  }

  OrderState state() {
    return state.build();
  }

  @Override
  <T> void order(OrderField<T> field, FieldForm<T> form) {
    order.set(field, form.read(orderFields, field.number()));
  }

  @Override
  boolean orderOrNone(OrderField<String> field) {
    String text = orderFields.text(field.number());
    order.set(field, text.equals("None") ? "" : text);
    return !text.isEmpty();
  }

  @Override
  <T> T contract(int number, FieldForm<T> form, T value) {
    return form.read(contractFields, number);
  }

  @Override
  <T> T state(int number, FieldForm<T> form, T value) {
    return form.read(stateFields, number);
  }

  @Override
  void legsWithPrices() {
    contract.comboLegs = FieldForm.COMBO_LEGS.read(contractFields, LEGS);
    List<OrderComboLeg> prices = FieldForm.LEG_PRICES.read(contractFields, LEGS);
    boolean hasPrices = prices.stream().anyMatch(leg -> leg.price() != null);
    order.set(ORDER_COMBO_LEGS, hasPrices ? prices : List.of());
  }

  @Override
  void blank() {
    orderFields.skip();
  }

  @Override
  <T> T value(OrderField<T> field) {
    return order.get(field);
  }

  @Override
  boolean isProtobuf() {
    return orderFields.isProtobuf();
  }
}
