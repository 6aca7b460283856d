package dev.ibintents.intent.account;

import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Contract;
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

/** The account at a glance: values, portfolio, open orders of all clients, today's fills. */
public final class Summary extends ReadingIntent {
  /** The rows of the account's values that a summary shows, in this order. */
  private static final List<String> ACCOUNT_VALUES =
      List.of("NetLiquidation", "CashBalance", "MaintMarginReq");

  /**
   * The answer.
   *
   * @param accountSummary each value, by its name and currency; {@code null} where the gateway
   *     gives none
   * @param portfolio what is held, by local symbol
   * @param openTrades the orders of all clients that are not done, by local symbol
   * @param fills today's executions, by local symbol
   * @param warnings why some of this may be incomplete or out of date; empty as a rule
   */
  public record SummaryAnswer(
      Map<String, Map<String, BigDecimal>> accountSummary,
      Map<String, Holding> portfolio,
      Map<String, List<Trade>> openTrades,
      Map<String, List<Execute>> fills,
      List<String> warnings) {}

  /**
   * What is held of one instrument.
   *
   * @param position how many; negative if short
   * @param exposure their market value, in the instrument's currency
   * @param uPnL unrealized profit and loss, in the instrument's currency
   */
  record Holding(BigDecimal position, BigDecimal exposure, BigDecimal uPnL) {}

  /**
   * An order that is not done.
   *
   * @param status where it stands, such as PreSubmitted or Submitted
   * @param whyHeld why the broker holds it; {@code null} if it does not
   * @param action BUY or SELL
   * @param totalQuantity how many in all
   * @param filled how many so far
   * @param remaining how many are left
   * @param orderType MKT, LMT …
   * @param limitPrice {@code null} if it has none
   * @param timeInForce DAY, GTC …
   * @param goodAfterTime when it begins to work; {@code null} for at once
   * @param goodTillDate when it ends; {@code null} if its time in force says so
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
   * @param shares how many
   * @param price of one, in the instrument's currency
   * @param cumQuantity how many of the order are filled with it
   * @param avgPrice the order's average price so far
   * @param time when, as ISO-8601; in the gateway's own words if they do not name the time zone
   * @param commission what it cost; {@code null} as long as the gateway has not said
   * @param rPnL what it realized; {@code null} if it opened a position
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
        // Whatever has come by now counts, should an end have come twice and ended the list early.
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
        continue; // sold today; the gateway lists it until the end of the day
      }
      String key = localSymbol(value.contract());
      Holding holding = new Holding(value.position(), value.marketValue(), value.unrealizedPnl());
      if (portfolio.putIfAbsent(key, holding) != null) {
        // Two instruments of one local symbol, in two currencies say, are told apart.
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
            .computeIfAbsent(localSymbol(trade.openOrder().contract()), key -> new ArrayList<>())
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

  /** Orders without a limit come with the price 0; a limit may be 0 only where there is one. */
  private static BigDecimal limitPrice(Order order) {
    BigDecimal price = order.lmtPrice();
    boolean isNone = price != null && price.signum() == 0 && !order.orderType().contains("LMT");
    return isNone ? null : price;
  }

  private static Map<String, List<Execute>> fills(List<Fill> fills) {
    Map<String, List<Execute>> bySymbol = new TreeMap<>();
    for (Fill fill : fills) {
      bySymbol
          .computeIfAbsent(localSymbol(fill.contract()), key -> new ArrayList<>())
          .add(execute(fill));
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

  private static String localSymbol(Contract contract) {
    return contract.localSymbol().isEmpty() ? contract.symbol() : contract.localSymbol();
  }

  private static String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  @Override
  public String name() {
    return "summary";
  }
}
