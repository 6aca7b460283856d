package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.simulator.clock.PlayedClock;
import dev.ibintents.simulator.fault.ExecutionFaults;
import dev.ibintents.simulator.market.Instrument;
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
 * The paper account: its cash, holdings, orders and executions, valued at the prices of the
 * simulated market. Any thread may call any method. Each call sees one consistent state.
 */
public final class PaperAccount {
  /** The currency of the account's totals. */
  public static final String BASE_CURRENCY = "USD";

  private final String name;
  private final Broker broker;
  private final PlayedClock clock;
  private final ZoneId zone;
  private final StateStore store;
  private final PaperBalances balances = new PaperBalances();
  private final List<StandingOrder> orders = new ArrayList<>();
  private final List<PaperFill> fills = new ArrayList<>();
  private final List<EndedOrder> ended = new ArrayList<>();
  private final Map<Integer, Integer> nextOrderIds = new LinkedHashMap<>();
  private final List<ReceivedOrder> received = new ArrayList<>();
  private final TradePosting posting;
  private final Portfolio portfolio;
  private final Settlement settlement;
  private long nextPermId;

  /**
   * Continues the state that the store has kept. If there is none, it makes the account of the
   * first start.
   *
   * @param name the number of the account, such as DU1234567
   * @param zone the time zone whose midnight begins a day of executions
   */
  public PaperAccount(String name, Broker broker, Clock clock, ZoneId zone, StateStore store) {
    this.name = name;
    this.broker = broker;
    this.clock = new PlayedClock(clock);
    this.zone = zone;
    this.store = store;
    Optional<PaperState> kept = store.load();
    PaperState state =
        kept.orElseGet(() -> FirstAccount.state(name, broker, clock.instant(), zone));
    state.cash().forEach(balances::pay);
    state.holdings().forEach(balances::put);
    orders.addAll(state.orders());
    fills.addAll(state.fills());
    ended.addAll(state.ended());
    nextOrderIds.putAll(state.nextOrderIds());
    nextPermId = state.nextPermId();
    received.addAll(state.received());
    portfolio = new Portfolio(broker.prices(), this::instrument);
    settlement = new Settlement(broker.universe(), broker.prices());
    posting = new TradePosting(name, broker, zone, balances, state.nextExecution());
    save();
  }

  /** The account's number. */
  public String name() {
    return name;
  }

  /** The positions now: the quantity of each instrument. No quantity is 0. */
  public synchronized Map<Instrument, BigDecimal> positions() {
    Map<Instrument, BigDecimal> positions = new LinkedHashMap<>();
    holdings().forEach(holding -> positions.put(instrument(holding.conId()), holding.quantity()));
    return positions;
  }

  /** The holdings now with their cost, sorted by the instrument's number. */
  public synchronized List<PaperPosition> holdings() {
    settleExpired();
    return balances.holdings().values().stream()
        .sorted(Comparator.comparingInt(PaperPosition::conId))
        .toList();
  }

  /** The value of the account now. */
  public synchronized Valuation valuation() {
    settleExpired();
    return portfolio.valuation(balances, fills(), clock.instant());
  }

  /** Today's executions, the earliest first. */
  public synchronized List<PaperFill> fills() {
    return fills(1);
  }

  /** The units of an instrument that were bought or sold at this very moment. */
  public synchronized BigDecimal filledNow(Instrument instrument) {
    Instant now = now();
    BigDecimal units = BigDecimal.ZERO;
    for (int i = fills.size() - 1; i >= 0 && fills.get(i).time().equals(now); i--) {
      PaperFill fill = fills.get(i);
      if (fill.instrument().conId() == instrument.conId()) {
        units = units.add(fill.execution().shares());
      }
    }
    return units;
  }

  /** The executions of the last {@code days} days, today included, the earliest first. */
  public synchronized List<PaperFill> fills(int days) {
    Instant since = midnight(days);
    return fills.stream().filter(fill -> !fill.time().isBefore(since)).toList();
  }

  /** The live orders of every client and of TWS, the oldest first. */
  public synchronized List<StandingOrder> orders() {
    return List.copyOf(orders);
  }

