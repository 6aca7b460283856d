package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class DeadlineTest {
  @Test
  void orInReturnsTheEarlierDeadline() {
    Deadline far = Deadline.in(Duration.ofHours(1));

    assertThat(far.orIn(Duration.ofHours(2))).isSameInstanceAs(far);
    assertThat(far.orIn(Duration.ofMinutes(1)).remaining()).isAtMost(Duration.ofMinutes(1));
  }

  @Test
  void passedDeadlineHasNoTimeLeft() {
    Deadline passed = Deadline.in(Duration.ZERO);

    assertThat(passed.hasPassed()).isTrue();
    assertThat(passed.remaining()).isEqualTo(Duration.ZERO);
    assertThat(passed.remainingMillis()).isEqualTo(0);
  }

  @Test
  void remainingMillisAreRoundedUpAndCapped() {
    Deadline soon = Deadline.in(Duration.ofNanos(900_000));

    assertThat(soon.remainingMillis()).isAtMost(1);
    assertThat(Deadline.in(Duration.ofDays(1000)).remainingMillis()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void pauseEndsAtTheDeadline() throws InterruptedException {
    Deadline deadline = Deadline.in(Duration.ofMillis(20));
    long begun = System.nanoTime();
    deadline.pause(Duration.ofHours(1));

    assertThat(deadline.hasPassed()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void pauseCanBeInterrupted() {
    Thread.currentThread().interrupt();

    assertThrows(
        InterruptedException.class,
        () -> Deadline.in(Duration.ofHours(1)).pause(Duration.ofHours(1)));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void cutShortAlsoShortensDeadlinesMadeFromIt() {
    Deadline deadline = Deadline.in(Duration.ofHours(1));
    Deadline made = deadline.orIn(Duration.ofMinutes(5));
    Deadline madeSoon = deadline.orIn(Duration.ofMillis(1));
    deadline.cutShort(Duration.ofSeconds(2));

    assertThat(made.isCutShort()).isTrue();
    assertThat(made.remaining()).isAtMost(Duration.ofSeconds(2));
    assertThat(made.remaining()).isGreaterThan(Duration.ZERO);
    assertThat(madeSoon.remaining()).isAtMost(Duration.ofMillis(1));
    assertThat(deadline.orIn(Duration.ofMinutes(5)).remaining()).isAtMost(Duration.ofSeconds(2));
    deadline.cutShort(Duration.ZERO);
    assertThat(deadline.hasPassed()).isFalse();
  }

  @Test
  void completeAnswerIsReturnedEvenAfterTheDeadline() throws Exception {
    Deadline passed = Deadline.in(Duration.ZERO);

    assertThat(passed.await(CompletableFuture.completedFuture("yes"))).isEqualTo("yes");
    assertThrows(TimeoutException.class, () -> passed.await(new CompletableFuture<>()));
    passed.cutShort(Duration.ZERO);
    assertThat(passed.await(CompletableFuture.completedFuture("yes"))).isEqualTo("yes");
    assertThrows(TimeoutException.class, () -> passed.await(new CompletableFuture<>()));
  }

  @Test
  void awaitFailsWithTheFailureOfTheAnswer() {
    IllegalStateException failure = new IllegalStateException("no");
    ExecutionException e =
        assertThrows(
            ExecutionException.class,
            () -> Deadline.in(Duration.ofHours(1)).await(CompletableFuture.failedFuture(failure)));

    assertThat(e).hasCauseThat().isSameInstanceAs(failure);
  }

  @Test
  void cutShortWakesAThreadThatWaitsForAnAnswer() throws Exception {
    Deadline deadline = Deadline.in(Duration.ofHours(1));
    Deadline made = deadline.orIn(Duration.ofMinutes(30));
    CompletableFuture<Boolean> late =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                made.await(new CompletableFuture<>());
                return false;
              } catch (TimeoutException e) {
                return true;
              } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
              }
            });
    deadline.cutShort(Duration.ofMillis(20));

    assertThat(late.get(10, TimeUnit.SECONDS)).isTrue();
  }
}
