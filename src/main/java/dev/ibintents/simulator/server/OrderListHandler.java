package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.CompletedOrdersEnd;
import dev.ibintents.ibapi.message.ExecutionDataEnd;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.NextValidId;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.ibapi.message.ReqCompletedOrders;
import dev.ibintents.ibapi.message.ReqExecutions;
import dev.ibintents.ibapi.message.ReqIds;
import dev.ibintents.ibapi.message.ReqOpenOrders;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.StandingOrder;
import dev.ibintents.simulator.fault.ExecutionFaults;
import dev.ibintents.simulator.order.OrderBook;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Predicate;

/** Answers requests for lists of orders and executions. */
final class OrderListHandler {
  private final PaperAccount account;
  private final OrderBook book;
  private final ExecutionFaults faults;
  private final ZoneId zone;

  OrderListHandler(PaperAccount account, OrderBook book, ExecutionFaults faults, ZoneId zone) {
    this.account = account;
    this.book = book;
    this.faults = faults;
    this.zone = zone;
  }

  void register(RequestHandlers handlers) {
    handlers
        .on(ReqIds.class, (client, request) -> nextValidId(client))
        .on(ReqOpenOrders.class, (client, request) -> ownOrders(client))
        .on(ReqAllOpenOrders.class, (client, request) -> openOrders(client, order -> true))
        .on(ReqCompletedOrders.class, this::completedOrders)
        .on(ReqExecutions.class, this::executions);
  }

  /** Sends a client the next order id that it may use. */
  void nextValidId(Client client) {
    client.send(new NextValidId(account.nextOrderId(client.id())));
  }

  /** Sends a client its live orders. Client 0 receives the orders of TWS, too. */
  void ownOrders(Client client) {
    openOrders(client, order -> order.belongsTo(client.id()));
  }

  private void openOrders(Client client, Predicate<StandingOrder> condition) {
    book.tick();
    synchronized (account) {
      for (StandingOrder order : account.orders()) {
        if (order.isVisible() && condition.test(order)) {
          client.send(order.open());
          client.send(order.status());
        }
      }
      client.send(new OpenOrderEnd());
    }
  }

  private void completedOrders(Client client, ReqCompletedOrders request) {
    book.tick();
    account.endedOrders().stream()
        .filter(order -> !(request.apiOnly() && order.isManual()))
        .forEach(order -> client.send(order.report()));
    client.send(new CompletedOrdersEnd());
  }

  /** Sends executions as was recorded: all executions, then all commissions, then the end. */
  private void executions(Client client, ReqExecutions request) {
    List<PaperFill> fills;
    book.tick();
    try {
      fills =
          account.fills(days(request.filter())).stream().filter(filter(request.filter())).toList();
    } catch (DateTimeException e) {
      client.error(
          request.reqId(),
          321,
          "Error validating request.-'bC' : cause - Invalid time: " + e.getMessage());
      return;
    }
    fills.forEach(fill -> client.send(fill.report(request.reqId())));
    fills.stream().flatMap(fill -> book.executions().listed(fill).stream()).forEach(client::send);
    client.send(new ExecutionDataEnd(request.reqId()));
  }

  /** The days whose executions a client asks for: today alone unless it names more. */
  private int days(ExecutionFilter wanted) {
    if (!wanted.specificDates().isEmpty()) {
      return ExecutionFaults.MOST_DAYS;
    }
    int lastDays = wanted.lastNDays() == null ? 1 : wanted.lastNDays();
    return Math.max(faults.days(), Math.min(lastDays, ExecutionFaults.MOST_DAYS));
  }

  private boolean isOnDates(ExecutionFilter wanted, PaperFill fill) {
    return wanted.specificDates().isEmpty()
        || wanted
            .specificDates()
            .contains(
                Integer.valueOf(
                    LocalDate.ofInstant(fill.time(), zone)
                        .format(DateTimeFormatter.BASIC_ISO_DATE)));
  }

  private Predicate<PaperFill> filter(ExecutionFilter wanted) {
    Instant since = wanted.time().isEmpty() ? Instant.MIN : GatewayTime.parse(wanted.time(), zone);
    return fill ->
        (wanted.clientId() == 0 || wanted.clientId() == fill.execution().clientId())
            && matches(wanted.acctCode(), fill.execution().acctNumber())
            && !fill.time().isBefore(since)
            && isOnDates(wanted, fill)
            && matches(wanted.symbol(), fill.instrument().symbol())
            && matches(wanted.secType(), fill.instrument().kind().name())
            && matches(wanted.exchange(), fill.execution().exchange())
            && matches(side(wanted.side()), fill.execution().side());
  }

  private static boolean matches(String wanted, String actual) {
    return wanted.isEmpty() || wanted.equals(actual);
  }

  /** Converts the side of a filter, BUY or SELL, to that of an execution, BOT or SLD. */
  private static String side(String wanted) {
    return switch (wanted) {
      case "BUY" -> "BOT";
      case "SELL", "SSHORT" -> "SLD";
      default -> wanted;
    };
  }
}
