package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.simulator.account.EndedOrder.Ending;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PriceSource;
import dev.ibintents.simulator.market.Universe;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the account of the very first start: cash in four currencies, older holdings, and a morning
 * of trading. The trades are posted by the same rules as every later trade.
 *
 * <p>Afterwards the account holds 300 SPY, 100 GLD, 40 AAPL and 2 of the front MNQ future. One
 * order of TWS and one order of API client {@value #OTHER_CLIENT} are open, both far from the
 * market.
 */
final class FirstAccount {
  /** The API client that has traded here before. It is not the product's own client. */
  static final int OTHER_CLIENT = 5;

  private static final Map<String, BigDecimal> CASH =
      Map.of(
          "USD", new BigDecimal("412345.67"),
          "EUR", new BigDecimal("25431.50"),
          "CHF", new BigDecimal("12018.25"),
          "JPY", new BigDecimal("1850000.00"));

  private static final Duration HELD_SINCE = Duration.ofDays(30);
  private static final long FIRST_PERM_ID = 1_850_000_001L;
  private static final int FIRST_ORDER_ID = 11;
  private static final int TWS = 0;

  private final String account;
  private final Broker broker;
  private final Universe universe;
  private final PriceSource prices;
  private final ZoneId zone;
  private final Instant midnight;
  private final Instant now;
  private final PaperBalances balances = new PaperBalances();
  private final List<PaperFill> fills = new ArrayList<>();
  private final List<EndedOrder> endedOrders = new ArrayList<>();
  private final List<StandingOrder> orders = new ArrayList<>();
  private long nextPermId = FIRST_PERM_ID;
  private int nextOrderId = FIRST_ORDER_ID;
  private final TradePosting posting;

  private FirstAccount(String account, Broker broker, Instant now, ZoneId zone) {
    this.account = account;
    this.broker = broker;
    this.universe = broker.universe();
    this.prices = broker.prices();
    this.zone = zone;
    this.now = now;
    posting = new TradePosting(account, broker, zone, balances, 1);
    midnight = now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
  }

  /**
   * The state of an account that starts now. Its day of trading begins at midnight in {@code zone}.
   */
  static PaperState state(String account, Broker broker, Instant now, ZoneId zone) {
    FirstAccount first = new FirstAccount(account, broker, now, zone);
    first.addHoldings();
    first.addMorningTrades();
    first.addOpenOrders();
    return new PaperState(
        first.balances.cash(),
        List.copyOf(first.balances.holdings().values()),
        first.orders,
        first.fills,
        first.endedOrders,
        Map.of(OTHER_CLIENT, first.nextOrderId),
        first.nextPermId,
        first.posting.nextExecution(),
        List.of());
  }

  private void addHoldings() {
    CASH.forEach(balances::pay);
    hold(universe.stock("SPY"), 200);
    hold(universe.stock("GLD"), 100);
    hold(universe.stock("AAPL"), 50);
    hold(universe.frontFuture("MNQ"), 1);
  }

  private void hold(Instrument instrument, long quantity) {
    BigDecimal price = prices.mark(instrument, now.minus(HELD_SINCE));
    BigDecimal units = BigDecimal.valueOf(quantity);
    BigDecimal commission = commission(instrument, units, price);
    BigDecimal cost = price.multiply(units).multiply(instrument.factor()).add(commission);
    balances.put(new PaperPosition(instrument.conId(), units, cost));
  }

  private void addMorningTrades() {
    Instrument spy = universe.stock("SPY");
    Instrument mnq = universe.frontFuture("MNQ");
    Instrument aapl = universe.stock("AAPL");
    fill(market(spy, "BUY", 100, TWS, ""), spy, "ARCA", at(0.3), List.of(60, 40));
    fill(market(mnq, "BUY", 1, OTHER_CLIENT, "other-app:1"), mnq, "CME", at(0.5), List.of(1));
    fill(
        market(aapl, "SELL", 10, OTHER_CLIENT, "other-app:2"),
        aapl,
        "NASDAQ",
        at(0.6),
        List.of(10));
    cancel(universe.stock("MSFT"), at(0.7));
  }

  private void addOpenOrders() {
    addOpenOrder(universe.stock("GLD"), "BUY", 100, "0.60", TWS, "");
    addOpenOrder(universe.stock("AAPL"), "SELL", 20, "1.60", OTHER_CLIENT, "other-app:4");
  }

  /** A moment of today, given as the part of the time from midnight to now. */
  private Instant at(double part) {
    long seconds = (long) (Duration.between(midnight, now).toSeconds() * part);
    return midnight.plusSeconds(seconds);
  }

  private Order.Builder basics(String action, long quantity, int clientId, String orderRef) {
    return Order.builder()
        .set(OrderField.ACTION, action)
        .set(OrderField.TOTAL_QUANTITY, BigDecimal.valueOf(quantity))
        .set(OrderField.ACCOUNT, account)
        .set(OrderField.OPEN_CLOSE, "")
        .set(OrderField.ORDER_ID, clientId == TWS ? 0 : nextOrderId++)
        .set(OrderField.CLIENT_ID, clientId)
        .set(OrderField.PERM_ID, nextPermId++)
        .set(OrderField.ORDER_REF, orderRef);
  }

  private Order market(
      Instrument instrument, String action, long quantity, int clientId, String orderRef) {
    return basics(action, quantity, clientId, orderRef)
        .set(OrderField.ORDER_TYPE, "MKT")
        .set(OrderField.TIF, "DAY")
        .build();
  }

  private Order limit(Order.Builder order, BigDecimal limit, String tif) {
    return order
        .set(OrderField.ORDER_TYPE, "LMT")
        .set(OrderField.LMT_PRICE, limit)
        .set(OrderField.TIF, tif)
        .build();
  }

  private void fill(
      Order order, Instrument instrument, String venue, Instant time, List<Integer> parts) {
    FilledPart before = FilledPart.NONE;
    for (int part : parts) {
      BigDecimal shares = BigDecimal.valueOf(part);
      BigDecimal price = prices.mark(instrument, time);
      Trade trade = new Trade(instrument, venue, time, shares, price);
      fills.add(posting.post(order, trade, before));
      before = before.plus(trade);
    }
    end(order, instrument, time, Ending.filled(before.units()), before.units());
  }

  private void cancel(Instrument instrument, Instant time) {
    BigDecimal limit = partOfPrice(instrument, "0.90");
    Order order = limit(basics("BUY", 5, OTHER_CLIENT, "other-app:3"), limit, "DAY");
    end(order, instrument, time, Ending.cancelled("Cancelled by Trader"), BigDecimal.ZERO);
  }

  private void end(
      Order order, Instrument instrument, Instant time, Ending ending, BigDecimal filled) {
    endedOrders.add(
        EndedOrder.of(instrument.ordered(instrument.route()), order, time, zone, ending, filled));
  }

  private void addOpenOrder(
      Instrument instrument, String action, long quantity, String part, int client, String ref) {
    BigDecimal limit = partOfPrice(instrument, part);
    BigDecimal step = action.equals("BUY") ? BigDecimal.ONE : BigDecimal.ONE.negate();
    Order placed = limit(basics(action, quantity, client, ref), limit, "GTC");
    Order order =
        placed
            .with(OrderField.TRAIL_STOP_PRICE, limit.add(step))
            .with(OrderField.SHARES_ALLOCATION, placed.permId() + ".0/" + account + "/100");
    OrderState state = OrderState.builder().status("Submitted").build();
    orders.add(
        new StandingOrder(
            new OpenOrder(instrument.ordered(instrument.route()), order, state),
            new OrderStatus(
                order.orderId(),
                "Submitted",
                BigDecimal.ZERO,
                order.totalQuantity(),
                BigDecimal.ZERO,
                order.permId(),
                0,
                BigDecimal.ZERO,
                client,
                "",
                BigDecimal.ZERO),
            Progress.begun(now)));
  }

  private BigDecimal partOfPrice(Instrument instrument, String part) {
    return prices
        .mark(instrument, now)
        .multiply(new BigDecimal(part))
        .setScale(2, RoundingMode.HALF_EVEN);
  }

  private BigDecimal commission(Instrument instrument, BigDecimal shares, BigDecimal price) {
    BigDecimal rate = prices.rate(instrument.currency(), now);
    return broker.commissions().ofFill(instrument, FilledPart.NONE, shares, price, rate);
  }
}
