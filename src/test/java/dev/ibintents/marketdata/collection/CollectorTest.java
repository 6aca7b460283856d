package dev.ibintents.marketdata.collection;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.marketdata.collection.CollectorDesk.wanted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.marketdata.BarTime;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.Series;
import dev.ibintents.marketdata.SeriesIndex;
import dev.ibintents.simulator.account.PaperClock;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.Threads;
import dev.ibintents.trading.ledger.FaultyStore;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Collecting from a gateway that enforces its own rules, whatever happens in between. */
@Timeout(120)
class CollectorTest extends CollectorBench {
  @Test
  void fiveYearsOfDaysAndThenNothingMore() throws Exception {
    try (CollectorDesk desk = CollectorDesk.at(MONDAY_MORNING)) {
      Collector.Wanted spy = wanted(desk.stock("SPY"), BarSize.DAY, WhatToShow.TRADES, "5 Y");
      Collected first = desk.collect(store, spy);

      assertThat(first.failure()).isEmpty();
      assertThat(first.remaining()).isEmpty();
      assertThat(first.added()).isAtLeast(1256);
      assertThat(first.index().count()).isEqualTo(first.added());
      assertThat(first.index().first().orElseThrow())
          .isAtMost(BarTime.of(LocalDate.of(2021, 11, 23)));
      assertThat(first.index().last()).hasValue(BarTime.of(LocalDate.of(2026, 11, 20)));
      assertComplete(desk, spy, "6 Y");
      assertThat(desk.asked()).isLessThan(10);

      Collected second = desk.collect(store, spy);
      assertThat(second.added()).isEqualTo(0);
      assertThat(second.corrected()).isEqualTo(0);
      assertThat(desk.asked()).isEqualTo(1);
    }
  }

  @Test
  void theDaysBarComesWhenItsSessionHasClosedAndNotBefore() throws Exception {
    try (CollectorDesk desk = CollectorDesk.at(MONDAY_MORNING)) {
      Collector.Wanted spy = wanted(desk.stock("SPY"), BarSize.DAY, WhatToShow.TRADES, "1 M");
      Collector.Wanted pair =
          wanted(
              desk.resolve(ContractSpec.pair("EUR", "USD", "IDEALPRO")),
              BarSize.DAY,
              WhatToShow.MIDPOINT,
              "1 M");
      desk.collect(store, CollectorDesk.LONG, List.of(spy, pair));
      desk.clock().set(Instant.parse("2026-11-23T20:59:59Z"));
      assertThat(desk.collect(store, spy).added()).isEqualTo(0);
      desk.clock().set(Instant.parse("2026-11-23T21:00:00Z"));
      assertThat(desk.collect(store, spy).added()).isEqualTo(1);
      assertThat(desk.collect(store, pair).added()).isEqualTo(0);
      desk.clock().set(Instant.parse("2026-11-23T23:00:00Z")); // the pair's next day has begun
      List<Collected> later = desk.collect(store, CollectorDesk.LONG, List.of(spy, pair));

      assertThat(later.get(0).added()).isEqualTo(0);
      assertThat(later.get(1).added()).isEqualTo(1);
      assertThat(later.get(1).index().last()).hasValue(BarTime.of(LocalDate.of(2026, 11, 23)));
      assertComplete(desk, spy, "3 M");
      assertComplete(desk, pair, "3 M");
    }
  }

  @Test
  void theLastBarIsCorrectedAndASingleOneBeforeToo() throws Exception {
    try (CollectorDesk desk = CollectorDesk.at(MONDAY_MORNING)) {
      Collector.Wanted spy = wanted(desk.stock("SPY"), BarSize.DAY, WhatToShow.TRADES, "3 M");
      Collected first = desk.collect(store, spy);
      spoil(spy.series(), first.index(), 1);
      Collected second = desk.collect(store, spy);
      assertThat(second.added()).isEqualTo(0);
      assertThat(second.corrected()).isEqualTo(1);
      assertThat(second.isRewritten()).isFalse();

      spoil(spy.series(), first.index(), 3);
      desk.clock().advance(Duration.ofDays(2));
      Collected third = desk.collect(store, spy);
      assertThat(third.corrected()).isEqualTo(1);
      assertThat(third.added()).isEqualTo(2);
      assertComplete(desk, spy, "1 Y");
    }
  }

