package dev.ibintents.marketdata;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.store.Document;
import dev.ibintents.store.FieldException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
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
  SeriesIndex knowing(SeriesContract now, Optional<BarTime> farthestWanted, boolean whole) {
    return new SeriesIndex(
        series, now, generation, chunks, last, farthestWanted, whole, idleDays, holes, obsolete);
  }

  /** The same series with new holes, as far as their days are still without bars. */
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

  /** The fields of the document. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    contract.into(fields);
    fields.put("barSize", series.barSize().words());
    fields.put("whatToShow", series.whatToShow().name());
    fields.put("useRth", series.useRth());
    fields.put("generation", generation);
    fields.put("chunks", chunks.stream().map(Chunk::id).toList());
    fields.put("counts", chunks.stream().map(Chunk::count).toList());
    fields.put("count", count());
    fields.put("first", first().map(BarTime::toString).orElse(null));
    fields.put("last", last.map(BarTime::toString).orElse(null));
    fields.put("wanted", wanted.map(BarTime::toString).orElse(null));
    fields.put("isWhole", isWhole);
    fields.put("idleDays", idleDays.stream().map(LocalDate::toString).toList());
    holes.into(fields);
    fields.put("obsolete", obsolete);
    return fields;
  }

  /**
   * Reads a document.
   *
   * @throws FieldException if it is no series' index
   */
  static SeriesIndex of(Document document) {
    try {
      SeriesContract contract = SeriesContract.of(document);
      SeriesIndex index = read(document, contract);
      refuseOtherKinds(document, index);
      return index;
    } catch (DateTimeException | ArithmeticException | NoSuchElementException e) {
      throw new FieldException(document.path() + " is no index of bars: " + e.getMessage());
    }
  }

  private static SeriesIndex read(Document document, SeriesContract contract) {
    return new SeriesIndex(
        new Series(
            contract.conId(),
            BarSize.of(document.string("barSize")).orElseThrow(),
            WhatToShow.of(document.string("whatToShow")).orElseThrow(),
            document.bool("useRth")),
        contract,
        Math.toIntExact(document.integer("generation")),
        chunks(document),
        document.findString("last").map(BarTime::parse),
        document.findString("wanted").map(BarTime::parse),
        document.bool("isWhole"),
        idleDays(document),
        Holes.of(document),
        texts(document, "obsolete"));
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

  private static List<Chunk> chunks(Document document) {
    List<String> ids = texts(document, "chunks");
    List<Object> counts = document.list("counts");
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (i >= counts.size() || !(counts.get(i) instanceof Long count)) {
        throw new FieldException(document.path() + ": counts do not fit to chunks");
      }
      chunks.add(new Chunk(BarTime.parse(ids.get(i)), Math.toIntExact(count)));
    }
    return chunks;
  }

  private static SortedSet<LocalDate> idleDays(Document document) {
    SortedSet<LocalDate> days = new TreeSet<>();
    texts(document, "idleDays").forEach(day -> days.add(LocalDate.parse(day)));
    return days;
  }

  private static List<String> texts(Document document, String name) {
    List<String> texts = new ArrayList<>();
    for (Object text : document.list(name)) {
      if (!(text instanceof String)) {
        throw new FieldException(document.path() + ": field " + name + " is no list of texts");
      }
      texts.add((String) text);
    }
    return texts;
  }
}
