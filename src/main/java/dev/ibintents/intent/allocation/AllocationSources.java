package dev.ibintents.intent.allocation;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.Once;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.strategy.BarSource;
import dev.ibintents.strategy.HoldingsValue;
import dev.ibintents.strategy.InvocationContext;
import dev.ibintents.strategy.LastRun;
import dev.ibintents.strategy.LastRunDocument;
import dev.ibintents.strategy.StateDocument;
import dev.ibintents.strategy.StoredBars;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.strategy.StrategySources;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.books.Reconciled;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The facts for the strategies of an allocation. Holdings are those of the books after the day's
 * fills were posted. The books are brought in line with the broker as soon as a strategy asks for
 * its holdings, and the plan uses the same result.
 */
final class AllocationSources implements StrategySources {
  private final TradingTools tools;
  private final StrategyChoice choice;
  private final Supplier<Reconciled> books;
  private final Supplier<HeldQuotes> quotes;
  private final Map<String, InvocationContext> contexts = new HashMap<>();

  /**
   * @param tools the invocation's tools; its gateway is connected before the first question
   * @param choice the strategies that may be asked for signals
   * @param books the books, in line with the broker
   */
  AllocationSources(TradingTools tools, StrategyChoice choice, Supplier<Reconciled> books) {
    this.tools = tools;
    this.choice = choice;
    this.books = books;
    this.quotes = new Once<>(() -> HeldQuotes.ask(tools, books.get(), choice.withExposure()));
  }

  /** The context of a strategy. Its document is read once. */
  InvocationContext context(String strategy) {
    return contexts.computeIfAbsent(
        strategy, id -> new InvocationContext(id, tools.store().get(Strategies.path(id)), this));
  }

  @Override
  public TradingMode tradingMode() {
    return tools.environment().variables().tradingMode();
  }

  @Override
  public Clock clock() {
    return tools.environment().clock();
  }

  @Override
  public BarSource bars() {
    return StoredBars.of(tools.store(), tools.environment().gateway(), clock());
  }

  @Override
  public List<ResolvedContract> resolve(List<ContractSpec> specs) {
    return tools.contracts().resolve(specs);
  }

  @Override
  public Quantities holdings(String strategy) {
    return books.get().holdings().of(strategy);
  }

  @Override
  public HoldingsValue value(String strategy) {
    return quotes.get().value(strategy, holdings(strategy));
  }

  @Override
  public BigDecimal capital(String strategy) {
    return choice
        .exposure()
        .capital(strategy, Account.amount(Account.netLiquidation(books.get().basis().updates())));
  }

  @Override
  public Optional<LastRun> lastRun(String strategy) {
    return tools
        .store()
        .get(LastRunDocument.path(tradingMode(), strategy))
        .map(LastRunDocument::run);
  }

  @Override
  public Map<String, Object> state(String strategy) {
    return StateDocument.values(tools.store().get(StateDocument.path(tradingMode(), strategy)));
  }
}
