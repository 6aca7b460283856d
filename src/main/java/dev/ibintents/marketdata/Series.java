package dev.ibintents.marketdata;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.WhatToShow;

/**
 * What makes bars comparable, and is therefore kept apart from everything else: adjusted bars from
 * unadjusted ones, and those of regular hours from those of all hours.
 *
 * @param conId the broker's number for the instrument
 * @param barSize how long a bar is
 * @param whatToShow what bars are made of
 * @param useRth whether what was outside the regular session is left out
 */
public record Series(int conId, BarSize barSize, WhatToShow whatToShow, boolean useRth) {
  /** Where the series are. */
  static final String COLLECTION = "marketData";

  private static final String ALL_HOURS = "-outsideRth";

  /** Where the series' index is: {@code marketData/{conId}-{barSize}-{whatToShow}}. */
  public String path() {
    return COLLECTION + '/' + conId + '-' + barSize + '-' + whatToShow + (useRth ? "" : ALL_HOURS);
  }

  /** Where a chunk of its bars is. */
  String chunkPath(String id) {
    return path() + "/bars/" + id;
  }

  /** Such as {@code 1 day TRADES}. */
  @Override
  public String toString() {
    return barSize + " " + whatToShow + (useRth ? "" : " outside regular hours, too");
  }
}
