package dev.ibintents.marketdata.collection;

import dev.ibintents.bench.SharedPrices;
import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.gateway.HistoricalRequests;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.gateway.VirtualTime;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.ibapi.message.ReqHeadTimestamp;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import dev.ibintents.marketdata.BarColumns;
import dev.ibintents.marketdata.HistoryLength;
import dev.ibintents.marketdata.Series;
import dev.ibintents.simulator.account.PaperClock;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DocumentStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** For tests of collected bars: a simulated gateway whose clock a test moves. */
public final class CollectorDesk implements AutoCloseable {
  public static final Duration LONG = Duration.ofDays(2);

  private final PaperClock clock;
  private final SimulatedGateway simulated;
  private final IbGateway gateway;
  private final List<Object> asked = Collections.synchronizedList(new ArrayList<>());

  CollectorDesk(PaperClock clock, long seed) throws Exception {
    this.clock = clock;
    simulated =
        new SimulatedGateway(
            new GatewayOptions()
                .clock(clock)
                .prices(SharedPrices.of(seed))
                .messagesPerSecond(1000)
                .onRequest((client, number, request) -> heard(request)));
    gateway =
        new IbGateway(
            TestedProtocol.settings(simulated.port(), 1, Duration.ofSeconds(20)),
            Deadline.in(Duration.ofSeconds(200)),
            Optional.empty());
    gateway.connect(OnClientIdInUse.WAIT);
  }

  private void heard(Object request) {
    if (request instanceof ReqHistoricalData || request instanceof ReqHeadTimestamp) {
      asked.add(request);
    }
  }

  public static CollectorDesk at(String now) throws Exception {
    return new CollectorDesk(new PaperClock(Instant.parse(now)), 7);
  }

  PaperClock clock() {
    return clock;
  }

  SimulatedGateway simulated() {
    return simulated;
  }

  /** How many historical requests have come since the last question. */
  public int asked() {
    int count = asked.size();
    asked.clear();
    return count;
  }

  ResolvedContract resolve(ContractSpec spec) {
    return new Contracts(gateway, clock).resolve(spec);
  }

  public ResolvedContract stock(String symbol) {
    return resolve(ContractSpec.stock(symbol));
  }

  public static Collector.Wanted wanted(
      ResolvedContract contract, BarSize size, WhatToShow show, String length) {
    return wanted(contract, size, show, true, length);
  }

  public static Collector.Wanted wanted(
      ResolvedContract contract, BarSize size, WhatToShow show, boolean useRth, String length) {
    return new Collector.Wanted(
        contract,
        new Series(contract.conId(), size, show, useRth),
        length == null ? Optional.empty() : HistoryLength.parse(length));
  }

  public List<Collected> collect(
      DocumentStore store, Duration most, List<Collector.Wanted> wanted) {
    HistoricalRequests requests =
        new HistoricalRequests(gateway.session(), new VirtualTime(clock::advance));
    return new Collector(store, clock, requests).collect(wanted, most);
  }

  public Collected collect(DocumentStore store, Collector.Wanted wanted) {
    return collect(store, LONG, List.of(wanted)).get(0);
  }

  /** What the gateway itself says, asked for at once. */
  List<HistoricalBar> direct(Collector.Wanted wanted, String duration) {
    Series series = wanted.series();
    return new HistoricalRequests(gateway.session(), new VirtualTime(passed -> {}))
            .ask(
                List.of(
                    new HistoricalRequest.Bars(
                        wanted.contract().contract(),
                        "",
                        duration,
                        series.barSize(),
                        series.whatToShow(),
                        series.useRth())))
            .get(0)
            .stream()
            .map(BarColumns::canonical)
            .toList();
  }

  @Override
  public void close() {
    gateway.close();
    simulated.close();
  }
}
