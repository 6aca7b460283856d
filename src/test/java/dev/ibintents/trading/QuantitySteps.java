package dev.ibintents.trading;

import java.math.BigDecimal;

/** Steps of quantities to test with. */
public final class QuantitySteps {
  /** Whole units, without a minimum. */
  public static final QuantityStep ONE = new QuantityStep(BigDecimal.ONE, BigDecimal.ZERO);

  private QuantitySteps() {}

  /** Whether a quantity is a multiple of the step's increment. */
  public static boolean fits(QuantityStep step, BigDecimal quantity) {
    return quantity.remainder(step.increment()).signum() == 0;
  }
}
