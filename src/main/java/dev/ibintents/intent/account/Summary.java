package dev.ibintents.intent.account;

import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.ReadingIntent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Answers with the account's values, its portfolio, all clients' open orders and today's fills. */
public final class Summary extends ReadingIntent {
  /** The rows of the account's values that a summary shows, in this order. */
  private static final List<String> ACCOUNT_VALUES =
      List.of("NetLiquidation", "CashBalance", "MaintMarginReq");

  /**
   * The answer.
   *
   * @param accountSummary the account's values, by name and currency; {@code null} if the gateway
   *     gives none
   * @param portfolio the positions, by local symbol
   * @param openTrades the open orders of all clients, by local symbol
   * @param fills today's executions, by local symbol
   * @param warnings the reasons why this answer may be incomplete or out of date; usually empty
   */
  public record SummaryAnswer(
      Map<String, Map<String, BigDecimal>> accountSummary,
      Map<String, Holding> portfolio,
      Map<String, List<Trade>> openTrades,
      Map<String, List<Execute>> fills,
      List<String> warnings) {}

  /**
   * The position in one instrument.
   *
   * @param position the quantity; negative if short
   * @param exposure the market value, in the instrument's currency
   * @param uPnL the unrealized profit and loss, in the instrument's currency
   */
  record Holding(BigDecimal position, BigDecimal exposure, BigDecimal uPnL) {}

  /**
   * An open order.
   *
   * @param status the broker's status, such as PreSubmitted or Submitted
   * @param whyHeld the reason why the broker holds the order back; {@code null} if it does not
   * @param action BUY or SELL
   * @param totalQuantity the whole quantity of the order
   * @param filled the quantity filled so far
   * @param remaining the quantity that is not filled
   * @param orderType the order type, such as MKT or LMT
   * @param limitPrice the limit price; {@code null} if the order has none
   * @param timeInForce the time in force, such as DAY or GTC
   * @param goodAfterTime the time at which the order begins to work; {@code null} for at once
   * @param goodTillDate the time at which the order ends; {@code null} if the time in force decides
   *     it
   * @param orderRef the reference that its client gave it; {@code null} if none
   */
  record Trade(
      String status,
      String whyHeld,
      String action,
      BigDecimal totalQuantity,
      BigDecimal filled,
      BigDecimal remaining,
      String orderType,
      BigDecimal limitPrice,
      String timeInForce,
      String goodAfterTime,
      String goodTillDate,
      String orderRef) {}

  /**
   * An execution of today.
   *
   * @param side BOT or SLD
   * @param shares the quantity
   * @param price the price of one unit, in the instrument's currency
   * @param cumQuantity the filled quantity of the order, this execution included
   * @param avgPrice the order's average price so far
   * @param time the time as ISO-8601; the gateway's own text if it names no time zone
   * @param commission the commission; {@code null} until the gateway reports it
   * @param rPnL the realized profit and loss; {@code null} if the execution opened a position
   */
  record Execute(
      String side,
      BigDecimal shares,
      BigDecimal price,
      BigDecimal cumQuantity,
      BigDecimal avgPrice,
      String time,
      BigDecimal commission,
      BigDecimal rPnL) {}

  /** Creates the intent of one invocation. */
  public Summary(Environment environment, Parameters parameters) {
    super(environment, parameters);
  }

  @Override
  protected Object core() {
    IbGateway gateway = environment().gateway();
    ClientSession session = gateway.session();
    String account = Account.of(environment());
    CompletableFuture<List<OpenTrade>> openTrades = session.reqAllOpenOrders();
    CompletableFuture<AccountUpdates> updates = session.reqAccountUpdates(account);
    CompletableFuture<List<Fill>> fills =
        session.reqExecutions(ExecutionFilter.ALL.withAcctCode(account));
    gateway.await(updates, openTrades, fills);
    return new SummaryAnswer(
        accountSummary(updates.join()),
        portfolio(updates.join()),
        // The session's list is complete even if a repeated end message cut the reply short.
        openTrades(account, session.openTrades()),
        fills(fills.join()),
        warnings(session, updates.join()));
  }

