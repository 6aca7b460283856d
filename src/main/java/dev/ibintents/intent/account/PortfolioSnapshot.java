package dev.ibintents.intent.account;

import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.ContractNames;
import dev.ibintents.intent.json.AnswerJson;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.allocation.Quotes;
import dev.ibintents.trading.books.AccountNotReadyException;
import dev.ibintents.trading.books.Reconciled;
import dev.ibintents.trading.performance.DayHoldings;
import dev.ibintents.trading.performance.PortfolioHistory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Stores the broker's figures of the account: as the latest state, and as the state of the day. */
public final class PortfolioSnapshot {
  private static final String CASH_BALANCE = "CashBalance";

  /**
   * The longest wait for books and account to be of one moment. An order may be filled between the
   * answer about executions and the answer about the account.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final TradingTools tools;
  private final Environment environment;

  /**
   * The answer. The same fields are stored.
   *
   * @param updatedAt the time of the request to the gateway
   * @param day the broker's day of the figures; it begins at midnight in New York
   * @param account the account
   * @param baseCurrency the account's own currency
   * @param netLiquidation the account's net liquidation value, in the base currency; {@code null}
   *     if not known
   * @param availableFunds the funds still usable as margin, in the base currency; {@code null} if
   *     not known
   * @param cash the cash balances, by currency; {@code null} if a balance is not known
   * @param holdings the positions, by local symbol
   * @param openOrders the open orders of all clients, by local symbol
   */
  public record SnapshotAnswer(
      Instant updatedAt,
      String day,
      String account,
      String baseCurrency,
      BigDecimal netLiquidation,
      BigDecimal availableFunds,
      SortedMap<String, BigDecimal> cash,
      SortedMap<String, Holding> holdings,
      Map<String, List<Summary.Trade>> openOrders) {}

  /**
   * A position.
   *
   * @param conId the contract's conId
   * @param position the quantity; negative if short
   * @param marketPrice the price of one unit, in the contract's currency; {@code null} if not known
   * @param marketValue the value of the position, in the contract's currency; {@code null} if not
   *     known
   * @param averageCost the cost of one unit times the multiplier, with commission; {@code null} if
   *     not known
   * @param currency the contract's currency
   */
  record Holding(
      int conId,
      BigDecimal position,
      BigDecimal marketPrice,
      BigDecimal marketValue,
      BigDecimal averageCost,
      String currency) {}

  /**
   * @param tools the invocation's tools; its gateway is connected. They write to the store, or to a
   *     draft of it that changes nothing
   */
  public PortfolioSnapshot(TradingTools tools) {
    this.tools = tools;
    this.environment = tools.environment();
  }

  /**
   * Posts the day's executions, asks the gateway for the figures, and stores them. The caller holds
   * the account's lease.
   *
   * @throws AccountNotReadyException if the account's server is resetting; nothing was stored
   * @throws ConnectivityLostException if the gateway has lost the broker; nothing was stored
   */
  public SnapshotAnswer run() {
    return run(tools.reconciliation().runBeforePlan());
  }

  /**
   * Like {@link #run()}, after the caller has posted the day's executions.
   *
   * @param posted the books, just brought in line with the broker
   */
  public SnapshotAnswer run(Reconciled posted) {
    Deadline patience = environment.deadline().orIn(PATIENCE);
    Reconciled books = posted;
    AccountFigures figures = ask(books);
    while (figures.hasMoved() && !patience.hasPassed()) {
      pause(patience);
      books = tools.reconciliation().runBeforePlan();
      figures = ask(books);
    }
    ClientSession session = environment.gateway().session();
    SnapshotAnswer answer = answer(figures, session);
    new PortfolioHistory(tools.store(), environment.variables().tradingMode())
        .keep(AnswerJson.fields(answer), figures.snapshot(environment.configuration()));
    return answer;
  }

  private AccountFigures ask(Reconciled books) {
    IbGateway gateway = environment.gateway();
    ClientSession session = gateway.session();
    String account = Account.of(environment);
    Instant now = environment.clock().instant().truncatedTo(ChronoUnit.MICROS);
    CompletableFuture<?> openOrders = session.reqAllOpenOrders();
    CompletableFuture<AccountUpdates> updates = session.reqAccountUpdates(account);
    gateway.await(openOrders, updates);
    requireReliable(session, account, updates.join());
    AccountFigures figures =
        new AccountFigures(account, now, updates.join(), books, new TreeMap<>());
    SortedSet<Integer> unheld = figures.unheld();
    return unheld.isEmpty() ? figures : figures.with(quoted(unheld, now));
  }

  /**
   * The prices of contracts that strategies hold and the account does not. The broker values only
   * positions of the account.
   */
  private SortedMap<Integer, DayHoldings.Unit> quoted(SortedSet<Integer> conIds, Instant now) {
    Map<Integer, ResolvedContract> found = tools.contracts().found(conIds);
    Quotes quotes = Quotes.ask(tools.quotes(), found.values(), List.of(), "", now);
    SortedMap<Integer, DayHoldings.Unit> quoted = new TreeMap<>();
    quotes
        .prices()
        .forEach(
            (conId, price) -> {
              ResolvedContract contract = found.get(conId);
              quoted.put(
                  conId,
                  new DayHoldings.Unit(
                      contract.localSymbol(),
                      contract.currency(),
                      BigDecimal.ZERO,
                      price,
                      price.multiply(contract.multiplier()),
                      contract.contract().secType()));
            });
    return quoted;
  }

  private static void pause(Deadline patience) {
    try {
      patience.pause(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayTimeoutException("interrupted while waiting for the broker's lists", e);
    }
  }

  private static void requireReliable(
      ClientSession session, String account, AccountUpdates updates) {
    session
        .connectivityLost()
        .ifPresent(
            words -> {
              throw new ConnectivityLostException(
                  "what " + account + " is worth, is unknown", words);
            });
    if (!updates.isAccountReady()) {
      throw new AccountNotReadyException(account);
    }
  }

  private static SnapshotAnswer answer(AccountFigures figures, ClientSession session) {
    AccountUpdates updates = figures.updates();
    AccountValue netLiquidation = Account.netLiquidation(updates);
    return new SnapshotAnswer(
        figures.updatedAt(),
        BrokerDay.of(figures.updatedAt()).toString(),
        figures.account(),
        netLiquidation.currency(),
        netLiquidation.amount().orElse(null),
        Account.availableFunds(updates).amount().orElse(null),
        Account.byCurrency(updates, CASH_BALANCE),
        holdings(updates),
        Summary.openTrades(figures.account(), session.openTrades()));
  }

  private static SortedMap<String, Holding> holdings(AccountUpdates updates) {
    List<PortfolioValue> held =
        updates.portfolio().stream()
            .filter(value -> value.position() != null && value.position().signum() != 0)
            .toList();
    Map<Integer, Contract> contracts = new TreeMap<>();
    held.forEach(value -> contracts.put(value.contract().conId(), value.contract()));
    ContractNames names = new ContractNames(contracts);
    SortedMap<String, Holding> holdings = new TreeMap<>();
    held.forEach(value -> holdings.put(names.of(value.contract().conId()), holding(value)));
    return holdings;
  }

  private static Holding holding(PortfolioValue value) {
    return new Holding(
        value.contract().conId(),
        value.position(),
        value.marketPrice(),
        value.marketValue(),
        value.averageCost(),
        value.contract().currency());
  }
}
