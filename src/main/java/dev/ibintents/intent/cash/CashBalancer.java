package dev.ibintents.intent.cash;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.trade.BrokerQuestion;
import dev.ibintents.intent.trade.MarketGate;
import dev.ibintents.intent.trade.NothingToDo;
import dev.ibintents.intent.trade.TradePlan;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.allocation.CashBalancing;
import dev.ibintents.trading.allocation.CommittedCash;
import dev.ibintents.trading.ledger.RunHeaders;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/**
 * Converts foreign cash to the account's base currency, and buys back foreign currency that it
 * owes.
 */
public final class CashBalancer extends TradingIntent {
  /** The name of the intent. */
  public static final String NAME = "cash-balancer";

  private static final String IDEALPRO = "IDEALPRO";
  private static final String CASH_BALANCE = "CashBalance";

  private final MarketGate gate;
  private final BrokerQuestion brokerQuestion;
  private Optional<Proposal> proposal = Optional.empty();

  /** The figures of the account, and the pairs to trade. */
  private record Proposal(CashFigures figures, Map<CurrencyPair, ResolvedContract> pairs) {}

  /** Creates the intent of one invocation. */
  public CashBalancer(Environment environment, Parameters parameters, RunHeaders headers) {
    super(NAME, environment, parameters, headers);
    this.gate = MarketGate.read(environment, parameters, headers, refusals());
    this.brokerQuestion = brokerQuestion();
  }

  @Override
  protected Optional<Object> nothingToDo() {
    return threshold().isPresent()
        ? Optional.empty()
        : Optional.of(
            new NothingToDo(
                "cashBalanceThresholdInBaseCurrency is not configured, so nothing is balanced"));
  }

  private Optional<BigDecimal> threshold() {
    return environment().configuration().cashBalanceThreshold();
  }

  @Override
  protected MarketGate gate() {
    return gate;
  }

  @Override
  protected MarketGate.Needed needed() {
    return new MarketGate.Needed(CashProposer.traded(proposal().pairs().values()), true);
  }

  @Override
  protected TradePlan propose() {
    return new CashProposer(tools(), proposal().figures(), proposal().pairs(), gate, brokerQuestion)
        .propose();
  }

  /** The account is asked once in an invocation. */
  private Proposal proposal() {
    if (proposal.isEmpty()) {
      CashFigures figures = figures();
      proposal = Optional.of(new Proposal(figures, pairs(figures.balancing())));
    }
    return proposal.get();
  }

  private CashFigures figures() {
    String account = tools().account();
    IbGateway gateway = environment().gateway();
    ClientSession session = gateway.session();
    // Executions are requested after the open orders, so that they include every fill since then.
    CompletableFuture<List<OpenTrade>> openOrders = session.reqAllOpenOrders();
    CompletableFuture<AccountUpdates> updates = session.reqAccountUpdates(account);
    CompletableFuture<List<Fill>> fills =
        session.reqExecutions(ExecutionFilter.ALL.withAcctCode(account));
    CompletableFuture<Instant> now = session.reqCurrentTime();
    gateway.await(openOrders, updates, fills, now);
    Account.requireReady(account, updates.join());

    CashClaims claims =
        new CashClaims(
            openOrders.join(),
            updates.join().portfolio(),
            fills.join(),
            now.join(),
            tools().books().state());
    return figures(updates.join(), claims);
  }

  private CashFigures figures(AccountUpdates updates, CashClaims claims) {
    String base = Account.netLiquidation(updates).currency();
    BigDecimal threshold = threshold().orElseThrow();
    SortedMap<String, BigDecimal> rates = known(updates, "ExchangeRate");
    SortedMap<String, BigDecimal> balances = known(updates, CASH_BALANCE);
    CommittedCash committed = claims.committed(tools().contracts(), rates);
    unknownBalances(updates)
        .forEach(
            currency ->
                committed.unclear(
                    currency, "the broker gives no usable cash balance in " + currency));
    leaveUncovered(base, balances, committed);
    CashBalancing balancing = CashBalancing.of(base, threshold, committed.free(balances), rates);
    return new CashFigures(
        Account.amount(Account.netLiquidation(updates)), threshold, balances, committed, balancing);
  }

  /**
   * Leaves a currency alone if strategies hold more of it by the books than the account has.
   * Otherwise the difference would look like a debt, and be bought back. A currency pair has no
   * position to compare with.
   */
  private void leaveUncovered(
      String base, SortedMap<String, BigDecimal> balances, CommittedCash committed) {
    committed
        .held()
        .forEach(
            (currency, held) -> {
              BigDecimal balance = balances.getOrDefault(currency, BigDecimal.ZERO);
              boolean isCovered = held.signum() <= 0 || held.compareTo(balance) <= 0;
              if (!isCovered
                  && !currency.equals(base)
                  && !committed.unclear().containsKey(currency)) {
                String why =
                    "strategies hold %s %s in currency pairs by the books, and the account has %s"
                            .formatted(currency, held.toPlainString(), balance.toPlainString())
                        + " of it. Find out from the broker's statement who traded, and settle it"
                        + " with adopt of trade-reconciliation; or convert it by hand";
                committed.unclear(currency, why);
                environment().problems().add(Problem.Code.HOLDINGS_BEYOND_ACCOUNT, why);
              }
            });
  }

  private static Set<String> unknownBalances(AccountUpdates updates) {
    SortedMap<String, BigDecimal> balances = Account.byCurrency(updates, CASH_BALANCE);
    balances.values().removeIf(amount -> amount != null);
    return balances.keySet();
  }

  /** An account value by currency, without the currencies whose amount is not known. */
  private static SortedMap<String, BigDecimal> known(AccountUpdates updates, String key) {
    SortedMap<String, BigDecimal> known = Account.byCurrency(updates, key);
    known.values().removeIf(amount -> amount == null);
    return known;
  }

  /**
   * Finds the pair of each currency to trade, in the direction that exists. The broker may list it
   * at the venue for conversions, or at the venue for trading. The result is routed to the venue
   * for conversions.
   */
  private Map<CurrencyPair, ResolvedContract> pairs(CashBalancing balancing) {
    List<ContractSpec> specs = new ArrayList<>();
    for (String currency : balancing.quantityInCurrency().keySet()) {
      for (String exchange : List.of(CurrencyPair.EXCHANGE, IDEALPRO)) {
        specs.add(ContractSpec.pair(currency, balancing.baseCurrency(), exchange));
      }
    }
    Map<CurrencyPair, ResolvedContract> pairs = new LinkedHashMap<>();
    for (Resolution resolution : tools().contracts().lookUp(specs).values()) {
      if (resolution instanceof Resolution.Found found) {
        pairs.putIfAbsent(
            CurrencyPair.of(found.contract().contract()),
            found.contract().routedTo(CurrencyPair.EXCHANGE));
      }
    }
    return pairs;
  }
}