  private static Map<String, Map<String, BigDecimal>> accountSummary(AccountUpdates updates) {
    Map<String, Map<String, BigDecimal>> summary = new LinkedHashMap<>();
    for (String key : ACCOUNT_VALUES) {
      summary.put(key, Account.byCurrency(updates, key));
    }
    return summary;
  }

  private static Map<String, Holding> portfolio(AccountUpdates updates) {
    Map<String, Holding> portfolio = new TreeMap<>();
    for (PortfolioValue value : updates.portfolio()) {
      if (value.position() == null || value.position().signum() == 0) {
        continue; // a closed position: the gateway lists it until the end of the day
      }
      String key = value.contract().name();
      Holding holding = new Holding(value.position(), value.marketValue(), value.unrealizedPnl());
      if (portfolio.putIfAbsent(key, holding) != null) {
        // Two instruments may share a local symbol, for example in two currencies.
        portfolio.put(key + " (conId " + value.contract().conId() + ")", holding);
      }
    }
    return portfolio;
  }

  /** The open orders of an account, by local symbol. */
  static Map<String, List<Trade>> openTrades(String account, List<OpenTrade> trades) {
    Map<String, List<Trade>> openTrades = new TreeMap<>();
    for (OpenTrade trade : trades) {
      if (trade.openOrder().order().account().equals(account)) {
        openTrades
            .computeIfAbsent(trade.openOrder().contract().name(), key -> new ArrayList<>())
            .add(trade(trade));
      }
    }
    return openTrades;
  }

  private static Trade trade(OpenTrade trade) {
    Order order = trade.openOrder().order();
    Optional<OrderStatus> status = trade.orderStatus();
    return new Trade(
        trade.status(),
        status.map(OrderStatus::whyHeld).map(Summary::nullIfEmpty).orElse(null),
        order.action(),
        order.totalQuantity(),
        status.map(OrderStatus::filled).orElse(null),
        status.map(OrderStatus::remaining).orElse(null),
        order.orderType(),
        limitPrice(order),
        order.tif(),
        nullIfEmpty(order.goodAfterTime()),
        nullIfEmpty(order.goodTillDate()),
        nullIfEmpty(order.orderRef()));
  }

  /**
   * The limit price, if the order has one. The gateway gives orders without a limit the price 0.
   */
  private static BigDecimal limitPrice(Order order) {
    BigDecimal price = order.lmtPrice();
    boolean isNone = price != null && price.signum() == 0 && !order.orderType().contains("LMT");
    return isNone ? null : price;
  }

  private static Map<String, List<Execute>> fills(List<Fill> fills) {
    Map<String, List<Execute>> bySymbol = new TreeMap<>();
    for (Fill fill : fills) {
      bySymbol.computeIfAbsent(fill.contract().name(), key -> new ArrayList<>()).add(execute(fill));
    }
    return bySymbol;
  }

  private static Execute execute(Fill fill) {
    Execution execution = fill.execution();
    return new Execute(
        execution.side(),
        execution.shares(),
        execution.price(),
        execution.cumQty(),
        execution.avgPrice(),
        GatewayTime.absolute(execution.time()).map(Instant::toString).orElse(execution.time()),
        fill.commissionReport().map(CommissionReport::commission).orElse(null),
        fill.commissionReport().map(CommissionReport::realizedPnl).orElse(null));
  }

  private static List<String> warnings(ClientSession session, AccountUpdates updates) {
    List<String> warnings = new ArrayList<>();
    if (!updates.isAccountReady()) {
      warnings.add("the account's server is resetting; its values may be wrong");
    }
    session
        .connectivityLost()
        .ifPresent(
            error ->
                warnings.add(
                    "the gateway has lost its connection to the broker, so all this may be out of"
                        + " date: "
                        + error.code()
                        + " "
                        + error.text()));
    return warnings;
  }

  private static String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  @Override
  public String name() {
    return "summary";
  }
}
