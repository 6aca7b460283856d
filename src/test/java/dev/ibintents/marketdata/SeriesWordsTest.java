package dev.ibintents.marketdata;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.Range;
import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.marketdata.collection.RequestLength;
import dev.ibintents.marketdata.collection.SeriesRequests;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths as people write them, and as requests are written. */
class SeriesWordsTest {
  private static final ZoneId NEW_YORK = ZoneId.of("US/Eastern");
  private static final Contract SPY = Contract.builder().conId(756733).build();

  @ParameterizedTest
  @CsvSource({
    "5 Y, 2021-11-22, 2021-11-23T02:30:00Z",
    "12 M, 2025-11-22, 2025-11-23T02:30:00Z",
    "2 W, 2026-11-08, 2026-11-09T02:30:00Z",
    "30 D, 2026-10-23, 2026-10-24T01:30:00Z",
    "3600 S, 2026-11-22, 2026-11-23T01:30:00Z"
  })
  void aLengthBeginsInTheInstrumentsTimeZone(String words, LocalDate date, Instant moment) {
    Instant now = Instant.parse("2026-11-23T02:30:00Z"); // a Sunday evening in New York
    HistoryLength length = HistoryLength.parse(words).orElseThrow();

    assertThat(length.start(BarSize.DAY, now, NEW_YORK)).isEqualTo(BarTime.of(date));
    assertThat(length.start(BarSize.MINUTE, now, NEW_YORK)).isEqualTo(BarTime.of(moment));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "Y",
        "5Y",
        "5 y",
        "0 D",
        "-1 D",
        "5  Y",
        "69 Y",
        "900 M",
        "99999999999 S"
      })
  void otherWordsMeanNoLength(String words) {
    assertThat(HistoryLength.parse(words)).isEqualTo(Optional.empty());
  }

  /** The newer table of the broker: which unit goes with which bars, and how many at most. */
  @ParameterizedTest
  @EnumSource(BarSize.class)
  void requestsAreWithinTheBrokersTable(BarSize size) {
    String duration = RequestLength.of(size).duration();
    int amount = Integer.parseInt(duration.substring(0, duration.length() - 2));
    long seconds = size.length().toSeconds();
    switch (duration.charAt(duration.length() - 1)) {
      case 'S' -> {
        assertThat(seconds).isAtMost(60);
        assertThat(amount).isAtMost(size == BarSize.SECOND ? 2000 : 86_400);
      }
      case 'D' -> {
        assertThat(seconds).isIn(Range.closed(5L, 3600L));
        assertThat(amount).isAtMost(365);
      }
      case 'W' -> assertThat(seconds).isIn(Range.closed(10L, 14_400L));
      case 'M' -> assertThat(seconds).isIn(Range.closed(30L, 28_800L));
      default -> {
        assertThat(size).isEqualTo(BarSize.DAY);
        assertThat(amount).isAtMost(68);
      }
    }
  }

  @Test
  void daysAreAskedForInDaysOrYears() {
    SeriesRequests requests =
        new SeriesRequests(new Series(756733, BarSize.DAY, WhatToShow.TRADES, true), SPY);
    LocalDate today = LocalDate.of(2026, 11, 23);

    assertThat(requests.upToNow(BarTime.of(today.minusDays(3)), today).duration())
        .isEqualTo("10 D");
    assertThat(requests.upToNow(BarTime.of(today.minusDays(358)), today).duration())
        .isEqualTo("365 D");
    assertThat(requests.upToNow(BarTime.of(today.minusYears(5)), today).duration())
        .isEqualTo("1 Y");
    HistoricalRequest.Bars before =
        requests.upTo(BarTime.of(today), BarTime.of(today.minusDays(20)));
    assertThat(before.endDateTime()).isEqualTo("20261124-00:00:00");
    assertThat(before.duration()).isEqualTo("27 D");

    SeriesRequests adjusted =
        new SeriesRequests(new Series(756733, BarSize.DAY, WhatToShow.ADJUSTED_LAST, true), SPY);
    HistoricalRequest.Bars all = adjusted.upToNow(BarTime.of(today.minusYears(5)), today);
    assertThat(all.duration()).isEqualTo("6 Y");
    assertThat(adjusted.upToNow(BarTime.of(today.minusYears(68)), today).duration())
        .isEqualTo("68 Y");
    assertWithMessage("adjusted bars end now").that(all.endDateTime()).isEmpty();
  }

  @Test
  void shortBarsAreAskedForByTheirMoments() {
    SeriesRequests requests =
        new SeriesRequests(new Series(756733, BarSize.SECONDS_5, WhatToShow.BID_ASK, false), SPY);
    BarTime end = BarTime.of(Instant.parse("2026-11-20T14:30:00Z"));

    assertThat(requests.upTo(end, end).endDateTime()).isEqualTo("20261120-14:30:00");
    assertThat(requests.upTo(end, end).duration()).isEqualTo("3600 S");
    assertThat(requests.head().isPaced()).isTrue();
  }
}
