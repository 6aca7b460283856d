package dev.ibintents.gateway;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.store.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HistoricalPacingTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final HistoricalPacing pacing = new HistoricalPacing();
  private long now = Long.MAX_VALUE - 5 * SECOND; // so that the clock overflows on the way

  private static HistoricalRequest bars(int conId, int end, BarSize size, WhatToShow show) {
    return new HistoricalRequest.Bars(
        Contract.builder().conId(conId).exchange("SMART").build(),
        "20261120-20:%02d:00".formatted(end),
        "1800 S",
        size,
        show,
        true);
  }

  private long send(HistoricalRequest request) {
    long waited = 0;
    for (long wait = wait(request); wait > 0; wait = wait(request)) {
      now += wait;
      waited += wait;
    }
    pacing.sent(request, now);
    pacing.ended();
    return waited;
  }

  private long wait(HistoricalRequest request) {
    return pacing.wait(request, now).orElseThrow();
  }

  private record Logged(HistoricalRequest request, long at) {}

  /** Whatever is asked for in whatever order, what has left keeps the rules, counted one by one. */
  @Property(tries = 100)
  void whatLeavesKeepsTheRules(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int contracts,
      @ForAll @IntRange(min = 1, max = 30) int ends) {
    Random random = new Random(seed);
    List<Logged> log = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      WhatToShow show = random.nextInt(4) == 0 ? WhatToShow.BID_ASK : WhatToShow.TRADES;
      HistoricalRequest request =
          bars(random.nextInt(contracts), random.nextInt(ends), BarSize.SECONDS_5, show);
      send(request);
      log.add(new Logged(request, now));
      now += random.nextInt(3) == 0 ? (long) (random.nextDouble() * 20 * SECOND) : 0;
    }

    for (int i = 0; i < log.size(); i++) {
      Logged last = log.get(i);
      int ofAll = 0;
      int ofContract = 0;
      for (Logged earlier : log.subList(0, i + 1)) {
        long ago = last.at() - earlier.at();
        int weight = earlier.request().whatToShow().weight();
        ofAll += ago < 600 * SECOND ? weight : 0;
        boolean isSameKind =
            earlier.request().contract().equals(last.request().contract())
                && earlier.request().whatToShow() == last.request().whatToShow();
        ofContract += isSameKind && ago < 2 * SECOND ? weight : 0;
        if (earlier != last && earlier.request().equals(last.request())) {
          assertThat(ago).isAtLeast(15 * SECOND);
        }
      }
      assertWithMessage("in ten minutes").that(ofAll).isAtMost(60);
      assertWithMessage("of one contract").that(ofContract).isLessThan(6);
    }
  }

  @Test
  void asManyAsAreAllowedLeaveAtOnce() {
    for (int i = 0; i < 60; i++) {
      assertThat(send(bars(i / 5, i, BarSize.SECOND, WhatToShow.TRADES))).isEqualTo(0);
    }
    assertThat(send(bars(99, 0, BarSize.SECOND, WhatToShow.TRADES))).isEqualTo(601 * SECOND);
  }

  @Test
  void severalThreadsTakeNoMoreThanOne() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    Threads.race(
        6,
        number ->
            () -> {
              for (int i = 0; i < 20; i++) {
                HistoricalRequest request =
                    bars(number * 20 + i, i, BarSize.SECOND, WhatToShow.TRADES);
                if (pacing.take(request, now).orElse(1) == 0) {
                  taken.incrementAndGet();
                  pacing.ended();
                }
              }
              return null;
            });
    assertThat(taken.get()).isEqualTo(60);
  }

  @Test
  void whatOneGatewayWasAskedDoesNotMatterToAnother() {
    HistoricalPacing pacing = HistoricalPacing.at("one.invalid:4002");
    assertThat(HistoricalPacing.at("one.invalid:4002")).isSameInstanceAs(pacing);
    assertThat(HistoricalPacing.at("other.invalid:4002")).isNotSameInstanceAs(pacing);
  }

  /** Whoever trades does not wait because others have asked for too many short bars. */
  @Test
  void aViolationByShortBarsKeepsNobodyFromDailyOnes() {
    HistoricalRequest shortBars = bars(1, 1, BarSize.SECONDS_5, WhatToShow.TRADES);
    HistoricalRequest days = bars(1, 1, BarSize.DAY, WhatToShow.TRADES);
    pacing.violated(shortBars, now, now);
    assertThat(wait(shortBars)).isEqualTo(15 * SECOND);
    assertThat(wait(days)).isEqualTo(0);
    pacing.answered(days, now + SECOND);
    assertThat(wait(shortBars)).isEqualTo(15 * SECOND);

    pacing.violated(days, now + SECOND, now + SECOND);
    assertThat(wait(days)).isEqualTo(31 * SECOND);
  }

  @Test
  void barsOfAMinuteAreNotPacedAndHeadTimestampsAlwaysAre() {
    for (int i = 0; i < 500; i++) {
      assertThat(send(bars(1, 1, BarSize.MINUTE, WhatToShow.TRADES))).isEqualTo(0);
    }
    HistoricalRequest head =
        new HistoricalRequest.Head(Contract.builder().conId(1).build(), WhatToShow.TRADES, true);
    assertThat(send(head)).isEqualTo(0);
    assertThat(wait(head)).isAtLeast(15 * SECOND);
  }

  @Test
  void fiftyMayBeOpen() {
    HistoricalRequest request = bars(1, 1, BarSize.DAY, WhatToShow.TRADES);
    for (int i = 0; i < 50; i++) {
      assertThat(wait(request)).isEqualTo(0);
      pacing.sent(request, now);
    }
    assertThat(pacing.wait(request, now)).isEqualTo(OptionalLong.empty());
    pacing.ended();
    assertThat(wait(request)).isEqualTo(0);
  }

  @Test
  void afterAViolationAllWaitAndLongerEachTime() {
    HistoricalRequest request = bars(1, 1, BarSize.DAY, WhatToShow.TRADES);
    long sentAt = now;
    now += SECOND;
    pacing.violated(request, sentAt, now);
    pacing.violated(request, sentAt, now); // it left together with the first
    assertThat(wait(request)).isEqualTo(15 * SECOND);
    pacing.answered(request, sentAt); // so did this, which says nothing about the pause
    assertThat(wait(request)).isEqualTo(15 * SECOND);

    now += 15 * SECOND;
    assertThat(wait(request)).isEqualTo(0);
    pacing.violated(request, now, now + SECOND);
    now += SECOND;
    assertThat(wait(request)).isEqualTo(30 * SECOND);
    for (int i = 0; i < 10; i++) {
      now += 300 * SECOND;
      pacing.violated(request, now, now);
    }
    assertThat(wait(request)).isEqualTo(300 * SECOND);

    now += 300 * SECOND;
    pacing.answered(request, now);
    pacing.violated(request, now, now);
    assertThat(wait(request)).isEqualTo(15 * SECOND);
  }
}
