package dev.ibintents.gateway;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.NoHistoricalDataException;
import dev.ibintents.ibapi.RequestRefusedException;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.simulator.account.PaperClock;
import dev.ibintents.simulator.server.SimulatedGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pace of historical requests at a simulated gateway that enforces its own rules. */
@Timeout(60)
class HistoricalGatewayPaceTest extends HistoricalRows {
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

  private static IbGateway connected(SimulatedGateway simulated, int clientId) {
    IbGateway gateway =
        new IbGateway(
            TestedProtocol.settings(simulated.port(), clientId, Duration.ofSeconds(20)),
            Deadline.in(Duration.ofSeconds(60)),
            Optional.empty());
    gateway.connect(OnClientIdInUse.WAIT);
    return gateway;
  }
}
