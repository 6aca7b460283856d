package dev.ibintents.simulator.market;

/**
 * A bar in ticks.
 *
 * @param volume the number of shares or contracts traded
 */
record BarTicks(long open, long high, long low, long close, long volume) {
  /** The side of the market whose prices make a bar. */
  enum Side {
    TRADE,
    BID,
    ASK
  }
}