  /** Gives the n-th bar from the end another close. */
  private void spoil(Series series, SeriesIndex index, int fromEnd) {
    List<SeriesIndex.Chunk> chunks = index.chunks();
    String path = series.chunkPath(chunks.get(chunks.size() - 1).id());
    Map<String, Object> fields = new HashMap<>(store.get(path).orElseThrow().fields());
    List<Object> closes = new ArrayList<>(store.get(path).orElseThrow().list("close"));
    closes.set(closes.size() - fromEnd, new BigDecimal("1.23"));
    fields.put("close", closes);
    store.set(path, fields);
  }

  @ParameterizedTest
  @CsvSource({"TRADES", "ADJUSTED_LAST"})
  void aHistoryThatWasRewrittenIsCollectedAnew(WhatToShow show) throws Exception {
    Collector.Wanted spy;
    try (CollectorDesk desk = CollectorDesk.at(MONDAY_MORNING)) {
      spy = wanted(desk.stock("SPY"), BarSize.DAY, show, "3 Y");
      desk.collect(store, spy);
    }
    // The same instrument in another world: no price is what it was.
    PaperClock morning = new PaperClock(Instant.parse(MONDAY_MORNING));
    try (CollectorDesk desk = new CollectorDesk(morning, 8)) {
      Collected anew = desk.collect(store, wanted(desk.stock("SPY"), BarSize.DAY, show, null));

      assertThat(anew.isRewritten()).isTrue();
      assertThat(anew.failure()).isEmpty();
      assertThat(anew.index().generation()).isEqualTo(1);
      assertThat(anew.index().first().orElseThrow())
          .isAtMost(BarTime.of(LocalDate.of(2023, 11, 23)));
      assertComplete(desk, spy, "4 Y");
      assertThat(store.list(spy.series().path() + "/bars")).hasSize(anew.index().chunks().size());
      assertThat(desk.collect(store, spy).isRewritten()).isFalse();
    }
  }

  @Test
  void adjustedBarsComeWholeAndUpToNow() throws Exception {
    try (CollectorDesk desk = CollectorDesk.at(MONDAY_MORNING)) {
      ResolvedContract vixy = desk.stock("VIXY");
      Collector.Wanted short3 = wanted(vixy, BarSize.DAY, WhatToShow.ADJUSTED_LAST, "3 Y");
      assertThat(desk.collect(store, short3).failure()).isEmpty();
      assertThat(desk.asked()).isEqualTo(1);
      Collector.Wanted all = wanted(vixy, BarSize.DAY, WhatToShow.ADJUSTED_LAST, "20 Y");
      Collected longer = desk.collect(store, all);
      assertThat(longer.added()).isGreaterThan(2000);
      assertThat(longer.index().isWhole()).isTrue();
      assertThat(desk.asked()).isEqualTo(1);
      assertComplete(desk, all, "20 Y");
      desk.asked();
      assertThat(desk.collect(store, all).added()).isEqualTo(0);
      assertThat(desk.asked()).isEqualTo(1);
      assertThat(new Bars(store).all()).hasSize(1);

      Collector.Wanted longest =
          wanted(desk.stock("SPY"), BarSize.DAY, WhatToShow.ADJUSTED_LAST, "68 Y");
      assertThat(desk.collect(store, longest).failure()).isEmpty();
    }
  }

  @Test
  void aHistoryEndsWhereItBegins() throws Exception {
    try (CollectorDesk desk = CollectorDesk.at(MONDAY_MORNING)) {
      Collector.Wanted vixy = wanted(desk.stock("VIXY"), BarSize.DAY, WhatToShow.TRADES, "30 Y");
      Collected first = desk.collect(store, vixy);
      assertThat(first.index().first()).hasValue(BarTime.of(LocalDate.of(2011, 1, 4)));
      assertThat(first.index().isWhole()).isTrue();
      assertThat(first.remaining()).isEmpty();
      assertComplete(desk, vixy, "30 Y");
      desk.asked();

      assertThat(desk.collect(store, vixy).added()).isEqualTo(0);
      assertThat(desk.asked()).isEqualTo(1); // nobody looks for the beginning again
    }
  }

