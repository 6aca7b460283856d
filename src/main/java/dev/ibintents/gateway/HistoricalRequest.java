package dev.ibintents.gateway;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.ibapi.message.Contract;

/** A request for data of the past. Two requests are equal if they ask for the same data. */
public sealed interface HistoricalRequest {
  /** The instrument. */
  Contract contract();

  /** The kind of data. */
  WhatToShow whatToShow();

  /** Whether the hard limits of the historical data service hold for this request. */
  boolean isPaced();

  /**
   * Asks for bars.
   *
   * @param contract the instrument
   * @param endDateTime where the range ends, {@code yyyyMMdd-HH:mm:ss} in UTC; empty for now
   * @param duration the length of the range, such as {@code 1 Y}
   * @param barSize the length of a bar
   * @param whatToShow the kind of data
   * @param useRth whether to leave out data from outside the regular session
   */
  record Bars(
      Contract contract,
      String endDateTime,
      String duration,
      BarSize barSize,
      WhatToShow whatToShow,
      boolean useRth)
      implements HistoricalRequest {
    @Override
    public boolean isPaced() {
      return barSize.isShort();
    }

    @Override
    public String toString() {
      return "%s of bars of %s of %s until %s"
          .formatted(
              duration, barSize, contract.name(), endDateTime.isEmpty() ? "now" : endDateTime);
    }
  }

  /**
   * Asks when a history begins.
   *
   * @param contract the instrument
   * @param whatToShow the kind of data
   * @param useRth whether to leave out data from outside the regular session
   */
  record Head(Contract contract, WhatToShow whatToShow, boolean useRth)
      implements HistoricalRequest {
    /** Head timestamps always have limits (TWS API, "Finding Earliest Data Point"). */
    @Override
    public boolean isPaced() {
      return true;
    }

    @Override
    public String toString() {
      return "the head timestamp of " + contract.localSymbol();
    }
  }
}
