package dev.ibintents.marketdata;

import dev.ibintents.store.Document;
import dev.ibintents.store.FieldException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The index of a series: the document that says where the bars are. It has a component for each
 * field of that document. The bars are without holes: between the first and the last, the series
 * has all bars that the gateway has.
 *
 * @param series the series
 * @param contract the instrument
 * @param generation how often the series was begun anew because its history had been rewritten
 * @param chunks the documents with the bars, the oldest first
 * @param last the time of the last bar; empty if there is none
 * @param wanted the earliest time that was ever asked for; empty if there was no such request
 * @param isWhole whether the gateway has nothing before the first bar
 * @param idleDays weekdays without bars between the first and the last bar
 * @param holes the results of asking again for such days
 * @param obsolete chunks of former generations that are still to be deleted
 */
public record SeriesIndex(
    Series series,
    SeriesContract contract,
    int generation,
    List<Chunk> chunks,
    Optional<BarTime> last,
    Optional<BarTime> wanted,
    boolean isWhole,
    SortedSet<LocalDate> idleDays,
    Holes holes,
    List<String> obsolete) {

  /**
   * A document with bars.
   *
   * @param first the time of the first bar, which is also the document's id
   * @param count the number of bars
   */
  public record Chunk(BarTime first, int count) {
    public String id() {
      return first.toString();
    }
  }

  /** Keeps its own copies. */
  public SeriesIndex {
    chunks = List.copyOf(chunks);
    idleDays = Collections.unmodifiableSortedSet(new TreeSet<>(idleDays));
    obsolete = List.copyOf(obsolete);
  }

  /** A series without bars. */
  public static SeriesIndex empty(Series series, SeriesContract contract) {
    return new SeriesIndex(
        series,
        contract,
        0,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        new TreeSet<>(),
        Holes.NONE,
        List.of());
  }

  /** The time of the first bar; empty if there is none. */
  public Optional<BarTime> first() {
    return chunks.stream().findFirst().map(Chunk::first);
  }

  /** The first time that a bar on a day in the instrument's time zone can have. */
  public BarTime firstOn(LocalDate day) {
    return series.barSize().isDay()
        ? BarTime.of(day)
        : BarTime.of(day.atStartOfDay(contract.zone()).toInstant());
  }

  /** The last time that a bar on a day in the instrument's time zone can have. */
  public BarTime lastOn(LocalDate day) {
    return series.barSize().isDay()
        ? BarTime.of(day)
        : firstOn(day.plusDays(1)).plus(Duration.ofSeconds(-1));
  }

  /** The number of bars. */
  public long count() {
    return chunks.stream().mapToLong(Chunk::count).sum();
  }

  /** The place in the list of the chunk that covers a time; -1 if the time is before all chunks. */
  int chunkOf(BarTime time) {
    int low = 0;
    int high = chunks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (chunks.get(middle).first().isAfter(time)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low - 1;
  }

  /** The same series begun anew, without bars; the present chunks are to be deleted. */
  SeriesIndex begunAnew() {
    List<String> all = new ArrayList<>(obsolete);
    chunks.forEach(chunk -> all.add(chunk.id()));
    return new SeriesIndex(
        series,
        contract,
        generation + 1,
        List.of(),
        Optional.empty(),
        wanted,
        false,
        new TreeSet<>(),
        Holes.NONE,
        all);
  }

  /** The same without these obsolete chunks. */
  SeriesIndex without(List<String> deleted) {
    return new SeriesIndex(
        series,
        contract,
        generation,
        chunks,
        last,
        wanted,
        isWhole,
        idleDays,
        holes,
        obsolete.stream().filter(id -> !deleted.contains(id)).toList());
  }

  /** The same series with a new description, goal and completeness. */
  public SeriesIndex knowing(SeriesContract now, Optional<BarTime> farthestWanted, boolean whole) {
    return new SeriesIndex(
        series, now, generation, chunks, last, farthestWanted, whole, idleDays, holes, obsolete);
  }

  /** The same series with new holes, as far as their days are still without bars. */
  public SeriesIndex knowing(Holes now) {
    return new SeriesIndex(
        series,
        contract,
        generation,
        chunks,
        last,
        wanted,
        isWhole,
        idleDays,
        now.among(idleDays),
        obsolete);
  }

  /** The fields of the document. */
  Map<String, Object> fields() {
    return SeriesDocument.fields(this);
  }

  /**
   * Reads a document.
   *
   * @throws FieldException if it is no series' index
   */
  static SeriesIndex of(Document document) {
    SeriesIndex index = SeriesDocument.index(document);
    refuseOtherKinds(document, index);
    return index;
  }

  /** Dates and moments are not comparable. */
  private static void refuseOtherKinds(Document document, SeriesIndex index) {
    boolean isDay = index.series().barSize().isDay();
    Stream.of(
            index.chunks().stream().map(Chunk::first),
            index.last().stream(),
            index.wanted().stream())
        .flatMap(times -> times)
        .filter(time -> time.isDate() != isDay)
        .findFirst()
        .ifPresent(
            time -> {
              throw new FieldException(
                  "%s is no index of bars of %s: it has the time %s"
                      .formatted(document.path(), index.series().barSize(), time));
            });
  }
}
