package dev.ibintents.simulator;

import dev.ibintents.ibapi.message.Order;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final Prices prices;
  private final Clock clock;
  private final ZoneId zone;
  private final StateStore store;
  private final Ledger ledger = new Ledger();
  private final List<StandingOrder> orders = new ArrayList<>();
  private final List<Fill> fills = new ArrayList<>();
  private final List<EndedOrder> ended = new ArrayList<>();
  private final Map<Integer, Integer> nextOrderIds = new LinkedHashMap<>();
  private final boolean isNew;
  private long nextPermId;
  private int nextExecution;

  /**
   * Goes on from what the store has kept; makes the account of the first start if that is nothing.
   *
   * @param name such as DU1234567
   * @param zone at whose midnight a day of executions begins
   */
  PaperAccount(
      String name, Universe universe, Prices prices, Clock clock, ZoneId zone, StateStore store) {
    this.name = name;
    this.universe = universe;
    this.prices = prices;
    this.clock = clock;
    this.zone = zone;
    this.store = store;
    Optional<PaperState> kept = store.load();
    isNew = kept.isEmpty();
    PaperState state =
        kept.orElseGet(() -> Opening.state(name, universe, prices, clock.instant(), zone));
    state.cash().forEach(ledger::pay);
    state.holdings().forEach(ledger::put);
    orders.addAll(state.orders());
    fills.addAll(state.fills());
    ended.addAll(state.ended());
    nextOrderIds.putAll(state.nextOrderIds());
    nextPermId = state.nextPermId();
    nextExecution = state.nextExecution();
    save();
  }

  /** The account's number. */
  public String name() {
    return name;
  }

  /** Whether this is its very first start: what else is seeded must agree with it only then. */
  public boolean isNew() {
    return isNew;
  }

  /** What is held now: quantity by instrument, futures and shares, nothing with quantity 0. */
  public synchronized Map<Instrument, BigDecimal> positions() {
    Map<Instrument, BigDecimal> positions = new LinkedHashMap<>();
    holdings().forEach(held -> positions.put(instrument(held.conId()), held.quantity()));
    return positions;
  }

  /** What is held now, with its cost, in the order of the instruments' numbers. */
  public synchronized List<Holding> holdings() {
    return ledger.holdings().values().stream()
        .sorted(Comparator.comparingInt(Holding::conId))
        .toList();
  }

  /** What the account is worth now. */
  public synchronized Valuation valuation() {
    Instant now = clock.instant();
    Map<String, BigDecimal> rates = new LinkedHashMap<>();
    ledger.cash().keySet().forEach(currency -> rates.put(currency, prices.rate(currency, now)));
    List<PortfolioLine> lines = new ArrayList<>();
    for (int conId : heldOrTraded()) {
      lines.add(line(instrument(conId), now));
    }
    return new Valuation(BASE_CURRENCY, lines, ledger.cash(), rates);
  }

  /** Today's executions, the earliest first. */
  public synchronized List<Fill> fills() {
    Instant midnight = midnight();
    return fills.stream().filter(fill -> !fill.time().isBefore(midnight)).toList();
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

  /** Drops what is not of today, and keeps the rest. */
  private void save() {
    store.save(
        new PaperState(
            ledger.cash(),
            holdings(),
            orders,
            fills(),
            endedOrders(),
            nextOrderIds,
            nextPermId,
            nextExecution));
  }

  private Instant midnight() {
    return clock.instant().atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
  }

  Instrument instrument(int conId) {
    return universe
        .byConId(conId)
        .orElseThrow(() -> new IllegalStateException("the account holds unknown " + conId));
  }

  /** What was closed today stays in the portfolio with quantity 0, for what it realized. */
  private Set<Integer> heldOrTraded() {
    Set<Integer> conIds = new LinkedHashSet<>();
    holdings().forEach(held -> conIds.add(held.conId()));
    fills().forEach(fill -> conIds.add(fill.instrument().conId()));
    return conIds;
  }

  private PortfolioLine line(Instrument instrument, Instant now) {
    Holding held =
        ledger.holdings().getOrDefault(instrument.conId(), Holding.none(instrument.conId()));
    BigDecimal price = prices.mark(instrument, now);
    BigDecimal value =
        Valuation.cents(held.quantity().multiply(price).multiply(instrument.factor()));
    return new PortfolioLine(
        instrument,
        held.quantity(),
        price,
        value,
        held.averageCost(),
        value.subtract(Valuation.cents(held.cost())),
        realized(instrument));
  }

  private BigDecimal realized(Instrument instrument) {
    return Valuation.cents(
        fills().stream()
            .filter(fill -> fill.instrument().conId() == instrument.conId())
            .map(fill -> fill.commission().realizedPnl())
            .filter(Objects::nonNull)
            .reduce(BigDecimal.ZERO, BigDecimal::add));
  }
}
