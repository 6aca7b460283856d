package dev.ibintents.gateway;

import dev.ibintents.bench.SharedPrices;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Jobs of historical requests, and answers to them. */
abstract class HistoricalRows {
  static final Duration HOUR = Duration.ofHours(1);
  static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");

  final VirtualTime time = new VirtualTime(passed -> {});

  static HistoricalRequest.Bars bars(int conId, int number, BarSize size) {
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
  static class Row implements HistoricalRequests.Job {
    final Deque<HistoricalRequest> toAsk;
    final List<List<HistoricalBar>> answers = new ArrayList<>();
    final List<Instant> heads = new ArrayList<>();
    final List<RuntimeException> failures = new ArrayList<>();

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

  static Row row(int conId, int requests, BarSize size) {
    return new Row(IntStream.range(0, requests).mapToObj(i -> bars(conId, i, size)).toList());
  }

  static CompletableFuture<List<HistoricalBar>> empty(HistoricalRequest request) {
    return CompletableFuture.completedFuture(List.of());
  }

  static SimulatedGateway gateway(PaperClock clock, AtomicInteger requests) throws Exception {
    return new SimulatedGateway(
        new GatewayOptions()
            .prices(SharedPrices.of(1))
            .clock(clock)
            .messagesPerSecond(1000)
            .onRequest(
                (client, number, request) -> {
                  if (request instanceof ReqHistoricalData) {
                    requests.incrementAndGet();
                  }
                }));
  }
}
