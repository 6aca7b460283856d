package dev.ibintents.simulator.server;

import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.fault.OrderFaults;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.simulator.market.Universe;
import dev.ibintents.simulator.order.ExecutionBook;
import dev.ibintents.simulator.order.Margin;
import dev.ibintents.simulator.order.Market;
import dev.ibintents.simulator.order.OrderBook;
import dev.ibintents.simulator.order.OrderConditions;
import dev.ibintents.simulator.order.OrderIntake;
import dev.ibintents.simulator.order.OrderRules;
import dev.ibintents.simulator.order.SessionTimes;

/** The trading half of a gateway, put together. */
final class TradingParts {
  private final OrderBook book;
  private final Market market;
  private final TradingDesk desk;
  private final Delivery delivery;
  private final Ticker ticker;
  private final Tws tws;

  TradingParts(
      GatewayOptions options,
      PaperAccount account,
      Universe universe,
      Prices prices,
      Clients clients,
      AccountDesk accountDesk) {
    OrderFaults faults = options.faults().orders();
    SessionTimes times = new SessionTimes(options.zone(), options.market() == Market.Mode.CALENDAR);
    market = new Market(prices, account, options.zone(), options.market());
    delivery = new Delivery(clients, faults);
    book =
        new OrderBook(
            account,
            market,
            new OrderConditions(account, market, times),
            new ExecutionBook(account, options.faults().executions()),
            faults,
            options.zone(),
            news -> {
              delivery.send(news.items());
              accountDesk.traded(clients.all(), news.instruments());
              wake();
            });
    OrderIntake intake =
        new OrderIntake(
            account,
            book,
            new OrderRules(account.name(), options.secondAccount().isEmpty(), universe, times),
            new Margin(account, prices, market),
            market,
            faults,
            options.zone());
    desk = new TradingDesk(account, book, intake, faults);
    ticker = new Ticker(account, book, delivery, options.ticking());
    tws = new Tws(account, book, desk);
  }

  /** Has the ticker look again for what is due next. */
  void wake() {
    ticker.wake();
  }

  void answerAt(Desk requests) {
    desk.answerAt(requests);
  }

  void loseBroker() {
    delivery.brokerLost(true);
    desk.loseBroker();
  }

  void regainBroker() {
    delivery.brokerLost(false);
    desk.regainBroker();
  }

  OrderBook book() {
    return book;
  }

  Market market() {
    return market;
  }

  Delivery delivery() {
    return delivery;
  }

  Ticker ticker() {
    return ticker;
  }

  Tws tws() {
    return tws;
  }
}
