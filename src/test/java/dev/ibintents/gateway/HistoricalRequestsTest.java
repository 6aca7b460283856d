package dev.ibintents.gateway;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.GatewayUnreachableException;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.RequestRefusedException;
import dev.ibintents.ibapi.UnexplainedRefusalException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pace of historical requests, in a time that passes quickly. */
@Timeout(60)
class HistoricalRequestsTest extends HistoricalRows {
  /** A gateway that a function plays, and that counts what is open. */
  private static final class Played implements HistoricalRequests.Asking {
    private final Function<HistoricalRequest, CompletableFuture<List<HistoricalBar>>> answer;
    private int asked;
    private boolean isOver;

    Played(Function<HistoricalRequest, CompletableFuture<List<HistoricalBar>>> answer) {
      this.answer = answer;
    }

    @Override
    public CompletableFuture<List<HistoricalBar>> bars(HistoricalRequest.Bars request) {
      asked++;
      return answer.apply(request);
    }

    @Override
    public CompletableFuture<Instant> head(HistoricalRequest.Head request) {
      asked++;
      return CompletableFuture.completedFuture(NOW);
    }

    @Override
    public boolean isOver() {
      return isOver;
    }
  }

  @Test
  void anHourOfShortBarsTakesAnHourOfItsOwnTime() {
    Played gateway = new Played(HistoricalRequestsTest::empty);
    Row row = row(1, 360, BarSize.SECONDS_5);

    assertThat(new HistoricalRequests(gateway, time).run(List.of(row), HOUR, 10)).isTrue();

    assertThat(row.answers).hasSize(360);
    assertThat(time.passed()).isAtLeast(Duration.ofMinutes(50));
    assertThat(time.passed()).isLessThan(HOUR);
  }

  @Test
  void whatDoesNotFitIntoTheTimeIsLeft() {
    Played gateway = new Played(HistoricalRequestsTest::empty);
    Row row = row(1, 361, BarSize.SECONDS_5);

    assertThat(new HistoricalRequests(gateway, time).run(List.of(row), Duration.ofMinutes(5), 10))
        .isFalse();

    assertThat(row.answers).hasSize(60);
    assertThat(time.passed()).isLessThan(Duration.ofMinutes(1)); // nobody waits for nothing
  }

  @Test
  void thereIsNoHurryWithLongerBars() {
    Played gateway = new Played(HistoricalRequestsTest::empty);
    Row row = row(1, 500, BarSize.DAY);

    assertThat(new HistoricalRequests(gateway, time).run(List.of(row), HOUR, 10)).isTrue();

    assertThat(time.passed()).isEqualTo(Duration.ZERO);
  }

  @Test
  void aRefusalIsOfOneJobAndTheOthersGoOn() {
    RequestRefusedException refusal = new RequestRefusedException("bars", 200, "no");
    Played gateway =
        new Played(
            request ->
                request.contract().conId() == 2
                    ? CompletableFuture.failedFuture(refusal)
                    : empty(request));
    Row good = row(1, 3, BarSize.DAY);
    Row bad = row(2, 1, BarSize.DAY);

    assertThat(new HistoricalRequests(gateway, time).run(List.of(bad, good), HOUR, 10)).isTrue();

    assertThat(bad.failures).containsExactly(refusal);
    assertThat(good.answers).hasSize(3);
  }

  private static final UnexplainedRefusalException SPANISH =
      new UnexplainedRefusalException("bars", 162, "violación del ritmo de las solicitudes");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aRefusalInAnotherLanguageIsWaitedOutLikeAPacingViolation(int refusals) {
    AtomicInteger left = new AtomicInteger(refusals);
    Played gateway =
        new Played(
            request ->
                left.getAndDecrement() > 0
                    ? CompletableFuture.failedFuture(SPANISH)
                    : empty(request));
    Row row = row(1, 2, BarSize.SECONDS_5);

    assertThat(new HistoricalRequests(gateway, time).run(List.of(row), HOUR, 10)).isTrue();

    assertThat(row.answers).hasSize(2);
    assertThat(row.failures).isEmpty();
    assertThat(time.passed()).isAtLeast(Duration.ofSeconds(15 * ((1 << refusals) - 1)));
  }

  @Test
  void aRefusalThatIsNotUnderstoodIsFinalAfterAFewAttempts() {
    Played gateway =
        new Played(
            request ->
                request.contract().conId() == 2
                    ? CompletableFuture.failedFuture(SPANISH)
                    : empty(request));
    Row good = row(1, 3, BarSize.DAY);
    Row bad = row(2, 1, BarSize.DAY);

    assertThat(new HistoricalRequests(gateway, time).run(List.of(bad, good), HOUR, 10)).isTrue();

    assertThat(bad.failures).containsExactly(SPANISH);
    assertThat(good.answers).hasSize(3);
    assertThat(gateway.asked).isEqualTo(4 + 3);
    assertThat(time.passed()).isLessThan(Duration.ofMinutes(3));
  }

