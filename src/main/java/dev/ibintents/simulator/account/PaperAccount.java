package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.simulator.fault.ExecutionFaults;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.simulator.market.Universe;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The paper account: its cash, holdings, orders and executions, priced by the simulated market. All
 * methods may be called from any thread; each sees one consistent state.
 */
public final class PaperAccount {
  /** The currency of the account's totals. */
  public static final String BASE_CURRENCY = "USD";

  private final String name;
  private final Universe universe;
  private final Clock clock;
  private final ZoneId zone;
  private final StateStore store;
  private final PaperBalances ledger = new PaperBalances();
  private final List<StandingOrder> orders = new ArrayList<>();
  private final List<PaperFill> fills = new ArrayList<>();
  private final List<EndedOrder> ended = new ArrayList<>();
  private final Map<Integer, Integer> nextOrderIds = new LinkedHashMap<>();
  private final List<ReceivedOrder> received = new ArrayList<>();
  private final TradePosting books;
  private final Portfolio portfolio;
  private final Settlement settlement;
  private long nextPermId;

  /**
   * Goes on from what the store has kept; makes the account of the first start if that is nothing.
   *
   * @param name such as DU1234567
   * @param zone at whose midnight a day of executions begins
   */
  public PaperAccount(
      String name, Universe universe, Prices prices, Clock clock, ZoneId zone, StateStore store) {
    this.name = name;
    this.universe = universe;
    this.clock = clock;
    this.zone = zone;
    this.store = store;
    Optional<PaperState> kept = store.load();
    PaperState state =
        kept.orElseGet(() -> Opening.state(name, universe, prices, clock.instant(), zone));
    state.cash().forEach(ledger::pay);
    state.holdings().forEach(ledger::put);
    orders.addAll(state.orders());
    fills.addAll(state.fills());
    ended.addAll(state.ended());
    nextOrderIds.putAll(state.nextOrderIds());
    nextPermId = state.nextPermId();
    received.addAll(state.received());
    portfolio = new Portfolio(prices, this::instrument);
    settlement = new Settlement(universe, prices);
    books = new TradePosting(name, prices, zone, ledger, state.nextExecution());
    save();
  }

  /** The account's number. */
  public String name() {
    return name;
  }

  /** What is held now: quantity by instrument, futures and shares, nothing with quantity 0. */
  public synchronized Map<Instrument, BigDecimal> positions() {
    Map<Instrument, BigDecimal> positions = new LinkedHashMap<>();
    holdings().forEach(held -> positions.put(instrument(held.conId()), held.quantity()));
    return positions;
  }

  /** What is held now, with its cost, in the order of the instruments' numbers. */
  public synchronized List<PaperPosition> holdings() {
    settleExpired();
    return ledger.holdings().values().stream()
        .sorted(Comparator.comparingInt(PaperPosition::conId))
        .toList();
  }

  /** What the account is worth now. */
  public synchronized Valuation valuation() {
    settleExpired();
    return valuation(ledger);
  }

  private Valuation valuation(PaperBalances ledger) {
    return portfolio.valuation(ledger, fills(), clock.instant());
  }

  /** Today's executions, the earliest first. */
  public synchronized List<PaperFill> fills() {
    return fills(1);
  }

  /** The executions of so many days, today's among them, the earliest first. */
  public synchronized List<PaperFill> fills(int days) {
    Instant since = midnight(days);
    return fills.stream().filter(fill -> !fill.time().isBefore(since)).toList();
  }

  /** The orders that are alive, of every client and of TWS, the oldest first. */
  public synchronized List<StandingOrder> orders() {
    return List.copyOf(orders);
  }

  /** The orders that have ended today, the earliest first. */
  public synchronized List<EndedOrder> endedOrders() {
    Instant midnight = midnight();
    return ended.stream().filter(order -> !order.time().isBefore(midnight)).toList();
  }

  /**
   * The lowest order id that a client may use: above every one that it has used, and above those of
   * its orders that are alive.
   */
  public synchronized int nextOrderId(int clientId) {
    int alive =
        orders.stream()
            .map(StandingOrder::order)
            .filter(order -> order.clientId() == clientId)
            .mapToInt(Order::orderId)
            .max()
            .orElse(0);
    return Math.max(alive + 1, nextOrderIds.getOrDefault(clientId, 1));
  }

  /** Every order that has ever arrived, refused ones and changes included, the earliest first. */
  public synchronized List<ReceivedOrder> received() {
    return List.copyOf(received);
  }

  /** Every arrival of an order with this mark. */
  public synchronized List<ReceivedOrder> received(String orderRef) {
    return received.stream().filter(order -> order.orderRef().equals(orderRef)).toList();
  }

  /** How many orders with this mark the account has ever accepted: 1 for one that was sent once. */
  public synchronized int accepted(String orderRef) {
    return (int)
        received(orderRef).stream()
            .filter(order -> order.outcome() == ReceivedOrder.Outcome.ACCEPTED)
            .count();
  }

  /**
   * Lets every client begin again at order id 1, except those with live orders, as IBC's setting
   * ResetOrderIdsAtStart does.
   */
  public synchronized void resetOrderIds() {
    nextOrderIds.clear();
    save();
  }

  /**
   * Forgets the day's executions and the orders that have ended, as a gateway does that is
   * restarted. Cash, positions and the orders that live are the broker's, and stay.
   */
  public synchronized void forgetDay() {
    fills.clear();
    ended.clear();
    save();
  }

