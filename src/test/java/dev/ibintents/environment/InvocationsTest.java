package dev.ibintents.environment;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class InvocationsTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Invocations invocations = new Invocations();

  @Test
  void theCloudsTenSecondsAreEnough() {
    assertThat(Invocations.LAST_WAITS).isLessThan(Invocations.PATIENCE);
    assertThat(Invocations.PATIENCE).isLessThan(Duration.ofSeconds(9));
  }

  @Test
  void nobodyIsAdmittedOnceTheProcessIsToldToEnd() {
    assertThat(invocations.endAll()).isTrue();

    ShuttingDownException e =
        assertThrows(ShuttingDownException.class, () -> invocations.begin(TIMEOUT));

    assertThat(e).hasMessageThat().contains("nothing was done");
    assertThat(e).hasMessageThat().contains("ask again");
  }

  @Test
  void thoseUnderWayAreCutShortAndAwaited() throws Exception {
    Deadline first = invocations.begin(TIMEOUT);
    Deadline second = invocations.begin(TIMEOUT);
    Deadline over = invocations.begin(TIMEOUT);
    invocations.end(over);
    CompletableFuture<Boolean> ended =
        CompletableFuture.supplyAsync(() -> invocations.endAll(Duration.ofSeconds(2), LONG));
    Deadline patience = Deadline.in(LONG);
    while (!second.isCutShort() && !patience.hasPassed()) {
      patience.pause(Duration.ofMillis(1));
    }

    assertThat(first.isCutShort()).isTrue();
    assertThat(first.remaining()).isAtMost(Duration.ofSeconds(2));
    assertThat(over.isCutShort()).isFalse();
    invocations.end(first);
    assertThat(ended.isDone()).isFalse();
    invocations.end(second);
    assertThat(ended.get(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void whoDoesNotEndIsNotAwaitedForEver() {
    invocations.begin(TIMEOUT);

    assertThat(invocations.endAll(Duration.ZERO, Duration.ofMillis(20))).isFalse();
  }
}