  @Test
  void oneThatFailsIsReportedAndTheRestGoesOn() throws Exception {
    try (CollectorDesk desk = CollectorDesk.at(MONDAY_MORNING)) {
      ResolvedContract eur = desk.resolve(ContractSpec.pair("EUR", "USD", "IDEALPRO"));
      Collector.Wanted wrong = wanted(eur, BarSize.DAY, WhatToShow.TRADES, "1 Y");
      Collector.Wanted right = wanted(eur, BarSize.DAY, WhatToShow.MIDPOINT, "1 Y");
      Collector.Wanted broken = wanted(desk.stock("SPY"), BarSize.DAY, WhatToShow.TRADES, "1 Y");
      store.set(broken.series().path(), Map.of("conId", "a text"));
      List<Collected> collected =
          desk.collect(store, CollectorDesk.LONG, List.of(wrong, broken, right));

      assertThat(collected.get(0).failure().orElseThrow())
          .startsWith("RequestRefusedException: the gateway refused the historical data");
      assertThat(collected.get(0).failure().orElseThrow()).contains("10299");
      assertThat(collected.get(0).added()).isEqualTo(0);
      assertThat(collected.get(1).failure().orElseThrow())
          .contains("marketData/756733-1 day-TRADES: field conId");
      assertThat(collected.get(2).failure()).isEmpty();
      assertThat(collected.get(2).added()).isGreaterThan(250);
    }
  }

  @Test
  void whatRemainsIsSaid() throws Exception {
    try (CollectorDesk desk = CollectorDesk.at("2026-11-23T21:30:00Z")) {
      Collector.Wanted gld =
          wanted(desk.stock("GLD"), BarSize.SECONDS_5, WhatToShow.TRADES, "20 D");
      Collected collected = desk.collect(store, Duration.ofSeconds(5), List.of(gld)).get(0);

      assertThat(collected.failure()).isEmpty();
      assertThat(collected.added()).isAtLeast(5 * 720);
      Collected.Range remaining = collected.remaining().get(0);
      assertThat(remaining.from()).isEqualTo("2026-11-03T21:30:00Z");
      assertThat(remaining.to()).isEqualTo(collected.index().first().orElseThrow().toString());
    }
  }

  @Test
  void moreIsWantedLater() throws Exception {
    try (CollectorDesk desk = CollectorDesk.at(MONDAY_MORNING)) {
      ResolvedContract gld = desk.stock("GLD");
      desk.collect(store, wanted(gld, BarSize.MINUTES_30, WhatToShow.TRADES, "1 M"));
      desk.clock().advance(Duration.ofDays(60));
      Collector.Wanted more = wanted(gld, BarSize.MINUTES_30, WhatToShow.TRADES, "5 M");
      Collected collected = desk.collect(store, more);

      assertThat(collected.remaining()).isEmpty();
      assertComplete(desk, more, "6 M");
      desk.asked();
      assertThat(
              desk.collect(store, wanted(gld, BarSize.MINUTES_30, WhatToShow.TRADES, null)).added())
          .isEqualTo(0);
      assertThat(desk.asked()).isEqualTo(1);
    }
  }

  @Test
  void aCallAfterALongTimeCatchesUp() throws Exception {
    try (CollectorDesk desk = CollectorDesk.at("2023-02-01T15:00:00Z")) {
      Collector.Wanted spy = wanted(desk.stock("SPY"), BarSize.DAY, WhatToShow.TRADES, "1 Y");
      desk.collect(store, spy);
      desk.clock().set(Instant.parse(MONDAY_MORNING));
      Collected later = desk.collect(store, spy);
      assertThat(later.added()).isGreaterThan(900);
      assertComplete(desk, spy, "6 Y");

      Collector.Wanted future =
          wanted(
              desk.resolve(ContractSpec.future("MNQ", "CME", 0, 2)),
              BarSize.MINUTES_5,
              WhatToShow.TRADES,
              "2 W");
      desk.collect(store, future);
      desk.clock().advance(Duration.ofDays(20));
      desk.collect(store, future);
      assertComplete(desk, future, "2 M");
    }
  }

