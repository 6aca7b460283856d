package dev.ibintents.marketdata;

import java.time.LocalDate;
import java.util.Collection;
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
 * @param before the day from which on there need not be bars yet: today in the instrument's time
 *     zone; or not any more, if it expires
 */
public record Collected(
    SeriesContract contract,
    Series series,
    SeriesIndex index,
    int added,
    int corrected,
    boolean isRewritten,
    Optional<String> failure,
    List<Range> remaining,
    LocalDate before) {

  /** Its gaps, as other series tell. */
  List<Gap> gaps(Collection<SeriesIndex> all) {
    return Gap.of(index, Optional.of(before).filter(day -> remaining.isEmpty()), all);
  }

  /**
   * Days without bars between its first and its last, on which other series have some, and of which
   * the broker has said that it has none.
   */
  public List<Gap> confirmedEmpty() {
    return Gap.runs(index.holes().empty());
  }

  /**
   * A range of time.
   *
   * @param from its beginning, ISO-8601
   * @param to its end
   */
  public record Range(String from, String to) {}
}
