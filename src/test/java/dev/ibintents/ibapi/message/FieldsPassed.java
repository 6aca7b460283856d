package dev.ibintents.ibapi.message;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** A wire that only records the order fields of a message. */
final class FieldsPassed extends OrderWire {
  private final Order order;
  private final Set<OrderField<?>> fields = new LinkedHashSet<>();

  private FieldsPassed(int serverVersion, Contract contract, Order order) {
    super(serverVersion, contract.toBuilder(), OrderState.builder());
    this.order = order;
  }

  /** The fields that a message with this order carries. */
  static Set<OrderField<?>> of(
      Consumer<OrderWire> message, int serverVersion, Contract contract, Order order) {
    FieldsPassed wire = new FieldsPassed(serverVersion, contract, order);
    message.accept(wire);
    return wire.fields;
  }

  @Override
  <T> void order(OrderField<T> field, FieldForm<T> form) {
    fields.add(field);
  }

  @Override
  boolean orderOrNone(OrderField<String> field) {
    fields.add(field);
    return true;
  }

  @Override
  <T> T contract(int number, FieldForm<T> form, T value) {
    return value;
  }

  @Override
  <T> T state(int number, FieldForm<T> form, T value) {
    return value;
  }

  @Override
  void legsWithPrices() {}

  @Override
  boolean isProtobuf() {
    return false;
  }

  @Override
  void blank() {}

  @Override
  <T> T value(OrderField<T> field) {
    return order.get(field);
  }
}
