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

/** The step that keeps what the broker says of the account: as the latest, and for its day. */
public final class PortfolioSnapshot {
  private static final String CASH_BALANCE = "CashBalance";

  private final Environment environment;
  private final DocumentStore store;

  /**
   * The answer, which is also what is kept.
   *
   * @param updatedAt when it was asked for
   * @param day the broker's day that it stands for, which begins at midnight in New York
   * @param account the account
   * @param baseCurrency the account's own currency
   * @param netLiquidation what the account is worth, in the base currency; {@code null} if not
   *     known
   * @param availableFunds what it could still put up as margin, in the base currency; {@code null}
   *     if not known
   * @param cash its cash balances, by currency; {@code null} where one is not known
   * @param holdings its positions, by local symbol
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
   * @param conId its contract's conId
   * @param position how many; negative if short
   * @param marketPrice of one, in the contract's currency; {@code null} if not known
   * @param marketValue of all, in the contract's currency; {@code null} if not known
   * @param averageCost what one cost, times the multiplier, commission included; {@code null} if
   *     not known
   * @param currency the contract's
   */
  record Holding(
      int conId,
      BigDecimal position,
      BigDecimal marketPrice,
      BigDecimal marketValue,
      BigDecimal averageCost,
      String currency) {}

  /**
   * @param environment what the invocation works with; its gateway is connected
   * @param store where to keep it: the environment's, or a draft of it to change nothing
   */
  public PortfolioSnapshot(Environment environment, DocumentStore store) {
    this.environment = environment;
    this.store = store;
  }

  /**
   * Asks and keeps it.
   *
   * @throws AccountNotReadyException if the account's server is resetting; nothing was kept
   * @throws ConnectivityLostException if the gateway has lost the broker; nothing was kept
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