  @Test
  void twoAtOnceAgree() throws Exception {
    try (CollectorDesk desk = CollectorDesk.at(MONDAY_MORNING);
        CollectorDesk other = CollectorDesk.at(MONDAY_MORNING)) {
      List<CollectorDesk> desks = List.of(desk, other);
      Collector.Wanted spy = wanted(desk.stock("SPY"), BarSize.DAY, WhatToShow.TRADES, "6 Y");
      List<Collected> both = Threads.race(2, number -> () -> desks.get(number).collect(store, spy));

      assertThat(both.get(0).failure()).isEmpty();
      assertThat(both.get(1).failure()).isEmpty();
      assertThat(both.get(0).added() + both.get(1).added())
          .isEqualTo((int) new Bars(store).index(spy.series()).orElseThrow().count());
      assertComplete(desk, spy, "7 Y");
    }
  }

  @Test
  void aConnectionThatEndsEndsTheCollectionAndLosesNothing() throws Exception {
    long before;
    Collector.Wanted spy;
    try (CollectorDesk desk = CollectorDesk.at(MONDAY_MORNING)) {
      spy = wanted(desk.stock("SPY"), BarSize.DAY, WhatToShow.TRADES, "8 Y");
      FaultyStore dropping = new FaultyStore(store, 4, FaultyStore.Fault.UNAVAILABLE_AFTER);
      assertThrows(RuntimeException.class, () -> desk.collect(dropping, spy));
      before = new Bars(store).index(spy.series()).orElseThrow().count();
      assertThat(before).isGreaterThan(900);
    }
    try (CollectorDesk desk = CollectorDesk.at(MONDAY_MORNING)) {
      Collected rest = desk.collect(store, spy);
      assertThat(rest.added() + before).isEqualTo(rest.index().count());
      assertThat(rest.remaining()).isEmpty();
      assertComplete(desk, spy, "9 Y");
    }
  }

  /** Any sizes, lengths, pauses and deaths: in the end all is there once, as the gateway has it. */
  @Test
  void anyRowOfCallsComesToTheSame() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<BarSize> sizes =
        List.of(BarSize.DAY, BarSize.HOUR, BarSize.MINUTES_5, BarSize.MINUTE, BarSize.HOURS_4);
    for (int round = 0; round < 8; round++) {
      try (CollectorDesk desk =
          new CollectorDesk(
              new PaperClock(
                  Instant.parse("2025-01-01T00:00:00Z").plusSeconds(random.nextInt(365 * 86_400))),
              round)) {
        BarSize size = sizes.get(random.nextInt(sizes.size()));
        int unit = size == BarSize.DAY ? 60 : size == BarSize.MINUTE ? 1 : 10;
        ResolvedContract contract =
            random.nextBoolean()
                ? desk.stock("QQQ")
                : desk.resolve(ContractSpec.future("MES", "CME", 0, 2));
        Collector.Wanted last = null;
        for (int call = 0; call < 5; call++) {
          String length = (1 + random.nextInt(3 * unit)) + " D";
          last = wanted(contract, size, WhatToShow.TRADES, random.nextInt(3) == 0 ? null : length);
          int writes = random.nextInt(4);
          try {
            desk.collect(
                writes == 0
                    ? store
                    : new FaultyStore(store, writes, FaultyStore.Fault.values()[writes - 1]),
                last);
          } catch (FaultyStore.Killed | StoreUnavailableException e) {
            assertWithMessage("seed %s", seed).that(writes).isGreaterThan(0);
          }
          desk.clock().advance(Duration.ofSeconds(random.nextInt(unit * 2 * 86_400)));
        }
        Collected done = desk.collect(store, last);
        assertWithMessage("seed %s", seed).that(done.failure()).isEmpty();
        if (done.index().count() > 0) {
          assertComplete(
              desk, last, size == BarSize.DAY ? "4 Y" : size == BarSize.MINUTE ? "3 M" : "10 M");
        }
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
      close();
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
      open();
    }
  }
}
