package dev.ibintents.ibapi.message;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;

/** Generates the orders, contracts and order states of properties. */
abstract class OrderProperties {
  @Provide
  Arbitrary<Order> orders() {
    return OrderArbitraries.orders();
  }

  @Provide
  Arbitrary<Contract.Builder> contracts() {
    return OrderArbitraries.contracts();
  }

  @Provide
  Arbitrary<OrderState> states() {
    return OrderArbitraries.states();
  }
}
