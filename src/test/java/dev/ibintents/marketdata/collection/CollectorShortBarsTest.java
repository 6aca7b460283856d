package dev.ibintents.marketdata.collection;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.marketdata.collection.CollectorDesk.wanted;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.marketdata.BarTime;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.simulator.account.PaperClock;
import dev.ibintents.trading.ledger.FaultyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Collecting bars that are shorter than a day. */
@Timeout(120)
class CollectorShortBarsTest extends CollectorBench {
  @ParameterizedTest
  @CsvSource({
    "5 secs, 6 D, 1 D, 400",
    "30 secs, 1 D, 3 D, 60",
    "1 min, 2 W, 1 M, 100",
    "5 mins, 2 M, 3 M, 60",
    "1 hour, 1 Y, 2 Y, 60",
    "1 day, 8 Y, 9 Y, 60"
  })
  void whatThereIsNoTimeForIsLeftToTheNextCall(
      String size, String length, String duration, int calls) throws Exception {
    try (CollectorDesk desk = CollectorDesk.at("2026-11-24T21:30:00Z")) {
      BarSize barSize = BarSize.of(size).orElseThrow();
      String wantedLength = barSize.isShort() ? "1 D" : length;
      Collector.Wanted gld = wanted(desk.stock("GLD"), barSize, WhatToShow.TRADES, wantedLength);
      FaultyStore[] faulty = new FaultyStore[1];
      int added = 0;
      Collected last = null;
      // Each call but the last dies after its third write.
      for (int call = 0; call < calls && (last == null || !last.remaining().isEmpty()); call++) {
        faulty[0] = new FaultyStore(store, 3, FaultyStore.Fault.KILLED_AFTER);
        try {
          last = desk.collect(faulty[0], Duration.ofSeconds(30), List.of(gld)).get(0);
          assertThat(last.failure()).isEmpty();
          added += last.added();
        } catch (FaultyStore.Killed e) {
          assertThat(faulty[0].writes()).isEqualTo(3);
        }
        desk.clock().advance(Duration.ofMinutes(2));
      }
      assertThat(last.remaining()).isEmpty();
      assertThat(new Bars(store).index(gld.series()).orElseThrow().count()).isAtLeast(added);
      if (!barSize.isShort()) {
        assertComplete(desk, gld, duration);
      }
    }
  }

  /** Another gateway, which nobody has asked yet, says the same if asked for all of it at once. */
  private void assertWithoutHoles(CollectorDesk desk, Collector.Wanted wanted, String duration)
      throws Exception {
    List<HistoricalBar> stored = stored(wanted);
    BarTime first = BarTime.of(stored.get(0));
    BarTime last = BarTime.of(stored.get(stored.size() - 1));
    try (CollectorDesk other = new CollectorDesk(new PaperClock(desk.clock().instant()), 7)) {
      if (wanted.series().barSize() == BarSize.SECOND) {
        assertSecondsWithoutHoles(other, wanted, stored, duration);
        return;
      }
      List<HistoricalBar> direct =
          other.direct(wanted, duration).stream()
              .filter(bar -> !BarTime.of(bar).isBefore(first) && !BarTime.of(bar).isAfter(last))
              .toList();
      assertThat(stored).isEqualTo(direct);
    }
  }

  /** Those of days are not to be had at once, but bars of five seconds are. */
  private static void assertSecondsWithoutHoles(
      CollectorDesk other, Collector.Wanted wanted, List<HistoricalBar> stored, String duration) {
    List<BarTime> times = stored.stream().map(BarTime::of).toList();
    BarTime last = times.get(times.size() - 1);
    Collector.Wanted fives =
        wanted(wanted.contract(), BarSize.SECONDS_5, WhatToShow.TRADES, duration);
    List<BarTime> expected =
        other.direct(fives, duration).stream()
            .map(BarTime::of)
            .flatMap(time -> IntStream.range(0, 5).mapToObj(i -> time.plus(Duration.ofSeconds(i))))
            .filter(time -> !time.isBefore(times.get(0)) && !time.isAfter(last))
            .toList();
    assertThat(times).isEqualTo(expected);
  }

  private static Collector.Wanted shortBars(
      CollectorDesk desk, String symbol, boolean useRth, String size, String length) {
    boolean isPair = symbol.equals("EUR");
    return wanted(
        isPair ? desk.resolve(ContractSpec.pair("EUR", "USD", "IDEALPRO")) : desk.stock(symbol),
        BarSize.of(size).orElseThrow(),
        isPair ? WhatToShow.MIDPOINT : WhatToShow.TRADES,
        useRth,
        length);
  }

  /** Calls of a few minutes, in a process of its own each, until nothing remains. */
  private Collected callUntilDone(CollectorDesk desk, Collector.Wanted wanted, int mostCalls) {
    for (int call = 0; call < mostCalls; call++) {
      Collected collected = desk.collect(store, Duration.ofSeconds(270), List.of(wanted)).get(0);
      assertThat(collected.failure()).isEmpty();
      if (collected.remaining().isEmpty()) {
        return collected;
      }
      desk.clock().advance(Duration.ofMinutes(10));
    }
    throw new AssertionError("not done after " + mostCalls + " calls of " + wanted.series());
  }

