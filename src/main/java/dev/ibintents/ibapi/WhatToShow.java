package dev.ibintents.ibapi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What bars are made of, in the words of the TWS API ("Historical Data whatToShow"). */
public enum WhatToShow {
  /** Trades, adjusted for splits and not for dividends. Pairs of currencies have none. */
  TRADES,
  /** The middle between bid and ask. */
  MIDPOINT,
  /** The bid. */
  BID,
  /** The ask. */
  ASK,
  /**
   * Both: open is the average bid, close the average ask, high the highest ask and low the lowest
   * bid. Such a request counts twice.
   */
  BID_ASK,
  /** Trades, adjusted for splits and dividends; only up to now. */
  ADJUSTED_LAST;

  /** The one with this name, if there is one. */
  public static Optional<WhatToShow> of(String name) {
    return Arrays.stream(values()).filter(one -> one.name().equals(name)).findFirst();
  }

  /** All names. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Enum::name).toList();
  }

  /** For how many a request counts where requests are counted. */
  public int weight() {
    return this == BID_ASK ? 2 : 1;
  }
}
