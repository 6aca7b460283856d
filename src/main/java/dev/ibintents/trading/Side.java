package dev.ibintents.trading;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/** The side of an order, or of an execution. */
public enum Side {
  /** A purchase; quantities count as positive. */
  BUY("BOT"),
  /** A sale; quantities count as negative. */
  SELL("SLD");

  private final String execution;

  Side(String execution) {
    this.execution = execution;
  }

  /** The side of an order's action; empty if that is neither BUY nor SELL. */
  public static Optional<Side> of(String action) {
    return Arrays.stream(values()).filter(side -> side.action().equals(action)).findFirst();
  }

  /** The side of an execution's word; empty if that is neither BOT nor SLD. */
  public static Optional<Side> ofExecution(String word) {
    return Arrays.stream(values()).filter(side -> side.execution.equals(word)).findFirst();
  }

  /**
   * The side that trades a signed quantity.
   *
   * @throws IllegalArgumentException if the quantity is 0
   */
  public static Side ofSigned(BigDecimal quantity) {
    if (quantity.signum() == 0) {
      throw new IllegalArgumentException("a quantity of 0 has no side");
    }
    return quantity.signum() > 0 ? BUY : SELL;
  }

  /** The word of the TWS API for an order's action: BUY or SELL. */
  public String action() {
    return name();
  }

  /** The word of the TWS API for an execution's side: BOT or SLD. */
  public String execution() {
    return execution;
  }

  /** The quantity as a change of a position: negated for a sale. */
  public BigDecimal signed(BigDecimal quantity) {
    return this == BUY ? quantity : quantity.negate();
  }

  /** The other side. */
  public Side opposite() {
    return this == BUY ? SELL : BUY;
  }
}
