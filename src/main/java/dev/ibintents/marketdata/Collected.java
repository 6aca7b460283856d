package dev.ibintents.marketdata;

import java.util.List;
import java.util.Optional;

/**
 * What became of collecting a series.
 *
 * @param contract its instrument
 * @param series the series
 * @param index the series afterwards
 * @param added how many bars it did not have before
 * @param corrected how many it had otherwise
 * @param isRewritten whether the broker had rewritten its history, so that it was begun anew
 * @param failure why no more could be collected; empty if nothing failed
 * @param remaining what there was no time for
 */
public record Collected(
    SeriesContract contract,
    Series series,
    SeriesIndex index,
    int added,
    int corrected,
    boolean isRewritten,
    Optional<String> failure,
    List<Range> remaining) {

  /**
   * A range of time.
   *
   * @param from its beginning, ISO-8601
   * @param to its end
   */
  public record Range(String from, String to) {}
}
