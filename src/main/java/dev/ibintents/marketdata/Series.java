package dev.ibintents.marketdata;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.WhatToShow;

/**
 * A series of bars that can be compared with each other. Adjusted and unadjusted bars are different
 * series, and so are bars of regular hours and of all hours.
 *
 * @param conId the broker's number for the instrument
 * @param barSize the length of a bar
 * @param whatToShow the kind of data in the bars
 * @param useRth whether bars outside the regular session are left out
 */
public record Series(int conId, BarSize barSize, WhatToShow whatToShow, boolean useRth) {
  /** The collection of the series. */
  static final String COLLECTION = "marketData";

  private static final String ALL_HOURS = "-outsideRth";

  /** The path of the series' index: {@code marketData/{conId}-{barSize}-{whatToShow}}. */
  public String path() {
    return COLLECTION + '/' + conId + '-' + barSize + '-' + whatToShow + (useRth ? "" : ALL_HOURS);
  }

  /** The path of a chunk of bars. */
  public String chunkPath(String id) {
    return path() + "/bars/" + id;
  }

  /** Such as {@code 1 day TRADES}. */
  @Override
  public String toString() {
    return barSize + " " + whatToShow + (useRth ? "" : " outside regular hours, too");
  }
}
