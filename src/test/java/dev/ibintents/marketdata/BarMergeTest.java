package dev.ibintents.marketdata;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.BarMerge.Merged;
import dev.ibintents.store.Document;
import dev.ibintents.store.FieldException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BarMergeTest {
  private static final LocalDate MIDDLE = LocalDate.of(2020, 6, 15);

  /** A series with its chunks, and what it should hold. */
  private static final class Held {
    private SeriesIndex index = SeriesIndex.empty(BarSamples.DAILY, BarSamples.spy());
    private final Map<String, List<HistoricalBar>> chunks = new HashMap<>();
    private final TreeMap<LocalDate, HistoricalBar> model = new TreeMap<>();
    private final TreeSet<LocalDate> idle = new TreeSet<>();

    Merged merge(List<HistoricalBar> bars) {
      Merged merged = BarMerge.merge(index, bars, chunk -> chunks.get(chunk.id()));
      index = merged.index();
      merged
          .changed()
          .forEach(
              (id, its) ->
                  chunks.put(
                      id, BarColumns.bars(new Document("a/" + id, BarColumns.fields(its)), true)));
      return merged;
    }

    List<HistoricalBar> all() {
      List<HistoricalBar> all = new ArrayList<>();
      index.chunks().forEach(chunk -> all.addAll(chunks.get(chunk.id())));
      return all;
    }
  }

  /**
   * Whatever comes in whatever order, as long as it meets what is held: no bar twice, none lost,
   * the later one counts, and chunks keep their limits, their ids and their bars.
   */
  @Property(tries = 40)
  void aSeriesHoldsWhatCame(@ForAll long seed, @ForAll @IntRange(min = 1, max = 2500) int length) {
    Random random = new Random(seed);
    Held held = new Held();
    LocalDate from = MIDDLE;
    LocalDate to = MIDDLE.plusDays(length);
    LocalDate start = from;
    LocalDate end = to;
    for (int i = 0; i < 8; i++) {
      List<HistoricalBar> bars = new ArrayList<>();
      String close = BigDecimal.valueOf(random.nextInt(100_000), 2).toPlainString();
      for (HistoricalBar bar : BarSamples.days(start, end, close)) {
        if (random.nextInt(20) > 0 || held.model.containsKey(bar.date().orElseThrow())) {
          bars.add(bar);
        }
      }
      if (!bars.isEmpty()) {
        merge(held, bars);
        check(held);
        from = held.model.firstKey();
        to = held.model.lastKey().plusDays(1);
      }
      boolean older = random.nextBoolean();
      start =
          older ? from.minusDays(random.nextInt(1500) + 1) : to.minusDays(random.nextInt(9) + 1);
      end = older ? from.plusDays(random.nextInt(3)) : to.plusDays(random.nextInt(1500) + 1);
    }
  }

  private static void merge(Held held, List<HistoricalBar> bars) {
    Map<String, List<HistoricalBar>> before = new HashMap<>(held.chunks);
    int added = 0;
    int corrected = 0;
    for (HistoricalBar bar : bars) {
      HistoricalBar former = held.model.put(bar.date().orElseThrow(), BarColumns.canonical(bar));
      added += former == null ? 1 : 0;
      corrected += former != null && !former.equals(BarColumns.canonical(bar)) ? 1 : 0;
    }
    Merged merged = held.merge(bars);
    assertThat(merged.added()).isEqualTo(added);
    assertThat(merged.corrected()).isEqualTo(corrected);
    before.forEach(
        (id, its) ->
            assertThat(held.chunks.get(id).stream().map(BarTime::of).toList())
                .containsAtLeastElementsIn(its.stream().map(BarTime::of).toList()));
  }

  private static void check(Held held) {
    assertThat(held.all()).containsExactlyElementsIn(held.model.values()).inOrder();
    assertThat(held.index.count()).isEqualTo(held.model.size());
    assertThat(held.index.first()).hasValue(BarTime.of(held.model.firstKey()));
    assertThat(held.index.last()).hasValue(BarTime.of(held.model.lastKey()));
    held.index
        .chunks()
        .forEach(
            chunk -> {
              assertThat(held.chunks.get(chunk.id())).hasSize(chunk.count());
              assertThat(BarTime.of(held.chunks.get(chunk.id()).get(0))).isEqualTo(chunk.first());
              // Bars that were missing in the middle of a chunk may come later, and stay there.
              assertThat(chunk.count()).isAtMost(BarMerge.MOST_BARS + 100);
            });
    List<LocalDate> idle =
        held.model
            .firstKey()
            .datesUntil(held.model.lastKey())
            .filter(day -> day.getDayOfWeek().getValue() <= 5)
            .filter(day -> !held.model.containsKey(day))
            .toList();
    assertWithMessage("idle days").that(held.index.idleDays()).containsExactlyElementsIn(idle);
    assertThat(SeriesIndex.of(new Document("marketData/x", held.index.fields())))
        .isEqualTo(held.index);
  }

  @Test
  void onlyTheLastChunkGrows() {
    Held held = new Held();
    held.merge(BarSamples.days(MIDDLE, MIDDLE.plusYears(2), "1"));
    held.merge(BarSamples.days(MIDDLE.minusYears(1), MIDDLE, "1"));
    held.merge(BarSamples.days(MIDDLE.plusYears(2), MIDDLE.plusYears(6), "1"));

    assertThat(held.index.chunks().stream().map(SeriesIndex.Chunk::count).toList())
        .containsExactly(260, 1000, 565)
        .inOrder();
    assertThat(held.index.chunks().get(1).id()).isEqualTo("2020-06-15");
  }

  @Test
  void manyAreSplitEvenlyAndSoAreLongNumbers() {
    Held held = new Held();
    held.merge(BarSamples.days(MIDDLE, MIDDLE.plusYears(10), "1"));
    assertThat(held.index.chunks().stream().map(SeriesIndex.Chunk::count).toList())
        .containsExactly(870, 870, 870)
        .inOrder();

    Held precise = new Held();
    precise.merge(BarSamples.days(MIDDLE, MIDDLE.plusDays(70), "1." + "3".repeat(900)));
    assertThat(precise.index.chunks()).hasSize(2);
    precise.merge(
        BarSamples.days(MIDDLE.plusDays(70), MIDDLE.plusDays(140), "1." + "3".repeat(900)));
    // The last chunk is filled up, and what does not fit is split evenly.
    assertThat(precise.index.chunks().stream().map(SeriesIndex.Chunk::count).toList())
        .containsExactly(25, 27, 24, 24)
        .inOrder();
  }

  @Test
  void nothingNewChangesNothing() {
    Held held = new Held();
    List<HistoricalBar> bars = BarSamples.days(MIDDLE, MIDDLE.plusDays(20), "737.00");
    held.merge(bars);
    SeriesIndex before = held.index;
    Merged again = held.merge(bars.subList(5, 10));

    assertThat(again.changed()).isEmpty();
    assertThat(again.added()).isEqualTo(0);
    assertThat(again.corrected()).isEqualTo(0);
    assertThat(held.index).isEqualTo(before);
  }

  @Test
  void anIndexThatSaysOtherwiseThanItsChunkIsNotBuiltUpon() {
    Held held = new Held();
    held.merge(BarSamples.days(MIDDLE, MIDDLE.plusDays(20), "1"));
    held.chunks.replaceAll((id, its) -> its.subList(1, its.size()));

    assertThrows(
        FieldException.class, () -> held.merge(BarSamples.days(MIDDLE, MIDDLE.plusDays(20), "2")));
  }

  @Test
  void daysOfShortBarsAreThoseOfTheInstrument() {
    SeriesIndex empty = SeriesIndex.empty(BarSamples.MINUTES, BarSamples.spy());
    // Monday evening in New York, which is Tuesday in UTC, and Thursday.
    List<HistoricalBar> bars =
        List.of(
            BarSamples.minute(Instant.parse("2026-11-17T00:30:00Z"), "1"),
            BarSamples.minute(Instant.parse("2026-11-19T15:00:00Z"), "1"));
    SeriesIndex index = BarMerge.merge(empty, bars, chunk -> List.of()).index();

    assertThat(index.idleDays())
        .containsExactly(LocalDate.of(2026, 11, 17), LocalDate.of(2026, 11, 18));
    assertThat(index.chunkOf(BarTime.parse("2026-11-17T00:29:59Z"))).isEqualTo(-1);
    assertThat(index.chunkOf(BarTime.parse("2026-11-17T00:30:00Z"))).isEqualTo(0);
    assertThat(Optional.of(index.chunks().get(0).id())).hasValue("2026-11-17T00:30:00Z");
  }
}
