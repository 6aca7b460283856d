package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.simulator.fault.OrderFaults;
import java.math.BigDecimal;
import org.junit.jupiter.api.BeforeEach;

/** A bench with faults of orders, and two orders with one reference. */
public abstract class FaultyOrdersBench extends OneClientBench {
  protected static final String REF = "alloc-1/SPY";

  protected OrderFaults faults;

  /** An order that is filled at once. */
  protected Order buy;

  /** An order that is never filled. */
  protected Order rest;

  @BeforeEach
  final void prepareOrders() {
    faults = bench.gateway().faults().orders();
    buy = bench.market("BUY", 4).with(OrderField.ORDER_REF, REF);
    rest = bench.limit("BUY", 4, BigDecimal.TEN).with(OrderField.ORDER_REF, REF);
  }
}
