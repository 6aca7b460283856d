package dev.ibintents.marketdata.collection;

import dev.ibintents.marketdata.Gap;
import dev.ibintents.marketdata.Series;
import dev.ibintents.marketdata.SeriesContract;
import dev.ibintents.marketdata.SeriesIndex;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The result of collecting a series.
 *
 * @param contract the instrument
 * @param index the series afterwards
 * @param added the number of bars that are new
 * @param corrected the number of bars that have changed
 * @param isRewritten whether the broker had rewritten its history, so that it was begun anew
 * @param failure why no more could be collected; empty if nothing failed
 * @param remaining the ranges for which there was no time
 * @param before the first day on which missing bars are no gap: today in the instrument's time
 *     zone, or the day of its expiry if that is earlier
 */
public record Collected(
    SeriesContract contract,
    SeriesIndex index,
    int added,
    int corrected,
    boolean isRewritten,
    Optional<String> failure,
    List<Range> remaining,
    LocalDate before) {

  /** The series. */
  public Series series() {
    return index.series();
  }

  /** The gaps of the series, found by comparing it with other series. */
  List<Gap> gaps(Collection<SeriesIndex> all) {
    return Gap.of(index, Optional.of(before).filter(day -> remaining.isEmpty()), all);
  }

  /**
   * The days between the first and the last bar of which the broker has said that it has no bars,
   * although other series have some.
   */
  public List<Gap> confirmedEmpty() {
    return Gap.runs(index.holes().empty());
  }

  /**
   * A range of time.
   *
   * @param from the beginning, ISO-8601
   * @param to the end
   */
  public record Range(String from, String to) {}
}