  @Test
  void whatIsNotAnsweredInTimeSaysWhyItWasRefusedBefore() {
    Played gateway = new Played(request -> CompletableFuture.failedFuture(SPANISH));

    GatewayTimeoutException e =
        assertThrows(
            GatewayTimeoutException.class,
            () -> new HistoricalRequests(gateway, time).ask(List.of(bars(1, 1, BarSize.DAY))));

    assertThat(e).hasMessageThat().contains("162 violación del ritmo");
  }

  @Test
  void theEndOfTheConnectionIsTheEndOfAll() {
    GatewayUnreachableException lost = new GatewayUnreachableException("lost");
    Played gateway = new Played(request -> CompletableFuture.failedFuture(lost));
    gateway.isOver = true;
    Row row = row(1, 3, BarSize.DAY);

    assertThat(
            assertThrows(
                GatewayUnreachableException.class,
                () -> new HistoricalRequests(gateway, time).run(List.of(row), HOUR, 10)))
        .isSameInstanceAs(lost);
    assertThat(row.failures).isEmpty();
  }

  @Test
  void oneThatIsNeverAnsweredIsGivenUpAndTheOthersGoOn() throws Exception {
    CompletableFuture<List<HistoricalBar>> never = new CompletableFuture<>();
    Played gateway =
        new Played(request -> request.contract().conId() == 2 ? never : empty(request));
    Row good = row(1, 3, BarSize.DAY);
    Row silent = row(2, 1, BarSize.DAY);
    // Nothing comes, so the time passes at once.
    PacingTime impatient =
        new PacingTime() {
          @Override
          public long nanoTime() {
            return time.nanoTime();
          }

          @Override
          public <T> T poll(BlockingQueue<T> answers, boolean isExpected, long nanos)
              throws InterruptedException {
            return time.poll(answers, isExpected && !answers.isEmpty(), nanos);
          }
        };

    assertThat(new HistoricalRequests(gateway, impatient).run(List.of(silent, good), HOUR, 10))
        .isTrue();

    assertThat(good.answers).hasSize(3);
    assertThat(silent.failures.get(0)).isInstanceOf(GatewayTimeoutException.class);
    assertThat(silent.failures.get(0)).hasMessageThat().contains("60 S of bars of 1 day");
    assertThat(never.isCancelled()).isTrue();
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void whatAJobThrowsEndsTheRunAndCancelsTheRest() {
    CompletableFuture<List<HistoricalBar>> other = new CompletableFuture<>();
    Played gateway =
        new Played(request -> request.contract().conId() == 2 ? other : empty(request));
    Row throwing =
        new Row(List.of(bars(1, 1, BarSize.DAY))) {
          @Override
          public void bars(List<HistoricalBar> bars) {
            throw new IllegalStateException("of the job");
          }
        };

    assertThrows(
        IllegalStateException.class,
        () ->
            new HistoricalRequests(gateway, time)
                .run(List.of(row(2, 1, BarSize.DAY), throwing), HOUR, 10));
    assertThat(other.isCancelled()).isTrue();
  }

  @Test
  void noMoreAreOpenThanAskedFor() {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Deque<CompletableFuture<List<HistoricalBar>>> unanswered = new ArrayDeque<>();
    Played gateway =
        new Played(
            request -> {
              most.accumulateAndGet(open.incrementAndGet(), Math::max);
              CompletableFuture<List<HistoricalBar>> answer = new CompletableFuture<>();
              unanswered.add(answer);
              return answer;
            });
    PacingTime answering =
        new PacingTime() {
          @Override
          public long nanoTime() {
            return 0;
          }

          @Override
          public <T> T poll(BlockingQueue<T> answers, boolean isExpected, long nanos) {
            open.decrementAndGet();
            unanswered.remove().complete(List.of());
            return answers.remove();
          }
        };
    List<Row> rows = IntStream.range(0, 120).mapToObj(conId -> row(conId, 2, BarSize.DAY)).toList();

    assertThat(new HistoricalRequests(gateway, answering).run(rows, HOUR, 7)).isTrue();
    assertThat(most.get()).isEqualTo(7);
    assertThat(gateway.asked).isEqualTo(240);
    most.set(0);
    List<Row> again =
        IntStream.range(0, 120).mapToObj(conId -> row(conId, 1, BarSize.DAY)).toList();
    assertThat(new HistoricalRequests(gateway, answering).run(again, HOUR, 1000)).isTrue();
    assertThat(most.get()).isEqualTo(50);
  }
}
