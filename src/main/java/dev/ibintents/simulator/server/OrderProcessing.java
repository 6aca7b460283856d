package dev.ibintents.simulator.server;

import dev.ibintents.simulator.account.Broker;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.fault.OrderFaults;
import dev.ibintents.simulator.order.ExecutionBook;
import dev.ibintents.simulator.order.Margin;
import dev.ibintents.simulator.order.Market;
import dev.ibintents.simulator.order.OrderBook;
import dev.ibintents.simulator.order.OrderConditions;
import dev.ibintents.simulator.order.OrderIntake;
import dev.ibintents.simulator.order.OrderLifetime;
import dev.ibintents.simulator.order.OrderRules;

/** The objects of a gateway that process orders, connected with each other. */
final class OrderProcessing {
  private final OrderBook book;
  private final Market market;
  private final OrderHandler handler;
  private final OrderMessageSender messages;
  private final OrderTicker ticker;
  private final TwsUser tws;

  OrderProcessing(
      GatewayOptions options,
      PaperAccount account,
      Broker broker,
      Clients clients,
      AccountHandler accountHandler) {
    OrderFaults faults = options.faults().orders();
    OrderLifetime times =
        new OrderLifetime(
            options.zone(), options.market() == Market.Mode.CALENDAR, options.auctions());
    market =
        new Market(broker.prices(), account, options.zone(), options.market(), options.auctions());
    messages = new OrderMessageSender(clients, faults.messages());
    book =
        new OrderBook(
            account,
            market,
            new OrderConditions(account, market, times),
            new ExecutionBook(account, options.faults().executions()),
            faults,
            changes -> {
              messages.send(changes.messages());
              accountHandler.traded(clients.all(), changes.instruments());
              wake();
              options.change().run();
            });
    OrderIntake intake =
        new OrderIntake(
            account,
            book,
            new OrderRules(
                account.name(), options.secondAccount().isEmpty(), broker.universe(), times),
            new Margin(account, market),
            market,
            faults);
    handler = new OrderHandler(account, book, intake, faults);
    ticker = new OrderTicker(account, book, messages, options.clock(), options.ticking());
    tws = new TwsUser(account, book, handler);
  }

  /** Makes the ticker look again for the next thing that is due. */
  void wake() {
    ticker.wake();
  }

  /** Opens or closes the market now. */
  void openMarket(boolean open) {
    book.act(changes -> market.open(open));
  }

  /** Sets whether the market fills orders by itself. */
  void fillOrders(boolean byItself) {
    book.act(changes -> market.fill(byItself));
  }

  void register(RequestHandlers handlers) {
    handler.register(handlers);
  }

  void loseBroker() {
    messages.brokerLost(true);
    handler.loseBroker();
  }

  void regainBroker() {
    messages.brokerLost(false);
    handler.regainBroker();
  }

  OrderBook book() {
    return book;
  }

  Market market() {
    return market;
  }

  OrderMessageSender messages() {
    return messages;
  }

  OrderTicker ticker() {
    return ticker;
  }

  TwsUser tws() {
    return tws;
  }
}
