package dev.ibintents.gateway;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.GatewayUnreachableException;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.NoHistoricalDataException;
import dev.ibintents.ibapi.RequestRefusedException;
import dev.ibintents.ibapi.UnexplainedRefusalException;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import dev.ibintents.simulator.account.PaperClock;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
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
class HistoricalRequestsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");

  private final VirtualTime time = new VirtualTime(passed -> {});

  private static HistoricalRequest.Bars bars(int conId, int number, BarSize size) {
    return new HistoricalRequest.Bars(
        Contract.builder().conId(conId).exchange("SMART").build(),
        "202611%02d-%02d:%02d:00"
            .formatted(16 + number / 180, 15 + number / 30 % 6, number % 30 * 2),
        "60 S",
        size,
        WhatToShow.TRADES,
        false);
  }

  /** Asks for one thing after the other, and keeps what becomes of it. */
  private static class Row implements HistoricalRequests.Job {
    private final Deque<HistoricalRequest> toAsk;
    private final List<List<HistoricalBar>> answers = new ArrayList<>();
    private final List<Instant> heads = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();

    Row(List<? extends HistoricalRequest> requests) {
      toAsk = new ArrayDeque<>(requests);
    }

    @Override
    public Optional<HistoricalRequest> next() {
      return Optional.ofNullable(toAsk.poll());
    }

    @Override
    public void bars(List<HistoricalBar> bars) {
      answers.add(bars);
    }

    @Override
    public void head(Instant head) {
      heads.add(head);
    }

    @Override
    public void failed(RuntimeException why) {
      failures.add(why);
    }
  }

  private static Row row(int conId, int requests, BarSize size) {
    return new Row(IntStream.range(0, requests).mapToObj(i -> bars(conId, i, size)).toList());
  }

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

  private static CompletableFuture<List<HistoricalBar>> empty(HistoricalRequest request) {
    return CompletableFuture.completedFuture(List.of());
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

  /** The simulated gateway enforces the rules by itself, in the same time. */
  @Test
  void theSimulatedGatewayFindsNothingToRefuse() throws Exception {
    PaperClock clock = new PaperClock(NOW);
    VirtualTime moving = new VirtualTime(clock::advance);
    try (SimulatedGateway simulated = gateway(clock, new AtomicInteger());
        IbGateway gateway = connected(simulated, 1)) {
      Row spy = row(756733, 40, BarSize.SECONDS_5);
      Row aapl = row(265598, 40, BarSize.SECONDS_5);
      Row head =
          new Row(
              List.of(
                  new HistoricalRequest.Head(
                      Contract.builder().conId(272093).build(), WhatToShow.TRADES, true)));

      assertThat(
              new HistoricalRequests(gateway.session(), moving)
                  .run(List.of(spy, aapl, head), HOUR, 10))
          .isTrue();

      assertThat(spy.answers).hasSize(40);
      assertThat(aapl.answers).hasSize(40);
      assertThat(spy.answers.get(0)).hasSize(12);
      assertThat(head.heads).containsExactly(Instant.parse("2005-01-03T14:30:00Z"));
      assertThat(spy.failures).isEmpty();
      assertThat(moving.passed()).isGreaterThan(Duration.ofMinutes(10));
    }
  }

  @Test
  void aViolationThatOthersHaveCausedIsWaitedOut() throws Exception {
    PaperClock clock = new PaperClock(NOW);
    VirtualTime moving = new VirtualTime(clock::advance);
    AtomicInteger requests = new AtomicInteger();
    try (SimulatedGateway simulated = gateway(clock, requests);
        IbGateway other = connected(simulated, 2);
        IbGateway gateway = connected(simulated, 1)) {
      Row others = row(756733, 60, BarSize.SECONDS_5);
      new HistoricalRequests(other.session(), new VirtualTime(clock::advance))
          .run(List.of(others), HOUR, 10);
      assertThat(others.answers).hasSize(60);
      requests.set(0);

      Row row = row(265598, 3, BarSize.SECONDS_5);
      assertThat(new HistoricalRequests(gateway.session(), moving).run(List.of(row), HOUR, 10))
          .isTrue();

      assertThat(row.answers).hasSize(3);
      assertThat(row.failures).isEmpty();
      assertThat(requests.get()).isLessThan(12); // it does not hammer
      Row more = row(272093, 1, BarSize.SECONDS_5);
      assertThat(
              new HistoricalRequests(gateway.session(), moving)
                  .run(List.of(more), Duration.ofSeconds(10), 10))
          .isTrue();
    }
  }

  private static List<Row> rowsOfTwenty(int... conIds) {
    List<Row> rows = new ArrayList<>();
    for (int conId : conIds) {
      for (WhatToShow show :
          List.of(WhatToShow.TRADES, WhatToShow.MIDPOINT, WhatToShow.BID, WhatToShow.ASK)) {
        rows.add(
            new Row(
                IntStream.range(0, 5)
                    .mapToObj(
                        i ->
                            new HistoricalRequest.Bars(
                                Contract.builder().conId(conId).exchange("SMART").build(),
                                "20261120-20:%02d:00".formatted(i),
                                "60 S",
                                BarSize.SECONDS_5,
                                show,
                                true))
                    .toList()));
      }
    }
    return rows;
  }

  @Test
  void allConnectionsOfThisProcessToOneGatewayKeepToItsPaceTogether() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (SimulatedGateway simulated = gateway(new PaperClock(NOW), requests)) {
      try (IbGateway gateway = connected(simulated, 1)) {
        assertThat(
                gateway
                    .historicalRequests()
                    .run(rowsOfTwenty(756733, 265598), Duration.ofSeconds(20), 50))
            .isTrue();
      }
      assertThat(requests.get()).isEqualTo(40);
      try (IbGateway gateway = connected(simulated, 1)) {
        assertThat(
                gateway
                    .historicalRequests()
                    .run(rowsOfTwenty(272093, 320227571), Duration.ofSeconds(20), 50))
            .isFalse();
      }
      assertThat(requests.get()).isEqualTo(60);
    }
  }

  @Test
  void simpleRequestsAreAnsweredInTheirOrderOrRefused() throws Exception {
    try (SimulatedGateway simulated = gateway(new PaperClock(NOW), new AtomicInteger());
        IbGateway gateway = connected(simulated, 1)) {
      HistoricalRequests requests = new HistoricalRequests(gateway.session(), PacingTime.REAL);
      List<List<HistoricalBar>> answers =
          requests.ask(
              List.of(bars(756733, 0, BarSize.SECONDS_5), bars(265598, 0, BarSize.SECONDS_30)));
      assertThat(answers.get(0)).hasSize(12);
      assertThat(answers.get(1)).hasSize(2);

      RequestRefusedException e =
          assertThrows(
              RequestRefusedException.class,
              () ->
                  requests.ask(
                      List.of(bars(756733, 1, BarSize.SECONDS_5), bars(1, 1, BarSize.SECONDS_5))));
      assertThat(e.code()).isEqualTo(200);
      HistoricalRequest.Bars longAgo =
          new HistoricalRequest.Bars(
              Contract.builder().conId(756733).build(),
              "20010101-00:00:00",
              "1 Y",
              BarSize.DAY,
              WhatToShow.TRADES,
              true);
      assertThrows(NoHistoricalDataException.class, () -> requests.ask(List.of(longAgo)));
    }
  }

  private static SimulatedGateway gateway(PaperClock clock, AtomicInteger requests)
      throws Exception {
    return new SimulatedGateway(
        new GatewayOptions()
            .clock(clock)
            .messagesPerSecond(1000)
            .onRequest(
                (client, number, request) -> {
                  if (request instanceof ReqHistoricalData) {
                    requests.incrementAndGet();
                  }
                }));
  }

  private static IbGateway connected(SimulatedGateway simulated, int clientId) {
    IbGateway gateway =
        new IbGateway(
            new GatewaySettings("127.0.0.1", simulated.port(), clientId, Duration.ofSeconds(20)),
            Deadline.in(Duration.ofSeconds(60)),
            Optional.empty());
    gateway.connect(OnClientIdInUse.WAIT);
    return gateway;
  }
}
