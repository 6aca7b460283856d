package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class PacerTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Deadline FAR = Deadline.in(Duration.ofHours(1));

  private long now = Long.MAX_VALUE - 5 * SECOND; // so that the clock overflows during a test
  private long parked;

  private Pacer pacer(int messagesPerSecond) {
    return new Pacer(
        messagesPerSecond,
        clock(
            nanos -> {
              parked += nanos;
              now += nanos;
            }));
  }

  private PaceClock clock(LongConsumer parking) {
    return new PaceClock() {
      @Override
      public long nanoTime() {
        return now;
      }

      @Override
      public void park(long nanos) {
        parking.accept(nanos);
      }
    };
  }

  @Test
  void messagesUpToTheLimitLeaveAtOnce() {
    Pacer pacer = pacer(50);
    for (int i = 0; i < 50; i++) {
      assertThat(pacer.isFree()).isTrue();
      assertThat(pacer.await(FAR)).isTrue();
    }

    assertThat(parked).isEqualTo(0);
    assertThat(pacer.isFree()).isFalse();
  }

  @Test
  void messageAboveTheLimitWaitsUntilTheFirstIsASecondOld() {
    Pacer pacer = pacer(2);
    pacer.await(FAR);
    now += SECOND / 4;
    pacer.await(FAR);
    pacer.await(FAR);

    assertThat(parked).isEqualTo(SECOND * 3 / 4);
  }

  @Test
  void messageThatWouldLeaveAfterTheDeadlineIsNotCounted() {
    Pacer pacer = pacer(1);
    pacer.await(FAR);

    assertThat(pacer.await(Deadline.in(Duration.ofMillis(1)))).isFalse();
    assertThat(parked).isEqualTo(0);
    now += SECOND;
    assertThat(pacer.isFree()).isTrue();
  }

  @Test
  void messageIsNotCountedIfTheDeadlinePassesDuringTheWait() {
    Deadline deadline = Deadline.in(Duration.ofMillis(300));
    Pacer pacer =
        new Pacer(
            1,
            clock(
                nanos -> {
                  now += nanos;
                  awaitPassed(deadline); // the process freezes for longer than the wait
                }));
    pacer.await(FAR);
    now += SECOND - TimeUnit.MILLISECONDS.toNanos(1);

    assertThat(pacer.await(deadline)).isFalse();
    assertThat(pacer.isFree()).isTrue(); // no message was counted
  }

  private static void awaitPassed(Deadline deadline) {
    while (!deadline.hasPassed()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void noMessageIsCountedAfterTheDeadline() {
    Pacer pacer = pacer(1);
    Deadline passed = Deadline.in(Duration.ZERO);

    assertThat(pacer.await(passed)).isFalse();
    assertThat(pacer.isFree()).isTrue();
  }

  @Property
  void noSecondHasMoreMessagesThanTheLimit(
      @ForAll @IntRange(min = 1, max = 20) int limit,
      @ForAll @Size(min = 1, max = 200) List<@IntRange(min = 0, max = 200) Integer> pauses) {
    PacerTest clock = new PacerTest();
    Pacer pacer = clock.pacer(limit);
    List<Long> left = new ArrayList<>();
    for (int pause : pauses) {
      clock.now += TimeUnit.MILLISECONDS.toNanos(pause);
      assertThat(pacer.await(FAR)).isTrue();
      left.add(clock.now);
    }
    for (int i = limit; i < left.size(); i++) {
      assertThat(left.get(i) - left.get(i - limit)).isAtLeast(SECOND);
    }
  }
}
