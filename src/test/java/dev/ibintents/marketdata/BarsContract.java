package dev.ibintents.marketdata;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.marketdata.SeriesStore.Saved;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.FieldException;
import dev.ibintents.store.Threads;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Series are kept, and come back as they were, on every store. */
@Timeout(120)
abstract class BarsContract {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T15:00:00Z"), ZoneOffset.UTC);
  private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
  private static final Instant MINUTE = Instant.parse("2026-11-20T14:30:00Z");

  private DocumentStore store;
  private CountingStore counting;
  private SeriesStore series;
  private Bars bars;

  /** A store without documents. */
  abstract DocumentStore open();

  @BeforeEach
  void openStore() {
    store = open();
    counting = new CountingStore(store);
    series = new SeriesStore(store, CLOCK);
    bars = new Bars(counting);
  }

  @AfterEach
  void closeStore() {
    if (store != null) {
      store.close();
    }
  }

  private SeriesIndex save(Series collected, List<HistoricalBar> saved) {
    return series
        .save(series.read(collected, BarSamples.spy()), saved)
        .map(Saved::index)
        .orElseThrow();
  }

  private List<HistoricalBar> all(SeriesIndex index) {
    return bars.range(index, Optional.empty(), Optional.empty()).toList();
  }

  private static List<HistoricalBar> canonical(List<HistoricalBar> bars) {
    return bars.stream().map(BarColumns::canonical).toList();
  }

