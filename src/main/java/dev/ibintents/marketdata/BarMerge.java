package dev.ibintents.marketdata;

import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.SeriesIndex.Chunk;
import dev.ibintents.store.FieldException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Merges bars into a series. Bars that the series has are overwritten, the others are added; no
 * time occurs twice. It reads no store: the caller hands in the chunks.
 *
 * <p>A chunk keeps its bars, and so its id, so that a reader of the series misses no bar meanwhile.
 * Only the last chunk grows, up to a limit. Bars before the first chunk make new chunks. Bars that
 * fill a hole go into the chunk around it, which is split if it becomes too large.
 */
final class BarMerge {
  /** The most bars of one chunk: some 60 kB, and few entries in an index of the document. */
  static final int MOST_BARS = 1000;

  /** The most bytes of one chunk: a fifth of the largest document. */
  static final int MOST_BYTES = 200_000;

  private final SeriesIndex index;
  private final List<HistoricalBar> bars;
  private final Map<BarTime, List<HistoricalBar>> changed = new TreeMap<>();
  private int added;
  private int corrected;

  /**
   * The result of a merge.
   *
   * @param index the series' index afterwards
   * @param changed all bars of each chunk that has changed or is new, by its id
   * @param added the number of bars that are new
   * @param corrected the number of bars that have changed
   */
  record Merged(
      SeriesIndex index, Map<String, List<HistoricalBar>> changed, int added, int corrected) {}

  private BarMerge(SeriesIndex index, List<HistoricalBar> bars) {
    this.index = index;
    this.bars = bars;
  }

  /**
   * Merges bars into a series.
   *
   * @param index the series before
   * @param bars the new bars: in the order of time, at least one, without holes, and without a hole
   *     between them and the series
   * @param chunk reads the bars of a chunk
   * @throws FieldException if a chunk contradicts the index
   */
  static Merged merge(
      SeriesIndex index, List<HistoricalBar> bars, Function<Chunk, List<HistoricalBar>> chunk) {
    return new BarMerge(index, bars.stream().map(BarColumns::canonical).toList()).run(chunk);
  }

  private Merged run(Function<Chunk, List<HistoricalBar>> chunk) {
    List<HistoricalBar> before = new ArrayList<>();
    Map<Integer, List<HistoricalBar>> inside = new TreeMap<>();
    for (HistoricalBar bar : bars) {
      int place = index.chunkOf(BarTime.of(bar));
      (place < 0 ? before : inside.computeIfAbsent(place, key -> new ArrayList<>())).add(bar);
    }
    splitEvenly(before);
    added += before.size();
    inside.forEach(
        (place, newBars) -> {
          Chunk known = index.chunks().get(place);
          overwrite(known, chunk.apply(known), newBars, place == index.chunks().size() - 1);
        });
    TreeMap<BarTime, Chunk> chunks = new TreeMap<>();
    index.chunks().forEach(known -> chunks.put(known.first(), known));
    changed.forEach((first, merged) -> chunks.put(first, new Chunk(first, merged.size())));
    return new Merged(after(chunks.values()), byId(), added, corrected);
  }

  private Map<String, List<HistoricalBar>> byId() {
    Map<String, List<HistoricalBar>> byId = new LinkedHashMap<>();
    changed.forEach((first, merged) -> byId.put(first.toString(), merged));
    return byId;
  }

  private void put(List<HistoricalBar> chunk) {
    changed.put(BarTime.of(chunk.get(0)), chunk);
  }

  private void splitEvenly(List<HistoricalBar> all) {
    if (all.isEmpty()) {
      return;
    }
    long bytes = all.stream().mapToLong(BarColumns::bytes).sum();
    long parts = Math.max(ceil(all.size(), MOST_BARS), ceil(bytes, MOST_BYTES));
    for (int i = 0; i < parts; i++) {
      int from = (int) (all.size() * i / parts);
      int to = (int) (all.size() * (i + 1) / parts);
      if (from < to) {
        put(List.copyOf(all.subList(from, to)));
      }
    }
  }

