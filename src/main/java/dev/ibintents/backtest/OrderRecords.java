package dev.ibintents.backtest;

import dev.ibintents.backtest.BacktestResult.Execution;
import dev.ibintents.backtest.BacktestResult.OrderStatus;
import dev.ibintents.backtest.BacktestResult.PlacedOrder;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.simulator.account.EndedOrder;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.market.BarMarket;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Collects the orders and the executions of a run, as the broker and the books have them. */
final class OrderRecords {
  /** The end of an order. The broker's whole report would take far more memory. */
  private record Ending(boolean isFilled, String reason) {}

  private final SimulatedGateway gateway;
  private final PaperAccount account;
  private final BarMarket market;
  private final DocumentStore store;
  private final String fillsPath;
  private final Map<Long, PlacedOrder> orders = new LinkedHashMap<>();
  private final Map<Long, Ending> ended = new HashMap<>();
  private final Map<Long, BigDecimal> filled = new HashMap<>();
  private final List<Execution> fills = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private long arrivals;
  private int endings;

  OrderRecords(SimulatedGateway gateway, BarMarket market, DocumentStore store, TradingMode mode) {
    this.gateway = gateway;
    this.account = gateway.account();
    this.market = market;
    this.store = store;
    this.fillsPath = "positions/" + mode.id() + "/fills/";
  }

  /** Records the orders that have arrived, with the strategies that wanted them. */
  void placed(List<OpenOrderEntry> open) {
    Map<String, SortedMap<String, BigDecimal>> sources = new HashMap<>();
    open.forEach(order -> sources.put(order.orderRef(), order.source().byStrategy()));
    for (ReceivedOrder order : account.receivedAfter(arrivals)) {
      arrivals = order.number();
      boolean isRefused = order.outcome() == ReceivedOrder.Outcome.REFUSED;
      if (isRefused || order.outcome() == ReceivedOrder.Outcome.ACCEPTED) {
        orders.put(
            isRefused && order.permId() == 0 ? -order.number() : order.permId(),
            placed(order, sources.getOrDefault(order.orderRef(), Collections.emptySortedMap())));
      }
    }
    noteEndings();
  }

  private PlacedOrder placed(ReceivedOrder order, SortedMap<String, BigDecimal> byStrategy) {
    boolean isRefused = order.outcome() == ReceivedOrder.Outcome.REFUSED;
    String symbol =
        gateway
            .universe()
            .byConId(order.conId())
            .map(instrument -> instrument.localSymbol())
            .orElse(order.symbol());
    return new PlacedOrder(
        order.time(),
        order.orderRef(),
        symbol,
        order.conId(),
        order.action().equals("BUY") ? order.quantity() : order.quantity().negate(),
        BigDecimal.ZERO,
        new TreeMap<>(byStrategy),
        isRefused ? OrderStatus.REFUSED : OrderStatus.OPEN,
        isRefused ? "error " + order.code() : "");
  }

  /** Whether there are new executions or endings of orders. */
  boolean hasChanged() {
    int before = endings;
    noteEndings();
    return endings > before
        || account.fills().stream().anyMatch(fill -> !known.contains(fill.execId()));
  }

  private void noteEndings() {
    for (EndedOrder order : account.endedOrders()) {
      Ending ending = new Ending(order.isFilled(), order.report().state().completedStatus());
      if (ended.put(order.report().order().permId(), ending) == null) {
        endings++;
      }
    }
  }

  /**
   * Records the new executions, once the books have them.
   *
   * @param posting receives each execution with the quantities of the strategies
   */
  void collect(BiConsumer<PaperFill, SortedMap<String, BigDecimal>> posting) {
    for (PaperFill fill : account.fills()) {
      if (known.add(fill.execId())) {
        SortedMap<String, BigDecimal> byStrategy = applied(fill);
        fills.add(execution(fill, byStrategy));
        filled.merge(fill.execution().permId(), fill.signedQuantity(), BigDecimal::add);
        posting.accept(fill, byStrategy);
      }
    }
    noteEndings();
  }

  private SortedMap<String, BigDecimal> applied(PaperFill fill) {
    SortedMap<String, BigDecimal> applied = new TreeMap<>();
    store
        .get(fillsPath + fill.execId())
        .flatMap(document -> document.findMap("applied"))
        .ifPresent(shares -> applied.putAll(shares.decimals()));
    return applied;
  }

  private Execution execution(PaperFill fill, SortedMap<String, BigDecimal> byStrategy) {
    BigDecimal fair = market.mark(fill.instrument(), fill.time());
    return new Execution(
        fill.time(),
        fill.execId(),
        fill.execution().orderRef(),
        fill.instrument().localSymbol(),
        fill.instrument().conId(),
        fill.signedQuantity(),
        fill.execution().price(),
        fill.commission().commission(),
        fill.execution()
            .price()
            .subtract(fair)
            .multiply(fill.signedQuantity())
            .multiply(fill.instrument().factor()),
        byStrategy);
  }

  List<Execution> fills() {
    return fills;
  }

  /** The orders with their fates. */
  List<PlacedOrder> orders() {
    noteEndings();
    List<PlacedOrder> all = new ArrayList<>();
    orders.forEach((permId, order) -> all.add(withFate(permId, order)));
    return all;
  }

  private PlacedOrder withFate(long permId, PlacedOrder order) {
    Ending end = ended.get(permId);
    BigDecimal units = filled.getOrDefault(permId, BigDecimal.ZERO);
    OrderStatus status = order.status();
    String reason = order.reason();
    if (end != null) {
      boolean isRefused = status == OrderStatus.REFUSED;
      status =
          end.isFilled()
              ? OrderStatus.FILLED
              : isRefused ? OrderStatus.REFUSED : OrderStatus.CANCELLED;
      reason = end.isFilled() ? "" : end.reason();
    }
    return new PlacedOrder(
        order.time(),
        order.orderRef(),
        order.symbol(),
        order.conId(),
        order.quantity(),
        units,
        order.byStrategy(),
        status,
        reason);
  }
}
