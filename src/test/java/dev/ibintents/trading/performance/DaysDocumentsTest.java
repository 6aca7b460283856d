package dev.ibintents.trading.performance;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.PAPER;

import dev.ibintents.bench.GoldenDocuments;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.Money;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.books.FlowPosting;
import dev.ibintents.trading.ledger.TestClock;
import dev.ibintents.trading.totals.Basis;
import dev.ibintents.trading.totals.Cash;
import dev.ibintents.trading.totals.Category;
import dev.ibintents.trading.totals.Effect;
import dev.ibintents.trading.totals.Effects;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The records of days, and what amends them. */
class DaysDocumentsTest {
  private static final int SPY = 756733;
  private static final int VOD = 900;
  private static final int EUR_USD = 12087792;
  private static final Instant NOW = Instant.parse("2026-11-23T21:00:00Z");
  private static final LocalDate DAY = LocalDate.parse("2026-11-23");

  private final TestClock clock = new TestClock(NOW.toString());

  @TempDir Path folder;
  private DocumentStore store;
  private PerformanceDays days;

  @BeforeEach
  void openStore() {
    store = new SqliteDocumentStore(folder, Duration.ofSeconds(30));
    days = new PerformanceDays(store, PAPER);
    store.set("positions/paper/holdings/a", Map.of("" + SPY, 10, "" + EUR_USD, 500));
    store.set("positions/paper/holdings/b", Map.of("" + VOD, -200));
    store.set("positions/paper/holdings/parked", Map.of("" + SPY, 3));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  private void record(Instant at, String untied) {
    SortedMap<Integer, DayHoldings.Unit> units = new TreeMap<>();
    units.put(
        SPY,
        new DayHoldings.Unit(
            "SPY", "USD", decimal("13"), decimal("680.5"), decimal("680.5"), "STK"));
    units.put(
        VOD,
        new DayHoldings.Unit(
            "VOD", "GBP", decimal("-200"), decimal("94.6"), decimal("0.946"), "STK"));
    units.put(
        EUR_USD,
        new DayHoldings.Unit("EUR.USD", "USD", decimal("500"), decimal("1.1"), null, "CASH"));
    new PortfolioHistory(store, PAPER)
        .keep(
            Map.of("day", DAY.toString()),
            new AccountSnapshot(
                "DU1234567",
                at,
                "USD",
                Optional.of(decimal("100000.25")),
                new TreeMap<>(Map.of("USD", BigDecimal.ONE, "GBP", decimal("1.25"))),
                new TreeMap<>(Map.of("USD", decimal("94000"), "GBP", decimal("1000"))),
                units,
                Set.of(EUR_USD),
                Map.of("a", decimal("50000.125"), "c", decimal("10000")),
                untied));
  }

  @Test
  void snapshotOfThePortfolioIsKeptForTheBrokersDay() {
    Instant lateAtTheBroker = Instant.parse("2026-11-24T04:59:00Z");

    record(lateAtTheBroker, "");

    Map<String, Object> kept = Map.of("day", DAY.toString(), "updatedAt", lateAtTheBroker);
    assertThat(store.get("positions/paper/portfolio/latest").orElseThrow().fields())
        .isEqualTo(kept);
    assertThat(store.get("positions/paper/portfolio/2026-11-23").orElseThrow().fields())
        .isEqualTo(kept);
  }

  private FlowPosting flows() {
    return new FlowPosting(store, PAPER, clock);
  }

  @Test
  void daysAreWrittenAsTheyWereAlways() {
    flows()
        .post(
            "before",
            "DU1234567",
            Map.of("kind", "dividend"),
            new FlowPosting.Flow(
                Holdings.NONE,
                Effects.of(
                    "a",
                    Effect.of(Cash.of(Category.DIVIDENDS, new Money(decimal("12.34"), "USD")))),
                NOW));
    record(NOW, "");
    clock.advance(Duration.ofHours(1));
    flows()
        .post(
            "late",
            "DU1234567",
            Map.of("kind", "fee"),
            new FlowPosting.Flow(
                Holdings.NONE,
                Effects.of(
                    "b", Effect.of(Cash.of(Category.FEES, new Money(decimal("-4.5"), "GBP")))),
                NOW.minusSeconds(60)));

    GoldenDocuments.requireWritten("days", store.list("positions/paper/days"));
    GoldenDocuments.requireWritten("dayHoldings", store.list("positions/paper/dayHoldings"));
    GoldenDocuments.requireWritten("amendments", store.list("positions/paper/amendments"));
    GoldenDocuments.requireWritten("flows", store.list("positions/paper/flows"));
    DayRecord written = days.read(DAY, DAY).get(0);
    for (String kind : List.of("days", "dayHoldings", "amendments")) {
      for (Document document : GoldenDocuments.read(kind)) {
        store.set(document.path(), document.fields());
      }
    }
    assertThat(days.read(DAY, DAY)).containsExactly(written);
  }

  @Test
  void aDayHasTheValueOfHoldingsAndTheFirstDayIsTheirCost() {
    record(NOW, "");

    DayRecord day = days.read(DAY, DAY).get(0);
    assertThat(day.tied()).isTrue();
    assertThat(day.strategies().keySet()).containsExactly("a", "b", "c");
    assertThat(day.strategies().get("a").value()).isEqualTo(decimal("6805"));
    assertThat(day.strategies().get("b").value()).isEqualTo(decimal("-236.5"));
    assertThat(day.strategies().get("b").cost()).containsExactly("GBP", decimal("-189.2"));
    assertThat(day.strategies().get("a").capital()).hasValue(decimal("50000.125"));
    assertThat(day.equity("a")).isEqualTo(decimal("6805"));
    assertThat(days.holdings(DAY).orElseThrow().strategies().get("parked"))
        .containsExactly(SPY, decimal("3"));
  }

  @Test
  void aFlowThatIsRecordedLaterBelongsToItsDay() {
    record(NOW, "");
    clock.advance(Duration.ofHours(5));

    boolean isNew =
        flows()
            .post(
                "split",
                "DU1234567",
                Map.of(),
                new FlowPosting.Flow(
                    Holdings.of(Map.of("a", Quantities.of(SPY, decimal("10")))),
                    Effects.of(
                        "a",
                        new Effect(
                            Cash.of(Category.FEES, new Money(decimal("-1"), "USD")),
                            new TreeMap<>(
                                Map.of(
                                    SPY,
                                    new Basis(
                                        "USD", Optional.empty(), decimal("10"), BigDecimal.ZERO))),
                            new TreeMap<>(),
                            new TreeMap<>())),
                    NOW.minusSeconds(5)));

    assertThat(isNew).isTrue();
    assertThat(
            flows()
                .post(
                    "split",
                    "DU1234567",
                    Map.of(),
                    new FlowPosting.Flow(Holdings.NONE, Effects.NONE, NOW)))
        .isFalse();
    DayRecord day = days.read(DAY, DAY).get(0);
    assertThat(day.strategies().get("a").value()).isEqualTo(decimal("13610.0"));
    assertThat(day.equity("a")).isEqualTo(decimal("13609.0"));
    assertThat(store.get("positions/paper/holdings/a").orElseThrow().decimal("" + SPY))
        .isEqualTo(decimal("20"));
    assertThat(new TotalsCheck(store, PAPER).differences()).isEmpty();
  }

  @Test
  void aDayWhosePositionsDoNotAgreeSaysSo() {
    record(NOW, "the account holds 2 of SPY that no strategy holds");

    DayRecord day = days.read(DAY, DAY).get(0);
    assertThat(day.tied()).isFalse();
    assertThat(day.untied()).isEqualTo("the account holds 2 of SPY that no strategy holds");
  }

  @Test
  void aHoldingWithoutAnyPriceIsSaid() {
    store.set("positions/paper/holdings/b", Map.of("4711", 1));
    record(NOW, "");

    assertThat(days.read(DAY, DAY).get(0).untied()).contains("4711");
  }

  @Test
  void aDifferenceBetweenTotalsAndTheirCausesIsFound() {
    record(NOW, "");
    Map<String, Object> fields =
        new TreeMap<>(store.get("positions/paper/totals/a").orElseThrow().fields());
    fields.put("cash", Map.of("USD", Map.of("traded", decimal("5.5"))));
    store.set("positions/paper/totals/a", fields);

    assertThat(new TotalsCheck(store, PAPER).differences())
        .containsExactly("traded of a in USD is 5.5 more than its causes make");
  }
}
