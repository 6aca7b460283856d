package dev.ibintents.testkit;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.GatewayProtocol;
import dev.ibintents.gateway.GatewaySettings;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.gateway.UnresolvedContractException;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.PaceClock;
import dev.ibintents.marketdata.Series;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperState;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.strategy.BarSource;
import dev.ibintents.strategy.DailyBar;
import dev.ibintents.strategy.HoldingsValue;
import dev.ibintents.strategy.LastRun;
import dev.ibintents.strategy.StrategySources;
import dev.ibintents.testkit.BenchMarket.StoredSeries;
import dev.ibintents.trading.Quantities;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The facts for one run of a strategy on a bench. A simulated gateway in memory finds the contracts
 * and knows their hours.
 */
final class BenchSources implements StrategySources, BarSource, AutoCloseable {
  private static final String DOLLAR = "USD";
  private static final int ANY_PORT = 4002;
  private static final Duration LONGEST_RUN = Duration.ofSeconds(60);

  /** The gateway's account. It is not asked for, because the bench has the holdings. */
  private static final PaperState NOTHING =
      new PaperState(
          Map.of(PaperAccount.BASE_CURRENCY, BigDecimal.ZERO),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Map.of(),
          1,
          1,
          List.of());

  /** The address of each gateway is its own, because a process counts client ids by address. */
  private static final AtomicLong GATEWAYS = new AtomicLong();

  private final Clock clock;
  private final BenchMarket market;
  private final BenchPast past;
  private final SimulatedGateway simulated;
  private final IbGateway gateway;
  private final Contracts contracts;

  BenchSources(Instant moment, BenchMarket market, BenchPast past) {
    this.clock = Clock.fixed(moment, ZoneOffset.UTC);
    this.market = market;
    this.past = past;
    simulated =
        SimulatedGateway.inMemory(
            new GatewayOptions()
                .clock(clock)
                .market(market.prices(), market.shares())
                .state(StateStore.opening(NOTHING))
                .messagesPerSecond(Integer.MAX_VALUE));
    gateway =
        new IbGateway(
            new GatewaySettings(
                "bench-" + GATEWAYS.incrementAndGet(),
                ANY_PORT,
                0,
                LONGEST_RUN,
                GatewayProtocol.AUTO,
                (host, port, deadline) -> simulated.dial(PaceClock.REAL)),
            Deadline.in(LONGEST_RUN),
            Optional.empty());
    gateway.connect(OnClientIdInUse.WAIT);
    contracts = new Contracts(gateway, clock);
  }

  @Override
  public TradingMode tradingMode() {
    return TradingMode.PAPER;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public BarSource bars() {
    return this;
  }

  @Override
  public List<ResolvedContract> resolve(List<ContractSpec> specs) {
    try {
      return contracts.resolve(specs);
    } catch (UnresolvedContractException e) {
      throw new UnresolvedContractException(
          e.getMessage()
              + "; the bench knows the contracts of the simulated gateway, and the shares that have"
              + " bars: add .bars(\"SYMBOL\", …)");
    }
  }

  private ResolvedContract contract(int conId) {
    return contracts.resolve(ContractSpec.ofConId(conId));
  }

  @Override
  public List<List<DailyBar>> daily(List<ResolvedContract> wanted, int days) {
    List<ResolvedContract> missing =
        wanted.stream().filter(contract -> market.daily(contract.conId()).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw new MissingBarsException(
          "the strategy asks for daily bars of %s, and the bench has none: add %s"
              .formatted(
                  missing.stream()
                      .map(ResolvedContract::toString)
                      .collect(Collectors.joining(", ")),
                  missing.stream()
                      .map(contract -> ".bars(\"" + contract.localSymbol() + "\", …)")
                      .collect(Collectors.joining())));
    }
    List<List<DailyBar>> answers = new ArrayList<>();
    for (ResolvedContract contract : wanted) {
      LocalDate today = LocalDate.ofInstant(clock.instant(), contract.zone());
      answers.add(
          market.daily(contract.conId()).orElseThrow().stream()
              .filter(bar -> bar.date().isBefore(today))
              .map(BenchSources::daily)
              .toList());
    }
    return answers;
  }

  private static DailyBar daily(PricedBar bar) {
    return new DailyBar(
        bar.date(), bar.open(), bar.high(), bar.low(), bar.close(), Optional.of(bar.volume()));
  }

  @Override
  public Optional<List<HistoricalBar>> stored(Series series, LocalDate from, LocalDate to) {
    ResolvedContract contract = contract(series.conId());
    StoredSeries wanted =
        new StoredSeries(contract.localSymbol(), series.barSize(), series.whatToShow());
    List<HistoricalBar> bars =
        market
            .stored(wanted)
            .orElseThrow(
                () ->
                    new MissingBarsException(
                        "the strategy asks for stored bars of %s (%s), and the bench has none: add .storedBars(\"%s\", BarSize.%s, WhatToShow.%s, …)"
                            .formatted(
                                contract,
                                series,
                                wanted.symbol(),
                                wanted.size().name(),
                                wanted.show().name())));
    return Optional.of(
        bars.stream()
            .filter(
                bar -> {
                  LocalDate day = day(bar, contract.zone());
                  return !day.isBefore(from) && !day.isAfter(to);
                })
            .toList());
  }

  private static LocalDate day(HistoricalBar bar, ZoneId zone) {
    return bar.date().orElseGet(() -> LocalDate.ofInstant(bar.start().orElseThrow(), zone));
  }

  @Override
  public Quantities holdings(String strategy) {
    Map<Integer, BigDecimal> quantities = new TreeMap<>();
    past.holdings().forEach((symbol, quantity) -> quantities.put(conId(symbol), quantity));
    return Quantities.of(quantities);
  }

  @Override
  public HoldingsValue value(String strategy) {
    TreeMap<Integer, HoldingsValue.Holding> values = new TreeMap<>();
    holdings(strategy)
        .forEach(
            (conId, quantity) -> {
              ResolvedContract contract = contract(conId);
              values.put(
                  conId,
                  new HoldingsValue.Holding(
                      contract,
                      quantity,
                      market.price(contract, clock.instant()),
                      contract.multiplier(),
                      market.prices().rate(contract.currency(), clock.instant())));
            });
    return new HoldingsValue(DOLLAR, values);
  }

  @Override
  public BigDecimal capital(String strategy) {
    return past.capital();
  }

  @Override
  public Optional<LastRun> lastRun(String strategy) {
    return past.lastRun(this::conId);
  }

  private int conId(String symbol) {
    return market.conId(symbol, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  @Override
  public Map<String, Object> state(String strategy) {
    return past.state();
  }

  @Override
  public void close() {
    gateway.close();
    simulated.close();
  }
}
