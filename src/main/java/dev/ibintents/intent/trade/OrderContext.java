package dev.ibintents.intent.trade;

import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.preview.BrokerPreview;
import dev.ibintents.trading.preview.OrderEstimate;
import dev.ibintents.trading.preview.OrderMargin;
import dev.ibintents.trading.preview.PlanMargin;
import dev.ibintents.trading.preview.Pricing;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The prices of a plan and the broker's answers about it, for the answer of an intent.
 *
 * @param pricing the values that the plan calculates with, by conId
 * @param broker the broker's answers; empty if it was not asked
 * @param now the time of the plan
 */
public record OrderContext(
    Map<Integer, Pricing> pricing, Optional<BrokerPreview> broker, Instant now) {
  /** Keeps a copy. */
  public OrderContext {
    pricing = Map.copyOf(pricing);
  }

  /** The margin of the whole plan; {@code null} if the broker was not asked. */
  public PlanMargin plan() {
    return broker.map(BrokerPreview::plan).orElse(null);
  }

  OrderEstimate estimate(PlannedOrder order) {
    return OrderEstimate.of(order, Optional.ofNullable(pricing.get(order.contract().conId())), now);
  }

  /** The broker's answer about an order of the plan; {@code null} if it was not asked. */
  OrderMargin margin(int index) {
    return broker.map(preview -> preview.orders().get(index)).orElse(null);
  }
}
