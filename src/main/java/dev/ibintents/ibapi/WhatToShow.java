package dev.ibintents.ibapi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The data that bars are made of, in the words of the TWS API ("Historical Data whatToShow"). */
public enum WhatToShow {
  /** Trades, adjusted for splits but not for dividends. Currency pairs have none. */
  TRADES,
  /** The middle between bid and ask. */
  MIDPOINT,
  /** The bid. */
  BID,
  /** The ask. */
  ASK,
  /**
   * Bid and ask: open is the average bid, close the average ask, high the highest ask and low the
   * lowest bid. Such a request counts twice.
   */
  BID_ASK,
  /** Trades, adjusted for splits and dividends. The range must end now. */
  ADJUSTED_LAST;

  /** The constant with this name; empty if there is none. */
  public static Optional<WhatToShow> of(String name) {
    return Arrays.stream(values()).filter(constant -> constant.name().equals(name)).findFirst();
  }

  /** The names of all constants. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Enum::name).toList();
  }

  /** The number of requests that one request counts for against the gateway's limits. */
  public int weight() {
    return this == BID_ASK ? 2 : 1;
  }
}