  /** Settles what has expired; returns the instruments of which the holding has changed. */
  public synchronized Set<Instrument> settleExpired() {
    return settlement.settle(ledger, clock.instant());
  }

  /** The worth of the account if this trade had happened now, without a commission. */
  public synchronized Valuation valuationAfter(
      Instrument instrument, String venue, BigDecimal quantity, BigDecimal price) {
    PaperBalances after = ledger.copy();
    after.book(instrument, venue, quantity, price, BigDecimal.ZERO);
    return valuation(after);
  }

  /** The live order that a client knows by this number; none for number 0, and no hidden one. */
  public synchronized Optional<StandingOrder> order(int clientId, int orderId) {
    return orders.stream()
        .filter(order -> order.is(clientId, orderId) && !order.isHidden())
        .findFirst();
  }

  /** The live order with this number in the account. */
  public synchronized Optional<StandingOrder> order(long permId) {
    return orders.stream().filter(order -> order.order().permId() == permId).findFirst();
  }

  /** Adds a live order, or puts it in the place of its former state. */
  public synchronized void put(StandingOrder order) {
    for (int i = 0; i < orders.size(); i++) {
      if (orders.get(i).order().permId() == order.order().permId()) {
        orders.set(i, order);
        return;
      }
    }
    orders.add(order);
  }

  /** Makes a live order, or one that never was alive, an ended one. */
  public synchronized void end(EndedOrder order) {
    long permId = order.report().order().permId();
    orders.removeIf(live -> live.order().permId() == permId);
    ended.removeIf(former -> former.report().order().permId() == permId);
    ended.add(order);
  }

  /** Forgets a live order. */
  public synchronized void remove(long permId) {
    orders.removeIf(live -> live.order().permId() == permId);
  }

  /** Books an execution of an order; see {@link TradePosting#book}. */
  public synchronized PaperFill fill(
      StandingOrder order,
      Instrument instrument,
      String venue,
      BigDecimal shares,
      BigDecimal price) {
    PaperFill fill =
        books.book(
            order.order(),
            instrument,
            venue,
            now(),
            shares,
            price,
            order.filled(),
            order.progress().paid());
    fills.add(fill);
    return fill;
  }

  /** Replaces an execution: one more execution, and the difference in the ledger. */
  public synchronized PaperFill correct(String execId, BigDecimal shares, BigDecimal price) {
    PaperFill right = books.correct(fill(execId), shares, price);
    fills.add(right);
    return right;
  }

  /** Gives an execution another commission, and pays the difference. */
  public synchronized PaperFill correctCommission(String execId, BigDecimal amount) {
    PaperFill wrong = fill(execId);
    PaperFill right = books.correctCommission(wrong, amount);
    fills.set(fills.indexOf(wrong), right);
    return right;
  }

  /** An order that was cancelled today, as it was before: for whoever proves otherwise. */
  public synchronized StandingOrder revived(EndedOrder order) {
    BigDecimal filled = order.report().order().get(OrderField.FILLED_QUANTITY);
    BigDecimal paid = BigDecimal.ZERO;
    for (PaperFill fill : fills) {
      if (fill.execution().permId() == order.report().order().permId()) {
        paid = paid.add(fill.execution().price().multiply(fill.execution().shares()));
      }
    }
    return OrderReports.revived(order, name, filled, paid);
  }

  /** The execution of this name. */
  public synchronized PaperFill fill(String execId) {
    return find(execId)
        .orElseThrow(() -> new IllegalArgumentException("no execution is called " + execId));
  }

  /** The execution of this name, if it is not forgotten. */
  public synchronized Optional<PaperFill> find(String execId) {
    return fills.stream().filter(fill -> fill.execId().equals(execId)).findFirst();
  }

  public synchronized long newPermId() {
    return nextPermId++;
  }

  /** Remembers that a client has used an order id. */
  public synchronized void used(int clientId, int orderId) {
    if (orderId > 0 && orderId < Integer.MAX_VALUE) {
      nextOrderIds.merge(clientId, orderId + 1, Math::max);
    }
  }

  /** The number of the next order that arrives. */
  public synchronized long nextArrival() {
    return received.size() + 1L;
  }

  public synchronized void log(ReceivedOrder order) {
    received.add(order);
  }

  /** The market's time, in whole milliseconds, which is what survives being stored. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Drops orders that ended before today and executions of a week ago; keeps the rest. */
  public synchronized void save() {
    Instant midnight = midnight();
    Instant oldest = midnight(ExecutionFaults.MOST_DAYS);
    fills.removeIf(fill -> fill.time().isBefore(oldest));
    ended.removeIf(order -> order.time().isBefore(midnight));
    store.save(
        new PaperState(
            ledger.cash(),
            holdings(),
            orders,
            fills,
            ended,
            nextOrderIds,
            nextPermId,
            books.nextExecution(),
            received));
  }

  private Instant midnight() {
    return midnight(1);
  }

  /** The midnight at which the first of so many days began. */
  private Instant midnight(int days) {
    LocalDate today = clock.instant().atZone(zone).toLocalDate();
    return today.minusDays(days - 1L).atStartOfDay(zone).toInstant();
  }

  public Instrument instrument(int conId) {
    return universe
        .byConId(conId)
        .orElseThrow(() -> new IllegalStateException("the account holds unknown " + conId));
  }
}
