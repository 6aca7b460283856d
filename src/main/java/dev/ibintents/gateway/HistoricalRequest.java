package dev.ibintents.gateway;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.ibapi.message.Contract;

/** A request for data of the past. Two are equal if they ask for the same. */
public sealed interface HistoricalRequest {
  /** The instrument, as requests name it. */
  Contract contract();

  /** What is shown. */
  WhatToShow whatToShow();

  /** Whether the hard limits of the historical data service hold for it. */
  boolean isPaced();

  /**
   * Asks for bars.
   *
   * @param contract the instrument, as requests name it
   * @param endDateTime where the range ends, {@code yyyyMMdd-HH:mm:ss} in UTC; empty for now
   * @param duration how long it is, such as {@code 1 Y}
   * @param barSize how long a bar is
   * @param whatToShow what bars are made of
   * @param useRth whether to leave out what was outside the regular session
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
              duration,
              barSize,
              contract.localSymbol().isEmpty() ? contract.symbol() : contract.localSymbol(),
              endDateTime.isEmpty() ? "now" : endDateTime);
    }
  }

  /**
   * Asks where a history begins.
   *
   * @param contract the instrument, as requests name it
   * @param whatToShow of which history
   * @param useRth whether to leave out what was outside the regular session
   */
  record Head(Contract contract, WhatToShow whatToShow, boolean useRth)
      implements HistoricalRequest {
    /** Always, whatever bars are to be asked for (TWS API, "Finding Earliest Data Point"). */
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