  @ParameterizedTest
  @CsvSource({
    "SPY, true, 5 secs, 2026-11-20T20:30:00Z, 2026-11-23T15:00:00Z, 3",
    "SPY, false, 5 secs, 2026-11-21T00:30:00Z, 2026-11-23T10:00:00Z, 4",
    "SPY, true, 1 secs, 2026-11-20T20:55:00Z, 2026-11-23T14:40:00Z, 3",
    "SPY, true, 30 secs, 2026-11-25T20:00:00Z, 2026-11-30T15:00:00Z, 3",
    "EUR, true, 5 secs, 2026-11-20T21:30:00Z, 2026-11-23T01:00:00Z, 4",
    "EUR, false, 10 secs, 2026-11-20T21:30:00Z, 2026-11-23T15:00:00Z, 4",
    "SPY, true, 5 secs, 2026-11-20T20:30:00Z, 2026-11-22T15:00:00Z, 2"
  })
  void shortBarsGoOnAfterTheMarketWasClosed(
      String symbol, boolean useRth, String size, String before, String after, int calls)
      throws Exception {
    try (CollectorDesk desk = CollectorDesk.at(before)) {
      Collector.Wanted wanted = shortBars(desk, symbol, useRth, size, "600 S");
      desk.collect(store, wanted);
      desk.clock().set(Instant.parse(after));
      callUntilDone(desk, wanted, calls);

      assertWithoutHoles(desk, wanted, "3 D");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SPY, true, 5 secs, 5 D, 2026-11-23T15:00:00Z, 2026-11-18T20:55:00Z, 3",
    "SPY, false, 15 secs, 5 D, 2026-11-23T15:00:00Z, 2026-11-18T20:55:00Z, 3",
    "EUR, true, 10 secs, 4 D, 2026-11-23T15:00:00Z, 2026-11-19T15:05:00Z, 3",
    "SPY, true, 30 secs, 6 D, 2026-11-30T15:00:00Z, 2026-11-24T15:05:00Z, 3"
  })
  void shortBarsGoBackBeforeTheMarketWasClosed(
      String symbol, boolean useRth, String size, String length, String now, String to, int calls)
      throws Exception {
    try (CollectorDesk desk = CollectorDesk.at(now)) {
      Collector.Wanted wanted = shortBars(desk, symbol, useRth, size, length);
      Collected done = callUntilDone(desk, wanted, calls);

      assertThat(done.index().first().orElseThrow()).isAtMost(BarTime.of(Instant.parse(to)));
      assertWithoutHoles(desk, wanted, "5 D");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SPY, true, 30 secs, 2026-11-24T11:00:00Z, 2026-11-23T14:30:00Z",
    "SPY, true, 5 secs, 2026-11-22T15:00:00Z, 2026-11-20T14:30:00Z",
    "SPY, false, 5 secs, 2026-11-22T15:00:00Z, 2026-11-20T09:00:00Z",
    "SPY, true, 1 secs, 2026-11-23T14:30:00.500Z, 2026-11-20T14:30:00Z",
    "EUR, true, 15 secs, 2026-11-22T15:00:00Z, 2026-11-19T22:15:00Z"
  })
  void aFirstCollectionOfShortBarsWhileTheMarketIsClosedTakesTheLastSession(
      String symbol, boolean useRth, String size, String now, String first) throws Exception {
    try (CollectorDesk desk = CollectorDesk.at(now)) {
      Collector.Wanted wanted = shortBars(desk, symbol, useRth, size, null);
      Collected done = callUntilDone(desk, wanted, 4);

      assertThat(done.index().first().orElseThrow()).isAtMost(BarTime.of(Instant.parse(first)));
      assertWithoutHoles(desk, wanted, "3 D");
    }
  }

  @Test
  void shortBarsAreNotAskedForBeyondTheSixMonthsForWhichTheyAreKept() throws Exception {
    try (CollectorDesk desk = CollectorDesk.at(MONDAY_MORNING)) {
      Collector.Wanted spy = shortBars(desk, "SPY", true, "30 secs", "5 Y");
      Collected begun = desk.collect(store, Duration.ofSeconds(5), List.of(spy)).get(0);

      assertThat(begun.remaining().get(0).from()).isEqualTo("2026-05-23T14:00:00Z");
    }
  }

  /** The broker has thrown some bars away meanwhile, and nobody looks for them. */
  @Test
  void shortBarsGoOnAfterMoreThanSixMonths() throws Exception {
    try (CollectorDesk desk = CollectorDesk.at("2026-01-05T20:00:00Z")) {
      Collector.Wanted spy = shortBars(desk, "SPY", true, "30 secs", "600 S");
      long before = desk.collect(store, spy).index().count();
      desk.clock().set(Instant.parse(MONDAY_MORNING));
      Collected later = desk.collect(store, Duration.ofSeconds(270), List.of(spy)).get(0);

      assertThat(later.failure()).isEmpty();
      assertThat(later.index().count()).isGreaterThan(before + 5 * 780);
      assertThat(stored(spy).get((int) before).start().orElseThrow())
          .isGreaterThan(Instant.parse("2026-05-22T00:00:00Z"));
    }
  }
}
