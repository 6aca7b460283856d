package dev.ibintents.testkit;

import dev.ibintents.backtest.BarData;
import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.Problems;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.Variables;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.PaceClock;
import dev.ibintents.ibapi.Transport;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperPosition;
import dev.ibintents.simulator.account.PaperState;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.market.BarMarket;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.memory.MemoryDocumentStore;
import dev.ibintents.strategy.NoSignalsException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A simulated gateway, a store and a clock in memory, for one run of a strategy. The market has the
 * bars of the bench, and the books have the strategy's holdings.
 */
final class BenchBroker implements AutoCloseable {
  /** The address of each broker is its own, because a process counts client ids by address. */
  private static final AtomicLong BROKERS = new AtomicLong();

  private static final long FIRST_PERM_ID = 1_850_000_001L;
  private static final Duration LONGEST_RUN = Duration.ofSeconds(60);

  private final Clock clock;
  private final Map<Instrument, List<PricedBar>> bars = new LinkedHashMap<>();
  private final List<Instrument> shares = new ArrayList<>();
  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final Map<Integer, Contract> asked = new TreeMap<>();
  private final SimulatedGateway gateway;
  private final FunctionInstance instance;

  BenchBroker(Instant moment, List<BarData.Loaded> data, BenchAccount account) {
    clock = Clock.fixed(moment, ZoneOffset.UTC);
    for (BarData.Loaded loaded : data) {
      bars.putAll(loaded.bars());
      shares.addAll(loaded.shares());
    }
    BarMarket market =
        new BarMarket(
            bars,
            Map.of(),
            new BarMarket.Trading(BarMarket.Fill.NEXT_OPEN, BigDecimal.ZERO, BigDecimal.ZERO));
    Map<Instrument, BigDecimal> held = held(account.holdings());
    gateway =
        SimulatedGateway.inMemory(
            new GatewayOptions()
                .clock(clock)
                .market(market, shares)
                .messagesPerSecond(Integer.MAX_VALUE)
                .onRequest(
                    (clientId, number, request) -> {
                      if (request instanceof ReqHistoricalData history) {
                        asked.put(history.contract().conId(), history.contract());
                      }
                    })
                .state(StateStore.opening(opening(account.capital(), held, market))));
    instance =
        new FunctionInstance(
            Variables.from(Map.of("STORE", "firestore", "GATEWAY", "configured")),
            store,
            clock,
            Optional.empty());
    instance.replace(
        Transport.Dialer.class, (host, port, deadline) -> gateway.dial(PaceClock.REAL));
    configure(account.strategy());
    post(account.strategy(), held);
  }

  private Map<Instrument, BigDecimal> held(Map<String, BigDecimal> bySymbol) {
    Map<Instrument, BigDecimal> held = new LinkedHashMap<>();
    bySymbol.forEach((symbol, quantity) -> held.put(instrument(symbol), quantity));
    return held;
  }

  private Instrument instrument(String symbol) {
    return bars.keySet().stream()
        .filter(instrument -> instrument.localSymbol().equals(symbol))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the strategy holds %s, which has no bars, and so no price: add .bars(\"%s\", …)"
                        .formatted(symbol, symbol)));
  }

  /** The account: the holdings at their last price, and cash for the rest of the capital. */
  private PaperState opening(
      BigDecimal capital, Map<Instrument, BigDecimal> held, BarMarket market) {
    List<PaperPosition> positions = new ArrayList<>();
    BigDecimal cash = capital;
    for (Map.Entry<Instrument, BigDecimal> holding : held.entrySet()) {
      Instrument instrument = holding.getKey();
      BigDecimal cost =
          holding
              .getValue()
              .multiply(market.mark(instrument, clock.instant()))
              .multiply(instrument.factor());
      positions.add(new PaperPosition(instrument.conId(), holding.getValue(), cost));
      if (instrument.isPaidFor()) {
        cash = cash.subtract(cost.multiply(market.rate(instrument.currency(), clock.instant())));
      }
    }
    return new PaperState(
        Map.of(PaperAccount.BASE_CURRENCY, cash),
        positions,
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        FIRST_PERM_ID,
        1,
        List.of());
  }

  private void configure(String strategy) {
    store.set(
        Configuration.COMMON,
        Map.of(
            "apiHost",
            "bench-" + BROKERS.incrementAndGet(),
            "apiPort",
            4002,
            "exposure",
            Map.of("overall", 1, "strategies", Map.of(strategy, 1))));
    store.set(Configuration.documentOf(TradingMode.PAPER), Map.of());
  }

  private void post(String strategy, Map<Instrument, BigDecimal> held) {
    Map<String, BigDecimal> fields = new TreeMap<>();
    held.forEach(
        (instrument, quantity) -> fields.put(Integer.toString(instrument.conId()), quantity));
    store.set("positions/" + TradingMode.PAPER.id() + "/holdings/" + strategy, fields);
  }

  /** The documents of the run. */
  DocumentStore store() {
    return store;
  }

  /** The environment of the run. */
  Environment environment() {
    return instance.newEnvironment("bench", Deadline.in(LONGEST_RUN), new Problems());
  }

  /**
   * Runs a strategy, and refuses its result if it has asked for bars that are not there.
   *
   * @throws MissingBarsException if it has asked for such bars, whatever it made of the answer
   */
  <T> T requireBars(Supplier<T> run) {
    try {
      T result = run.get();
      refuseMissing(null);
      return result;
    } catch (NoSignalsException e) {
      refuseMissing(e);
      throw e.kind() == NoSignalsException.Kind.UNRESOLVED
          ? new NoSignalsException(
              e.kind(),
              e.getMessage()
                  + "; the bench knows the contracts of the simulated gateway, and the shares that"
                  + " have bars: add .bars(\"SYMBOL\", …)",
              e)
          : e;
    } catch (MissingBarsException e) {
      throw e;
    } catch (RuntimeException e) {
      refuseMissing(e);
      throw e;
    }
  }

  private void refuseMissing(RuntimeException cause) {
    List<Contract> missing =
        asked.values().stream()
            .filter(
                contract ->
                    bars.keySet().stream()
                        .noneMatch(instrument -> instrument.conId() == contract.conId()))
            .toList();
    if (!missing.isEmpty()) {
      throw new MissingBarsException(
          "the strategy has asked for bars of %s, and the bench has none: add %s"
              .formatted(
                  missing.stream()
                      .map(it -> it.localSymbol() + " (conId " + it.conId() + ")")
                      .collect(Collectors.joining(", ")),
                  missing.stream()
                      .map(it -> ".bars(\"" + it.localSymbol() + "\", …)")
                      .collect(Collectors.joining())),
          cause);
    }
  }

  @Override
  public void close() {
    gateway.close();
    instance.close();
  }
}
