package dev.ibintents.ibapi.message;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;

/** The generated orders, contracts and order states of properties. */
abstract class GeneratedOrders {
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
