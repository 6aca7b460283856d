package dev.ibintents.marketdata;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.marketdata.SeriesIndex.Chunk;
import dev.ibintents.store.Document;
import dev.ibintents.store.FieldException;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Stored;
import dev.ibintents.store.StoredAs;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A {@link SeriesIndex} as its document has it: chunks and {@link Holes} are lists side by side.
 * For people, the document also has the number of bars and the time of the first one.
 *
 * @param series the series
 * @param contract its instrument
 * @param generation how often it was begun anew
 * @param chunks when the first bar of each chunk is
 * @param counts how many bars each chunk has
 * @param last when the last bar is
 * @param wanted how far back the series was ever asked for
 * @param isWhole whether the gateway has nothing before the first bar
 * @param idleDays weekdays without bars
 * @param emptyDays days on which the broker has nothing
 * @param askedDays days that were asked for again without an answer
 * @param askedDaysOn when each of them was asked for last
 * @param obsolete chunks that are still to be deleted
 */
record SeriesDocument(
    @Stored(inline = true) Series series,
    @Stored(inline = true) SeriesContract contract,
    int generation,
    List<BarTime> chunks,
    List<Integer> counts,
    @Stored(nullIfEmpty = true) Optional<BarTime> last,
    @Stored(nullIfEmpty = true) Optional<BarTime> wanted,
    boolean isWhole,
    SortedSet<LocalDate> idleDays,
    List<LocalDate> emptyDays,
    List<LocalDate> askedDays,
    List<LocalDate> askedDaysOn,
    List<String> obsolete) {
  private static final RecordFields<SeriesDocument> SERIES =
      RecordFields.of(
          SeriesDocument.class,
          StoredAs.text(BarTime.class, BarTime::toString, BarTime::parse),
          StoredAs.text(BarSize.class, BarSize::words, words -> BarSize.of(words).orElseThrow()),
          StoredAs.text(ZoneId.class, ZoneId::getId, ZoneId::of));

  /** Documents of earlier versions have no holes. */
  private static final Map<String, Object> IF_MISSING =
      Map.of("emptyDays", List.of(), "askedDays", List.of(), "askedDaysOn", List.of());

  private static SeriesDocument of(SeriesIndex index) {
    return new SeriesDocument(
        index.series(),
        index.contract(),
        index.generation(),
        index.chunks().stream().map(Chunk::first).toList(),
        index.chunks().stream().map(Chunk::count).toList(),
        index.last(),
        index.wanted(),
        index.isWhole(),
        index.idleDays(),
        List.copyOf(index.holes().empty()),
        List.copyOf(index.holes().askedOn().keySet()),
        List.copyOf(index.holes().askedOn().values()),
        index.obsolete());
  }

  /** An index as a document's fields. */
  static Map<String, Object> fields(SeriesIndex index) {
    Map<String, Object> fields = SERIES.fields(of(index));
    fields.put("count", index.count());
    fields.put("first", index.first().map(BarTime::toString).orElse(null));
    return fields;
  }

  /**
   * Reads an index.
   *
   * @throws FieldException if the document is none
   */
  static SeriesIndex index(Document document) {
    SeriesDocument stored = SERIES.record(document, IF_MISSING);
    requireSame(document, "counts", stored.counts, "chunks", stored.chunks);
    requireSame(document, "askedDaysOn", stored.askedDaysOn, "askedDays", stored.askedDays);
    return stored.index();
  }

  private static void requireSame(
      Document document, String name, List<?> list, String otherName, List<?> other) {
    if (list.size() != other.size()) {
      throw new FieldException(
          "%s: %s do not fit to %s".formatted(document.path(), name, otherName));
    }
  }

  private SeriesIndex index() {
    List<Chunk> all = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      all.add(new Chunk(chunks.get(i), counts.get(i)));
    }
    SortedMap<LocalDate, LocalDate> askedOn = new TreeMap<>();
    for (int i = 0; i < askedDays.size(); i++) {
      askedOn.put(askedDays.get(i), askedDaysOn.get(i));
    }
    return new SeriesIndex(
        series,
        contract,
        generation,
        all,
        last,
        wanted,
        isWhole,
        idleDays,
        new Holes(new TreeSet<>(emptyDays), askedOn),
        obsolete);
  }
}