  /** The orders that ended today, the earliest first. */
  public synchronized List<EndedOrder> endedOrders() {
    Instant midnight = midnight(1);
    return ended.stream().filter(order -> !order.time().isBefore(midnight)).toList();
  }

  /**
   * The lowest order id that a client may use. It is above every id that the client has used, and
   * above those of its live orders.
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

  /** Every arrival of an order, the earliest first, with refused orders and changes. */
  public synchronized List<ReceivedOrder> received() {
    return List.copyOf(received);
  }

  /** The orders that have arrived after this number of arrivals, the earliest first. */
  public synchronized List<ReceivedOrder> receivedAfter(long arrivals) {
    return List.copyOf(received.subList((int) arrivals, received.size()));
  }

  /** Every arrival of an order with this reference. */
  public synchronized List<ReceivedOrder> received(String orderRef) {
    return received.stream().filter(order -> order.orderRef().equals(orderRef)).toList();
  }

  /** The number of accepted orders with this reference: 1 for an order that was sent once. */
  public synchronized int accepted(String orderRef) {
    return (int)
        received(orderRef).stream()
            .filter(order -> order.outcome() == ReceivedOrder.Outcome.ACCEPTED)
            .count();
  }

  /**
   * Lets every client begin again at order id 1, as IBC's setting ResetOrderIdsAtStart does. A
   * client with live orders begins above them.
   */
  public synchronized void resetOrderIds() {
    nextOrderIds.clear();
    save();
  }

  /**
   * Forgets the day's executions and ended orders, as a gateway does when it restarts. The broker
   * keeps cash, positions and live orders.
   */
  public synchronized void forgetDay() {
    fills.clear();
    ended.clear();
    save();
  }

  /** Settles expired instruments; returns the instruments whose holding has changed. */
  public synchronized Set<Instrument> settleExpired() {
    return settlement.settle(balances, clock.instant());
  }

  /** The value of the account after a trade that happens now, without its commission. */
  public synchronized Valuation valuationAfter(
      Instrument instrument, String venue, BigDecimal quantity, BigDecimal price) {
    PaperBalances after = balances.copy();
    after.post(instrument, venue, quantity, price, BigDecimal.ZERO);
    return portfolio.valuation(after, fills(), clock.instant());
  }

  /** The live order with this client and order id; empty for order id 0 and for a hidden order. */
  public synchronized Optional<StandingOrder> order(int clientId, int orderId) {
    return orders.stream()
        .filter(order -> order.is(clientId, orderId) && !order.isHidden())
        .findFirst();
  }

  /** The live order with this number in the account. */
  public synchronized Optional<StandingOrder> order(long permId) {
    return orders.stream().filter(order -> order.order().permId() == permId).findFirst();
  }

  /** Adds a live order, or replaces its former state. */
  public synchronized void put(StandingOrder order) {
    for (int i = 0; i < orders.size(); i++) {
      if (orders.get(i).order().permId() == order.order().permId()) {
        orders.set(i, order);
        return;
      }
    }
    orders.add(order);
  }

  /** Moves an order to the ended orders. It need not have been alive. */
  public synchronized void end(StandingOrder order, EndedOrder.Ending ending, Instant time) {
    long permId = order.order().permId();
    orders.removeIf(live -> live.order().permId() == permId);
    ended.removeIf(former -> former.report().order().permId() == permId);
    ended.add(
        EndedOrder.of(order.open().contract(), order.order(), time, zone, ending, order.filled()));
  }

  /** Forgets a live order. */
  public synchronized void remove(long permId) {
    orders.removeIf(live -> live.order().permId() == permId);
  }

  /** The commission of an order that is filled now at one price. */
  public BigDecimal commission(Instrument instrument, BigDecimal shares, BigDecimal price) {
    BigDecimal rate = broker.prices().rate(instrument.currency(), now());
    return broker.commissions().ofFill(instrument, FilledPart.NONE, shares, price, rate);
  }

