package dev.ibintents.intent.account;

import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.ContractNames;
import dev.ibintents.intent.json.AnswerJson;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.books.AccountNotReadyException;
import dev.ibintents.trading.books.PortfolioHistory;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Stores the broker's figures of the account: as the latest state, and as the state of the day. */
public final class PortfolioSnapshot {
  private static final String CASH_BALANCE = "CashBalance";

  private final Environment environment;
  private final DocumentStore store;

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
   * @param environment the environment of the invocation; its gateway is connected
   * @param store the store to write to: the environment's store, or a draft of it that changes
   *     nothing
   */
  public PortfolioSnapshot(Environment environment, DocumentStore store) {
    this.environment = environment;
    this.store = store;
  }

  /**
   * Asks the gateway for the figures, and stores them.
   *
   * @throws AccountNotReadyException if the account's server is resetting; nothing was stored
   * @throws ConnectivityLostException if the gateway has lost the broker; nothing was stored
   */
  public SnapshotAnswer run() {
    IbGateway gateway = environment.gateway();
    ClientSession session = gateway.session();
    String account = Account.of(environment);
    Instant now = environment.clock().instant().truncatedTo(ChronoUnit.MICROS);
    CompletableFuture<?> openOrders = session.reqAllOpenOrders();
    CompletableFuture<AccountUpdates> updates = session.reqAccountUpdates(account);
    gateway.await(openOrders, updates);
    requireReliable(session, account, updates.join());
    SnapshotAnswer answer = answer(account, now, updates.join(), session);
    history().keep(account, now, AnswerJson.fields(answer));
    return answer;
  }

  private PortfolioHistory history() {
    return new PortfolioHistory(store, environment.variables().tradingMode());
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

  private static SnapshotAnswer answer(
      String account, Instant now, AccountUpdates updates, ClientSession session) {
    AccountValue netLiquidation = Account.netLiquidation(updates);
    return new SnapshotAnswer(
        now,
        PortfolioHistory.day(now).toString(),
        account,
        netLiquidation.currency(),
        netLiquidation.amount().orElse(null),
        Account.availableFunds(updates).amount().orElse(null),
        Account.byCurrency(updates, CASH_BALANCE),
        holdings(updates),
        Summary.openTrades(account, session.openTrades()));
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