  private static long ceil(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  private void overwrite(
      Chunk known, List<HistoricalBar> held, List<HistoricalBar> newBars, boolean isLast) {
    if (known.count() != held.size() || held.isEmpty()) {
      String path = index.series().path();
      throw new FieldException(
          "chunk %s of %s has %d bars, and its index says %d; delete %s to collect the series anew"
              .formatted(known.id(), path, held.size(), known.count(), path));
    }
    TreeMap<BarTime, HistoricalBar> all = new TreeMap<>();
    held.forEach(bar -> all.put(BarTime.of(bar), bar));
    boolean differs = false;
    for (HistoricalBar bar : newBars) {
      HistoricalBar former = all.put(BarTime.of(bar), bar);
      added += former == null ? 1 : 0;
      corrected += former != null && !former.equals(bar) ? 1 : 0;
      differs |= !bar.equals(former);
    }
    if (!differs) {
      return;
    }
    List<HistoricalBar> merged = List.copyOf(all.values());
    int room = isLast ? room(merged, BarTime.of(held.get(held.size() - 1))) : merged.size();
    if (!isLast && isTooLarge(merged)) {
      splitEvenly(merged); // a hole was filled; the first part keeps the chunk's id
      return;
    }
    put(merged.subList(0, room));
    splitEvenly(merged.subList(room, merged.size()));
  }

  private static boolean isTooLarge(List<HistoricalBar> merged) {
    return merged.size() > 2 * MOST_BARS
        || merged.stream().mapToInt(BarColumns::bytes).sum() > 2 * MOST_BYTES;
  }

  /** The number of bars that stay in a chunk: all that it has, and new ones up to the limits. */
  private static int room(List<HistoricalBar> merged, BarTime lastHeld) {
    int room = 0;
    int bytes = 0;
    for (HistoricalBar bar : merged) {
      bytes += BarColumns.bytes(bar);
      boolean fits = room < MOST_BARS && bytes <= MOST_BYTES;
      if (!fits && BarTime.of(bar).isAfter(lastHeld)) {
        break;
      }
      room++;
    }
    return room;
  }

  private SeriesIndex after(Collection<Chunk> chunks) {
    BarTime last = BarTime.of(bars.get(bars.size() - 1));
    SortedSet<LocalDate> idleDays = idleDays();
    Set<String> ids = new HashSet<>();
    chunks.forEach(chunk -> ids.add(chunk.id()));
    return new SeriesIndex(
        index.series(),
        index.contract(),
        index.generation(),
        List.copyOf(chunks),
        Optional.of(index.last().filter(held -> held.isAfter(last)).orElse(last)),
        index.wanted(),
        index.isWhole(),
        idleDays,
        index.holes().among(idleDays),
        index.obsolete().stream().filter(id -> !ids.contains(id)).toList());
  }

  /** The weekdays without bars. As there are no holes, the gateway has no bars on these days. */
  private SortedSet<LocalDate> idleDays() {
    ZoneId zone = index.contract().zone();
    SortedSet<LocalDate> idle = new TreeSet<>(index.idleDays());
    TreeSet<LocalDate> days = new TreeSet<>();
    bars.forEach(bar -> days.add(BarTime.of(bar).day(zone)));
    Optional<LocalDate> first = index.first().map(time -> time.day(zone));
    Optional<LocalDate> last = index.last().map(time -> time.day(zone));
    LocalDate from = last.filter(day -> day.isBefore(days.first())).orElse(days.first());
    LocalDate to = first.filter(day -> day.isAfter(days.last())).orElse(days.last());
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      boolean isHeld =
          first.isPresent() && !day.isBefore(first.get()) && !day.isAfter(last.orElseThrow());
      if (day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0 && !isHeld) {
        idle.add(day);
      }
    }
    idle.removeAll(days);
    return idle;
  }
}
