package dev.ibintents.marketdata;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.WhatToShow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GapTest {
  private static final LocalDate FROM = LocalDate.of(2025, 1, 1);
  private static final LocalDate TO = LocalDate.of(2026, 1, 1);

  private static SeriesIndex series(SeriesContract contract, String... without) {
    return series(contract, FROM, TO, without);
  }

  private static SeriesIndex series(
      SeriesContract contract, LocalDate from, LocalDate to, String... without) {
    Set<LocalDate> missing =
        Arrays.stream(without).map(LocalDate::parse).collect(Collectors.toSet());
    List<HistoricalBar> bars =
        BarSamples.days(from, to, "1").stream()
            .filter(bar -> !missing.contains(bar.date().orElseThrow()))
            .toList();
    Series series = new Series(contract.conId(), BarSize.DAY, WhatToShow.TRADES, true);
    return BarMerge.merge(SeriesIndex.empty(series, contract), bars, chunk -> List.of()).index();
  }

  private static SeriesContract stock(int conId) {
    return BarSamples.contract(conId, "S" + conId, "STK", conId % 2 == 0 ? "ARCA" : "NASDAQ");
  }

  private static List<String> gaps(SeriesIndex series, SeriesIndex... others) {
    return gaps(TO, series, others);
  }

  private static List<String> gaps(LocalDate before, SeriesIndex series, SeriesIndex... others) {
    return Gap.of(series, Optional.of(before), Arrays.asList(others)).stream()
        .map(gap -> gap.from() + " " + gap.to() + " " + gap.days())
        .toList();
  }

  @Test
  void aDayOnWhichOthersHaveTradedIsAGap() {
    SeriesIndex one = series(stock(1), "2025-01-09", "2025-03-14", "2025-03-17", "2025-03-18");
    SeriesIndex other = series(stock(2), "2025-01-09", "2025-03-18");

    assertThat(gaps(one, one, other)).containsExactly("2025-03-14 2025-03-17 2");
    assertThat(gaps(other, one, other)).isEmpty();
  }

  @Test
  void aDayOnWhichNoneHasTradedIsAHoliday() {
    SeriesIndex one = series(stock(1), "2025-12-25");
    assertThat(gaps(one, one, series(stock(2), "2025-12-25"), series(stock(3), "2025-12-25")))
        .isEmpty();
    assertThat(gaps(one, one)).isEmpty();
  }

  @Test
  void othersTellNothingOfDaysThatTheyDoNotReach() {
    SeriesIndex one = series(stock(1), "2025-03-14");
    SeriesIndex later = series(stock(2), LocalDate.of(2025, 6, 1), TO);
    assertThat(gaps(one, one, later)).isEmpty();
  }

  @Test
  void othersOfAnotherMarketTellNothing() {
    SeriesIndex one = series(stock(1), "2025-05-26");
    SeriesIndex future = series(BarSamples.contract(9, "MES", "FUT", ""));
    assertThat(gaps(one, one, future)).isEmpty();
    assertThat(future.contract().calendar()).isEqualTo("FUT at SMART");
    assertThat(stock(1).calendar()).isEqualTo(stock(2).calendar());
  }

  @Test
  void withoutOthersOnlyALongSilenceIsAGap() {
    SeriesIndex four = series(stock(1), "2025-09-11", "2025-09-12", "2025-09-15", "2025-09-16");
    assertThat(gaps(four, four)).isEmpty();
    SeriesIndex five =
        series(stock(1), "2025-09-11", "2025-09-12", "2025-09-15", "2025-09-16", "2025-09-17");
    assertThat(gaps(five, five)).containsExactly("2025-09-11 2025-09-17 5");
  }

  @Test
  void daysAfterTheLastBarOnWhichOthersHaveTradedAreAGap() {
    SeriesIndex one = series(stock(1), FROM, LocalDate.of(2025, 11, 22));
    SeriesIndex other = series(stock(2), FROM, LocalDate.of(2025, 11, 29), "2025-11-27");

    assertThat(gaps(LocalDate.of(2025, 11, 28), one, one, other))
        .containsExactly("2025-11-24 2025-11-26 3");
    assertThat(gaps(LocalDate.of(2025, 11, 24), one, one, other)).isEmpty();
    assertThat(gaps(LocalDate.of(2025, 12, 31), other, one, other)).isEmpty();
    assertThat(gaps(LocalDate.of(2025, 12, 31), one, one)).isEmpty();
  }

  @Test
  void daysBeforeTheFirstBarAreAGapIfTheyWereWantedAndThereMayBeSome() {
    SeriesIndex one = series(stock(1), LocalDate.of(2025, 3, 17), TO);
    SeriesIndex other = series(stock(2), FROM, TO, "2025-03-13");
    Optional<BarTime> wanted = Optional.of(BarTime.of(LocalDate.of(2025, 3, 8)));

    assertThat(gaps(one.knowing(one.contract(), wanted, false), one, other))
        .containsExactly("2025-03-10 2025-03-12 3", "2025-03-14 2025-03-14 1");
    assertThat(gaps(one.knowing(one.contract(), wanted, true), one, other)).isEmpty();
    assertThat(gaps(one, one, other)).isEmpty();
  }

  @Test
  void theDayInTheMidstOfWhichShortBarsWereWantedMayHaveNone() {
    Series series = new Series(1, BarSize.MINUTE, WhatToShow.TRADES, true);
    SeriesIndex one =
        BarMerge.merge(
                SeriesIndex.empty(series, stock(1)),
                List.of(BarSamples.minute(Instant.parse("2025-03-13T15:00:00Z"), "1")),
                chunk -> List.of())
            .index();
    SeriesIndex other = series(stock(2), FROM, TO);
    Optional<BarTime> wanted = Optional.of(BarTime.parse("2025-03-11T20:30:00Z"));

    assertThat(
            gaps(LocalDate.of(2025, 3, 14), one.knowing(one.contract(), wanted, false), one, other))
        .containsExactly("2025-03-12 2025-03-12 1");
  }
}
