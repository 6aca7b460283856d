package dev.ibintents.intent.trade;

import dev.ibintents.trading.ledger.AccompanyingWrites;

/** The additional writes of an intent at the beginning of its run. */
public interface RunBeginning {
  /** A beginning without additional writes. */
  RunBeginning PLAIN = () -> AccompanyingWrites.NONE;

  /** The writes that belong to the transaction in which the run begins. */
  AccompanyingWrites entry();

  /** Is called when the run has begun: the plan is written, and no order is sent yet. */
  default void begun() {}
}