  /** Posts an execution of an order now; see {@link TradePosting#post}. */
  public synchronized PaperFill fill(
      StandingOrder order,
      Instrument instrument,
      String venue,
      BigDecimal shares,
      BigDecimal price) {
    Trade trade = new Trade(instrument, venue, now(), shares, price);
    FilledPart before = new FilledPart(order.filled(), order.progress().paid());
    PaperFill fill = posting.post(order.order(), trade, before);
    fills.add(fill);
    return fill;
  }

  /** Replaces an execution: posts the difference, and adds an execution that corrects it. */
  public synchronized PaperFill correct(String execId, BigDecimal shares, BigDecimal price) {
    PaperFill right = posting.correct(fill(execId), shares, price);
    fills.add(right);
    return right;
  }

  /** Gives an execution another commission, and pays the difference. */
  public synchronized PaperFill correctCommission(String execId, BigDecimal amount) {
    PaperFill wrong = fill(execId);
    PaperFill right = posting.correctCommission(wrong, amount);
    fills.set(fills.indexOf(wrong), right);
    return right;
  }

  /** A cancelled order in its state before the cancellation, for a fault that disproves it. */
  public synchronized StandingOrder revived(EndedOrder order) {
    return OrderReports.revived(order, name, fills);
  }

  /**
   * The execution with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public synchronized PaperFill fill(String execId) {
    return find(execId)
        .orElseThrow(() -> new IllegalArgumentException("no execution has the name " + execId));
  }

  /** The execution with this name; empty if it is unknown or forgotten. */
  public synchronized Optional<PaperFill> find(String execId) {
    return fills.stream().filter(fill -> fill.execId().equals(execId)).findFirst();
  }

  /** Takes the next number of an order in the account. */
  public synchronized long newPermId() {
    return nextPermId++;
  }

  /** Notes that a client has used an order id. */
  public synchronized void markUsed(int clientId, int orderId) {
    if (orderId > 0 && orderId < Integer.MAX_VALUE) {
      nextOrderIds.merge(clientId, orderId + 1, Math::max);
    }
  }

  /**
   * Receives a deposit from outside, or pays a withdrawal.
   *
   * @param amount the change of the balance; negative for a withdrawal
   */
  public synchronized void deposit(String currency, BigDecimal amount) {
    balances.pay(currency, amount);
    save();
  }

  /**
   * Replaces the quantity of a holding, as a split does. Its cost stays.
   *
   * @param quantity the units after the split
   * @param cash the payment for the fraction of a unit that the broker does not give
   */
  public synchronized void split(Instrument share, BigDecimal quantity, BigDecimal cash) {
    balances.split(share, quantity, cash);
    save();
  }

  /** The number of the next arrival of an order. */
  public synchronized long nextArrival() {
    return received.size() + 1L;
  }

  /** Notes the arrival of an order. */
  public synchronized void log(ReceivedOrder order) {
    received.add(order);
  }

  /** The clock of the account, which shows past moments while they are played. */
  public PlayedClock clock() {
    return clock;
  }

  /** The market's time in whole milliseconds, the precision that the store keeps. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Saves the account. Drops orders that ended before today, and executions that are older than a
   * week.
   */
  public synchronized void save() {
    Instant midnight = midnight(1);
    Instant oldest = midnight(ExecutionFaults.MOST_DAYS);
    fills.removeIf(fill -> fill.time().isBefore(oldest));
    ended.removeIf(order -> order.time().isBefore(midnight));
    if (!store.keeps()) {
      return;
    }
    store.save(
        new PaperState(
            balances.cash(),
            holdings(),
            orders,
            fills,
            ended,
            nextOrderIds,
            nextPermId,
            posting.nextExecution(),
            received));
  }

  /** The midnight at which the first of the last {@code days} days began. */
  private Instant midnight(int days) {
    LocalDate today = clock.instant().atZone(zone).toLocalDate();
    return today.minusDays(days - 1L).atStartOfDay(zone).toInstant();
  }

  /**
   * The instrument with this number.
   *
   * @throws IllegalStateException if the market does not know it
   */
  public Instrument instrument(int conId) {
    return broker
        .universe()
        .byConId(conId)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the account holds instrument " + conId + ", which this market does not know"));
  }
}
