package dev.ibintents.strategy;

import dev.ibintents.bench.SharedPrices;
import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.Document;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** For tests of strategies: a simulated gateway, and contexts that ask it. */
public final class StrategyDesk implements AutoCloseable {
  /** The time of the tests: a Monday, 10:00 in New York. */
  public static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final SimulatedGateway simulated;
  private final IbGateway gateway;

  /** Connects to the simulated gateway. */
  public StrategyDesk() throws IOException {
    simulated = new SimulatedGateway(new GatewayOptions().prices(SharedPrices.of(1)).clock(clock));
    gateway =
        new IbGateway(
            TestedProtocol.settings(simulated.port(), 1, Duration.ofSeconds(20)),
            Deadline.in(Duration.ofSeconds(30)),
            Optional.empty());
    gateway.connect(OnClientIdInUse.WAIT);
  }

  /** Returns the gateway of the contexts. */
  public IbGateway gateway() {
    return gateway;
  }

  /** Returns the context of a strategy without a document. */
  public InvocationContext context(String id) {
    return context(id, Optional.empty(), TradingMode.PAPER, new GatewayBars(gateway));
  }

  /** Returns the context of a strategy with a document. */
  public InvocationContext context(String id, Map<String, ?> fields) {
    return context(id, document(id, fields), TradingMode.PAPER, new GatewayBars(gateway));
  }

  InvocationContext context(
      String id, Optional<Document> document, TradingMode mode, BarSource bars) {
    return new InvocationContext(
        id, document, new DeskSources(mode, clock, new Contracts(gateway, clock), bars));
  }

  static Optional<Document> document(String id, Map<String, ?> fields) {
    return Optional.of(new Document("strategies/" + id, Map.copyOf(fields)));
  }

  /** Returns signals by symbol, such as {@code {SPY=0.6}}, for comparison. */
  public static Map<String, String> byName(Signals signals) {
    return signals.byContract().entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().localSymbol(), entry -> entry.getValue().toPlainString()));
  }

  @Override
  public void close() {
    gateway.close();
    simulated.close();
  }
}