  @Test
  void barsComeBackExactly() {
    HistoricalBar bar = BarSamples.day(FIRST, "16.0100");
    List<HistoricalBar> its =
        List.of(
            bar,
            new HistoricalBar(
                Optional.of(FIRST.plusDays(1)),
                Optional.empty(),
                new BigDecimal("-37.63"),
                new BigDecimal("1E+3"),
                new BigDecimal("0.000000012345678901234567890"),
                new BigDecimal("99999999999999999999.5"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            BarSamples.day(FIRST.plusDays(2), "1.0E-4"));
    SeriesIndex index = save(BarSamples.DAILY, its);

    assertThat(all(index)).isEqualTo(canonical(its));
    assertThat(all(index).get(0).close()).isEqualTo(new BigDecimal("16.01"));
    assertThat(all(index).get(0).volume()).hasValue(new BigDecimal("948837.2"));
    assertThat(all(index).get(1).high()).isEqualTo(new BigDecimal("1000"));
    assertThat(bars.index(BarSamples.DAILY)).hasValue(index);
    Document document = store.get("marketData/756733-1 day-TRADES/bars/2020-01-01").orElseThrow();
    assertThat(document.list("close").get(0)).isEqualTo("16.01");
    assertThat(document.string("last")).isEqualTo("2020-01-03");
  }

  @Test
  void shortBarsWithoutVolumesComeBackExactly() {
    List<HistoricalBar> its = new ArrayList<>();
    for (HistoricalBar bar : BarSamples.minutes(MINUTE, 1500, "1.15805")) {
      its.add(
          new HistoricalBar(
              bar.date(),
              bar.start(),
              bar.open(),
              bar.high(),
              bar.low(),
              bar.close(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
    }
    SeriesIndex index = save(BarSamples.MINUTES, its);

    assertThat(all(index)).isEqualTo(its);
    assertThat(index.chunks()).hasSize(2);
    assertThat(index.series().path()).isEqualTo("marketData/756733-1 min-TRADES-outsideRth");
    Document chunk = store.get(index.series().chunkPath("2026-11-20T14:30:00Z")).orElseThrow();
    assertThat(chunk.has("volume")).isFalse();
  }

  @Test
  void aRangeReadsTheChunksThatItNeedsWhenItNeedsThem() {
    save(BarSamples.DAILY, BarSamples.days(FIRST, FIRST.plusYears(14), "1"));
    SeriesIndex index = bars.index(BarSamples.DAILY).orElseThrow();
    assertThat(index.chunks()).hasSize(4);
    counting.reads.clear();

    BarTime from = BarTime.of(LocalDate.of(2024, 1, 6)); // a Saturday
    BarTime to = BarTime.of(LocalDate.of(2024, 1, 10));
    assertThat(
            bars.range(index, Optional.of(from), Optional.of(to))
                .map(bar -> bar.date().orElseThrow().getDayOfMonth())
                .toList())
        .containsExactly(8, 9, 10)
        .inOrder();
    assertThat(counting.reads).hasSize(1);
    counting.reads.clear();

    Iterator<HistoricalBar> iterator =
        bars.range(index, Optional.empty(), Optional.empty()).iterator();
    assertThat(counting.reads).isEmpty();
    for (int i = 0; i < 900; i++) {
      iterator.next();
    }
    assertThat(counting.reads).hasSize(1);
    counting.reads.clear();

    List<HistoricalBar> last = bars.last(index, 250);
    assertThat(last).hasSize(250);
    assertThat(last.get(249).date()).hasValue(LocalDate.of(2033, 12, 30));
    assertThat(counting.reads).hasSize(1);
    assertThat(bars.last(index, 100_000)).hasSize((int) index.count());
    assertThat(
            bars.range(index, Optional.of(BarTime.of(LocalDate.of(2050, 1, 1))), Optional.empty())
                .toList())
        .isEmpty();
    assertThat(
            bars.range(index, Optional.empty(), Optional.of(BarTime.of(LocalDate.of(2019, 1, 1))))
                .toList())
        .isEmpty();
  }

  @Test
  void documentsStayFarBelowTheLimit() {
    save(BarSamples.DAILY, BarSamples.days(FIRST, FIRST.plusYears(40), "12345.678901"));
    for (Document chunk : store.list(BarSamples.DAILY.path() + "/bars")) {
      assertThat(chunk.fields().toString().length()).isLessThan(200_000);
    }
  }

  @Test
  void manyAtOnceLoseNothing() throws Exception {
    List<HistoricalBar> its = BarSamples.days(FIRST, FIRST.plusYears(2), "1");
    save(BarSamples.DAILY, its.subList(0, 50));
    // Each knows the series as it was, and brings something that meets it.
    SeriesIndex known = bars.index(BarSamples.DAILY).orElseThrow();
    Threads.race(
        writers(),
        number -> () -> series.save(known, its.subList(40, 60 + 40 * number)).orElseThrow());

    SeriesIndex index = bars.index(BarSamples.DAILY).orElseThrow();
    int most = 60 + 40 * (writers() - 1);
    assertThat(all(index)).isEqualTo(canonical(its.subList(0, most)));
    assertThat(index.count()).isEqualTo(most);
  }

  /** How many write at once. */
  abstract int writers();

  @Test
  void aSeriesThatIsBegunAnewTakesNothingOfItsFormerHistory() {
    SeriesIndex former = save(BarSamples.DAILY, BarSamples.days(FIRST, FIRST.plusYears(9), "2"));
    Iterator<HistoricalBar> reading =
        bars.range(former, Optional.empty(), Optional.empty()).iterator();
    reading.next();
    SeriesIndex begun =
        series.beginAnew(former.knowing(former.contract(), Optional.of(BarTime.of(FIRST)), false));

    assertThat(begun.generation()).isEqualTo(1);
    assertThat(begun.count()).isEqualTo(0);
    assertThat(begun.obsolete()).isEmpty();
    assertThat(store.list(BarSamples.DAILY.path() + "/bars")).isEmpty();
    assertThat(series.save(former, BarSamples.days(FIRST, FIRST.plusDays(9), "2"))).isEmpty();
    assertThrows(SeriesBegunAnewException.class, () -> reading.forEachRemaining(bar -> {}));
    assertThat(series.beginAnew(former)).isEqualTo(begun); // somebody else has done it

    List<HistoricalBar> halved = BarSamples.days(FIRST, FIRST.plusYears(1), "1");
    assertThat(all(save(BarSamples.DAILY, halved))).isEqualTo(canonical(halved));
  }

  @Test
  void whatADeadProcessLeftBehindIsDeletedButNotWhatHasComeInItsPlace() {
    SeriesIndex former = save(BarSamples.DAILY, BarSamples.days(FIRST, FIRST.plusYears(9), "2"));
    // It died after it had begun the series anew, and before it had deleted anything.
    store.set(BarSamples.DAILY.path(), former.begunAnew().fields());
    List<HistoricalBar> halved = BarSamples.days(FIRST, FIRST.plusYears(1), "1");
    SeriesIndex index = save(BarSamples.DAILY, halved);
    assertThat(index.obsolete()).hasSize(2);

    SeriesIndex cleaned = series.deleteObsolete(index);

    assertThat(cleaned.obsolete()).isEmpty();
    assertThat(store.list(BarSamples.DAILY.path() + "/bars")).hasSize(1);
    assertThat(all(cleaned)).isEqualTo(canonical(halved));
  }

  @Test
  void whatWasWantedStaysWanted() {
    SeriesIndex none = series.read(BarSamples.DAILY, BarSamples.spy());
    series
        .save(
            none.knowing(none.contract(), Optional.of(BarTime.of(FIRST)), false),
            BarSamples.days(FIRST.plusDays(9), FIRST.plusDays(20), "1"))
        .orElseThrow();
    SeriesIndex known = bars.index(BarSamples.DAILY).orElseThrow();
    SeriesIndex index =
        series
            .save(
                known.knowing(known.contract(), Optional.of(BarTime.of(FIRST.plusDays(5))), true),
                List.of())
            .orElseThrow()
            .index();

    assertThat(index.wanted()).hasValue(BarTime.of(FIRST));
    assertThat(index.isWhole()).isTrue();
    assertThat(bars.all()).containsExactly(index);
  }

  @Test
  void whatIsNoSeriesIsRefusedByName() {
    save(BarSamples.DAILY, BarSamples.days(FIRST, FIRST.plusDays(20), "1"));
    SeriesIndex index = bars.index(BarSamples.DAILY).orElseThrow();
    String path = BarSamples.DAILY.chunkPath("2020-01-01");
    Map<String, Object> fields = new HashMap<>(store.get(path).orElseThrow().fields());
    for (Object wrong : new Object[] {List.of("1"), List.of("one"), "text", List.of(1.5)}) {
      fields.put("close", wrong);
      store.set(path, fields);
      FieldException e = assertThrows(FieldException.class, () -> all(index));
      assertThat(e).hasMessageThat().contains("close");
    }
    store.update(BarSamples.DAILY.path(), Map.of("barSize", "a fortnight"));
    FieldException e = assertThrows(FieldException.class, () -> bars.index(BarSamples.DAILY));
    assertThat(e).hasMessageThat().contains("marketData/756733-1 day-TRADES");
  }
}
