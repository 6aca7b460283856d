package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DeadlineTest {
  @Test
  void theEarlierOneCounts() {
    Deadline far = Deadline.in(Duration.ofHours(1));

    assertThat(far.orIn(Duration.ofHours(2))).isSameInstanceAs(far);
    assertThat(far.orIn(Duration.ofMinutes(1)).remaining()).isAtMost(Duration.ofMinutes(1));
  }

  @Test
  void onePassedHasNothingLeft() {
    Deadline passed = Deadline.in(Duration.ZERO);

    assertThat(passed.hasPassed()).isTrue();
    assertThat(passed.remaining()).isEqualTo(Duration.ZERO);
    assertThat(passed.remainingMillis()).isEqualTo(0);
  }

  @Test
  void whatIsLeftOfAMillisecondCountsAsOne() {
    Deadline soon = Deadline.in(Duration.ofNanos(900_000));

    assertThat(soon.remainingMillis()).isAtMost(1);
    assertThat(Deadline.in(Duration.ofDays(1000)).remainingMillis()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aPauseEndsWithTheDeadline() throws InterruptedException {
    Deadline deadline = Deadline.in(Duration.ofMillis(20));
    long begun = System.nanoTime();
    deadline.pause(Duration.ofHours(1));

    assertThat(deadline.hasPassed()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void aPauseCanBeInterrupted() {
    Thread.currentThread().interrupt();

    assertThrows(
        InterruptedException.class,
        () -> Deadline.in(Duration.ofHours(1)).pause(Duration.ofHours(1)));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
