package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.message.OrderField.ORDER_COMBO_LEGS;

import dev.ibintents.ibapi.wire.FieldWriter;
import java.util.List;

/** A wire that writes the fields of an order, its contract and its state. */
final class OrderWriting extends OrderWire {
  private final FieldWriter contractFields;
  private final FieldWriter orderFields;
  private final FieldWriter stateFields;
  private final Order order;

  OrderWriting(FieldWriter out, int number, Contract contract, Order order, OrderState state) {
    super(
        out.serverVersion(),
        contract.toBuilder(),
        state == null ? OrderState.builder() : state.toBuilder());
    contractFields = out.nested(number);
    orderFields = out.nested(number + 1);
    stateFields = state == null ? out : out.nested(number + 2);
    this.order = order;
  }

  @Override
  <T> void order(OrderField<T> field, FieldForm<T> form) {
    form.write(orderFields, field.number(), order.get(field));
  }

  @Override
  boolean orderOrNone(OrderField<String> field) {
    String text = order.get(field);
    orderFields.text(field.number(), text.isEmpty() ? "None" : text);
    return true;
  }

  @Override
  <T> T contract(int number, FieldForm<T> form, T value) {
    form.write(contractFields, number, value);
    return value;
  }

  @Override
  <T> T state(int number, FieldForm<T> form, T value) {
    form.write(stateFields, number, value);
    return value;
  }

  @Override
  void legsWithPrices() {
    List<OrderComboLeg> prices = order.get(ORDER_COMBO_LEGS);
    int i = 0;
    for (ComboLeg leg : contract.comboLegs) {
      int place = contractFields.begin(LEGS);
      FieldForm.COMBO_LEG.write(contractFields, LEGS, leg);
      if (i < prices.size()) {
        FieldForm.LEG_PRICE.write(contractFields, LEGS, prices.get(i));
      }
      contractFields.end(place);
      i++;
    }
  }

  @Override
  void blank() {
    orderFields.blank();
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
