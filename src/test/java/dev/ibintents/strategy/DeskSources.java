package dev.ibintents.strategy;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.trading.Quantities;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The facts for a strategy that holds nothing and has no past, in tests. */
record DeskSources(TradingMode tradingMode, Clock clock, Contracts contracts, BarSource bars)
    implements StrategySources {
  @Override
  public List<ResolvedContract> resolve(List<ContractSpec> specs) {
    return contracts.resolve(specs);
  }

  @Override
  public Quantities holdings(String strategy) {
    return Quantities.NONE;
  }

  @Override
  public HoldingsValue value(String strategy) {
    return new HoldingsValue("USD", new TreeMap<>());
  }

  @Override
  public BigDecimal capital(String strategy) {
    return new BigDecimal("100000");
  }

  @Override
  public Optional<LastRun> lastRun(String strategy) {
    return Optional.empty();
  }

  @Override
  public Map<String, Object> state(String strategy) {
    return Map.of();
  }
}
