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
 * The facts about a series besides its bars, and the places of the bars. The bars are without
 * holes: between the first and the last, the series has all that the gateway has.
 *
 * @param series the series
 * @param contract its instrument
 * @param generation how often it was begun anew because its history had been rewritten
 * @param chunks where its bars are, the oldest first
 * @param last when its last bar is; empty if it has none
 * @param wanted how far back it was ever asked for; empty if nobody has said
 * @param isWhole whether the gateway has nothing before its first bar
 * @param idleDays weekdays between its first and its last bar without any
 * @param holes what has become of asking again for such days
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
   * @param first when its first bar is; its id, too
   * @param count how many there are
   */
  public record Chunk(BarTime first, int count) {
    String id() {
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
  static SeriesIndex empty(Series series, SeriesContract contract) {
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

  /** When its first bar is. */
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

  /** How many bars it has. */
  public long count() {
    return chunks.stream().mapToLong(Chunk::count).sum();
  }

  /** The place in the list of the chunk in whose range a time lies; -1 if it is before them all. */
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

  /** The same series, begun anew: what it has now is to be deleted. */
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

  /** The same with what else is known of the series by now. */
  SeriesIndex knowing(SeriesContract now, Optional<BarTime> farthestWanted, boolean whole) {
    return new SeriesIndex(
        series, now, generation, chunks, last, farthestWanted, whole, idleDays, holes, obsolete);
  }

  /** The same with what has become of asking again, as far as the days are still without bars. */
  SeriesIndex knowing(Holes now) {
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

  /** As a document's fields. */
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
