package dev.ibintents.marketdata;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.bench.GoldenDocuments;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents of series and their bars are those of every earlier version. */
class SeriesDocumentsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T15:00:00.123456Z"), ZoneOffset.UTC);
  private static final LocalDate FIRST = LocalDate.of(2026, 11, 12);
  private static final LocalDate IDLE = LocalDate.of(2026, 11, 13);
  private static final LocalDate ASKED = LocalDate.of(2026, 11, 16);
  private static final Instant MINUTE = Instant.parse("2026-11-20T14:30:00Z");

  @TempDir Path folder;

  /** Bars with every column, with a column without values, and with a value that is missing. */
  private static List<HistoricalBar> days() {
    HistoricalBar first = BarSamples.day(FIRST, "671.0100");
    return List.of(
        first,
        BarSamples.day(LocalDate.of(2026, 11, 17), "1E+3"),
        new HistoricalBar(
            Optional.of(LocalDate.of(2026, 11, 18)),
            Optional.empty(),
            first.open(),
            first.high(),
            first.low(),
            new BigDecimal("-37.63"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(5)));
  }

  private static List<HistoricalBar> minutes() {
    return BarSamples.minutes(MINUTE, 2, "1.15805").stream()
        .map(
            bar ->
                new HistoricalBar(
                    bar.date(),
                    bar.start(),
                    bar.open(),
                    bar.high(),
                    bar.low(),
                    bar.close(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
        .toList();
  }

  /** Series of days and of minutes. */
  private static List<SeriesIndex> save(DocumentStore store) {
    SeriesStore series = new SeriesStore(store, CLOCK);
    SeriesIndex daily =
        SeriesIndex.empty(BarSamples.DAILY, BarSamples.spy())
            .knowing(BarSamples.spy(), Optional.of(BarTime.of(FIRST.minusYears(1))), true);
    daily = series.save(daily, days()).orElseThrow().index();
    Holes holes =
        Holes.NONE.withEmpty(Set.of(IDLE)).withAsked(Set.of(ASKED), LocalDate.of(2026, 11, 23));
    daily = series.save(daily.knowing(holes), List.of()).orElseThrow().index();
    SeriesIndex minutes =
        series
            .save(SeriesIndex.empty(BarSamples.MINUTES, BarSamples.spy()), minutes())
            .orElseThrow()
            .index();
    return List.of(daily, minutes);
  }

  private static Document document(SeriesIndex index, String id) {
    return new Document("marketData/" + id, index.fields());
  }

  @Test
  void seriesAreWrittenAndReadAsTheyWereAlways() {
    try (DocumentStore store = new SqliteDocumentStore(folder, Duration.ofSeconds(30))) {
      List<SeriesIndex> written = save(store);
      assertThat(written.get(0).idleDays()).isEqualTo(new TreeSet<>(Set.of(IDLE, ASKED)));
      assertThat(written.get(0).holes().askedOn()).hasSize(1);

      GoldenDocuments.requireWritten("series", store.list("marketData"));
      GoldenDocuments.requireWritten(
          "series-anew", List.of(document(written.get(0).begunAnew(), "anew")));

      assertThat(GoldenDocuments.read("series").stream().map(SeriesIndex::of).toList())
          .containsExactlyElementsIn(written);
      assertThat(SeriesIndex.of(GoldenDocuments.read("series-anew").get(0)))
          .isEqualTo(written.get(0).begunAnew());
    }
  }

  @Test
  void barsAreWrittenAndReadAsTheyWereAlways() {
    try (DocumentStore store = new SqliteDocumentStore(folder, Duration.ofSeconds(30))) {
      List<SeriesIndex> written = save(store);
      List<Document> chunks =
          written.stream()
              .flatMap(index -> store.list(index.series().path() + "/bars").stream())
              .toList();

      GoldenDocuments.requireWritten("bars", chunks);

      GoldenDocuments.read("bars")
          .forEach(document -> store.set(document.path(), document.fields()));
      Bars bars = new Bars(store);
      assertThat(bars.range(written.get(0), Optional.empty(), Optional.empty()).toList())
          .isEqualTo(days().stream().map(BarColumns::canonical).toList());
      assertThat(bars.range(written.get(1), Optional.empty(), Optional.empty()).toList())
          .isEqualTo(minutes().stream().map(BarColumns::canonical).toList());
    }
  }

  @Test
  void seriesOfEarlierVersionsAreRead() {
    Document series = GoldenDocuments.read("series").get(0);
    Map<String, Object> earlier = new TreeMap<>(series.fields());
    earlier.keySet().removeAll(Set.of("emptyDays", "askedDays", "askedDaysOn"));
    GoldenDocuments.requireWritten("series-earlier", List.of(new Document(series.path(), earlier)));

    SeriesIndex index = SeriesIndex.of(GoldenDocuments.read("series-earlier").get(0));

    assertThat(index.holes()).isEqualTo(Holes.NONE);
    assertThat(index.count()).isEqualTo(3);
  }
}
