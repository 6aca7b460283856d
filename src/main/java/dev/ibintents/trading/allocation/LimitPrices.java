package dev.ibintents.trading.allocation;

import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.Farm;
import dev.ibintents.ibapi.MarketSnapshot;
import dev.ibintents.ibapi.SnapshotRequest;
import dev.ibintents.ibapi.TickType;
import dev.ibintents.ibapi.message.MarketRule;
import dev.ibintents.trading.PriceSteps;
import dev.ibintents.trading.Side;
import dev.ibintents.trading.order.LimitBasis;
import dev.ibintents.trading.order.LimitOffset;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Works out the limit prices that orders have as offsets from market prices. An order whose market
 * price or price steps are not known is left out.
 *
 * @param orders the orders with their limit prices, in the sequence of the question
 * @param unpriced the reasons for the orders that are left out, by local symbol
 */
public record LimitPrices(List<PlannedOrder> orders, SortedMap<String, String> unpriced) {
  /**
   * An order that needs a limit price.
   *
   * @param order the order, without a limit price
   * @param contract its contract
   * @param limit the offset
   */
  public record Limited(PlannedOrder order, ResolvedContract contract, LimitOffset limit) {
    private Side side() {
      return Side.of(order.order().action()).orElseThrow();
    }

    private List<TickType> ticks() {
      return limit.from().ticks(side());
    }

    private OptionalInt ruleId() {
      return PriceSteps.ruleId(contract.details(), contract.contract().exchange());
    }

    /** The snapshot with the market price. */
    private SnapshotRequest request() {
      return new SnapshotRequest(contract.contract(), snapshot -> market(snapshot).isPresent());
    }

    private Optional<BigDecimal> market(MarketSnapshot snapshot) {
      return QuoteReply.average(snapshot, ticks());
    }

    private String missing() {
      return "its limit is "
          + limit
          + ", and there is no "
          + ticks().stream()
              .map(tick -> tick.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(" and "));
    }
  }

  /** Keeps copies. */
  public LimitPrices {
    orders = List.copyOf(orders);
    unpriced = new TreeMap<>(unpriced);
  }

  /**
   * Asks for the market prices and the price steps of orders, with one wait for all.
   *
   * @param gateway a connected gateway
   * @param limited the orders; may be empty
   * @throws dev.ibintents.ibapi.GatewayException if the connection ends or the gateway loses the
   *     broker before all answers have come; also if prices are missing while a market data farm is
   *     broken, because the market may have them
   */
  public static LimitPrices ask(IbGateway gateway, List<Limited> limited) {
    Map<Integer, CompletableFuture<MarketRule>> rules = new LinkedHashMap<>();
    limited.forEach(
        order ->
            order
                .ruleId()
                .ifPresent(id -> rules.computeIfAbsent(id, gateway.session()::reqMarketRule)));
    List<QuoteReply> replies =
        QuoteReply.ask(
            gateway, limited.stream().map(Limited::request).toList(), List.copyOf(rules.values()));
    List<PlannedOrder> orders = new ArrayList<>();
    SortedMap<String, String> unpriced = new TreeMap<>();
    for (int i = 0; i < limited.size(); i++) {
      Limited order = limited.get(i);
      try {
        orders.add(priced(order, replies.get(i), rules));
      } catch (UnpricedException e) {
        unpriced.merge(
            order.contract().localSymbol(),
            e.getMessage(),
            (first, next) -> first.equals(next) ? first : first + "; " + next);
      }
    }
    if (!unpriced.isEmpty()) {
      gateway.session().requireNoOutage(Farm.MARKET_DATA, "not all limit prices are known");
    }
    return new LimitPrices(orders, unpriced);
  }

  /** The reason why an order has no limit price. */
  private static final class UnpricedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnpricedException(String reason) {
      super(reason);
    }
  }

  private static PlannedOrder priced(
      Limited order, QuoteReply reply, Map<Integer, CompletableFuture<MarketRule>> rules)
      throws UnpricedException {
    BigDecimal market =
        reply
            .snapshot()
            .flatMap(order::market)
            .orElseThrow(() -> new UnpricedException(order.missing() + " (" + reply.words() + ")"));
    PriceSteps steps = steps(order, rules);
    BigDecimal price = order.limit().price(order.side(), market, steps);
    if (price.signum() <= 0) {
      throw new UnpricedException(
          "its limit is %s of %s, which gives %s, and a limit price must be above 0"
              .formatted(order.limit(), market.toPlainString(), price.toPlainString()));
    }
    return order
        .order()
        .limited(
            price,
            new LimitBasis(
                order.limit().from().word(), market, order.limit().written(), steps.at(price)));
  }

  private static PriceSteps steps(Limited order, Map<Integer, CompletableFuture<MarketRule>> rules)
      throws UnpricedException {
    OptionalInt id = order.ruleId();
    if (id.isEmpty()) {
      return PriceSteps.ofMinTick(order.contract().details())
          .orElseThrow(
              () -> new UnpricedException("the broker names no price step (minTick) for it"));
    }
    CompletableFuture<MarketRule> rule = rules.get(id.getAsInt());
    return Optional.of(rule)
        .filter(IbGateway::hasCome)
        .flatMap(come -> PriceSteps.of(come.join()))
        .orElseThrow(
            () ->
                new UnpricedException(
                    "the gateway did not tell the price steps of market rule " + id.getAsInt()));
  }
}
