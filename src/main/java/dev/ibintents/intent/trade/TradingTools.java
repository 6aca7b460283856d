package dev.ibintents.intent.trade;

import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.intent.Account;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DraftDocumentStore;
import dev.ibintents.trading.allocation.MarketOrders;
import dev.ibintents.trading.allocation.QuoteRequests;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Reconciliation;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.order.OrderProperties;

/**
 * The tools of an intent that trades or posts: the account, its books, the ledger and the
 * contracts. They are built once for each invocation, and shared by its parts.
 */
public final class TradingTools {
  private final Environment environment;
  private final DocumentStore store;
  private final Books books;
  private final RunLedger ledger;
  private final Contracts contracts;
  private final QuoteRequests quotes;

  /**
   * Makes tools that write to the store.
   *
   * @param environment the environment of the invocation
   */
  public TradingTools(Environment environment) {
    this(
        environment,
        environment.store(),
        new Contracts(environment.gateway(), environment.clock()));
  }

  private TradingTools(Environment environment, DocumentStore store, Contracts contracts) {
    this(environment, store, contracts, new QuoteRequests(environment.gateway(), contracts));
  }

  private TradingTools(
      Environment environment, DocumentStore store, Contracts contracts, QuoteRequests quotes) {
    this.environment = environment;
    this.store = store;
    this.books = new Books(store, environment.variables().tradingMode(), environment.clock());
    this.ledger = new RunLedger(store, environment.clock());
    this.contracts = contracts;
    this.quotes = quotes;
  }

  /**
   * The tools of an invocation.
   *
   * @param environment the environment of the invocation
   * @param isDryRun whether to keep all writes in memory, so that the store does not change
   */
  public static TradingTools of(Environment environment, boolean isDryRun) {
    TradingTools tools = new TradingTools(environment);
    return isDryRun ? tools.onDraft() : tools;
  }

  /** Tools that read the same documents, and keep all writes in memory. */
  public TradingTools onDraft() {
    return new TradingTools(environment, new DraftDocumentStore(store), contracts, quotes);
  }

  /** The environment of the invocation. */
  public Environment environment() {
    return environment;
  }

  /** The documents: the invocation's store, or a draft of it. */
  public DocumentStore store() {
    return store;
  }

  /** The books of the trading mode. */
  public Books books() {
    return books;
  }

  /** The ledger of all trading runs. */
  public RunLedger ledger() {
    return ledger;
  }

  /** The contracts that were looked up in this invocation. */
  public Contracts contracts() {
    return contracts;
  }

  /** The requests for prices of this invocation. */
  public QuoteRequests quotes() {
    return quotes;
  }

  /**
   * The account to trade; the gateway must be connected.
   *
   * @throws dev.ibintents.environment.ConfigurationException if it is not clear which account to
   *     trade
   */
  public String account() {
    return Account.of(environment);
  }

  /** A reconciliation of the books with the broker; the gateway must be connected. */
  public Reconciliation reconciliation() {
    return new Reconciliation(environment, store, contracts, account());
  }

  /**
   * Makes the orders for the account; the gateway must be connected.
   *
   * @param properties the order fields that the request changes
   */
  public MarketOrders marketOrders(OrderProperties properties) {
    return new MarketOrders(account(), environment.configuration().adaptivePriority(), properties);
  }
}
