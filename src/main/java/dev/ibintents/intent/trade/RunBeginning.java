package dev.ibintents.intent.trade;

import dev.ibintents.trading.ledger.AccompanyingWrites;

/** The writes and notes that go with the beginning of a run, besides those of every run. */
public interface RunBeginning {
  /** Nothing besides. */
  RunBeginning PLAIN = () -> AccompanyingWrites.NONE;

  /** The documents to write in the transaction in which the run begins. */
  AccompanyingWrites entry();

  /** Takes note that the run has begun: all of it is written, and no order is sent yet. */
  default void begun() {}
}
