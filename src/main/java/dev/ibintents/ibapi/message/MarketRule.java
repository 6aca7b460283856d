package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to a {@link ReqMarketRule}: the price steps of contracts on a venue.
 *
 * @param marketRuleId the number of the rule
 * @param priceIncrements the steps, the lowest prices first
 */
public record MarketRule(int marketRuleId, List<PriceIncrement> priceIncrements)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 93;

  /**
   * The step of the prices from an edge up to the next edge.
   *
   * @param lowEdge the lowest price with this step
   * @param increment the step; prices are multiples of it
   */
  public record PriceIncrement(BigDecimal lowEdge, BigDecimal increment) {}

  /** Keeps a copy. */
  public MarketRule {
    priceIncrements = List.copyOf(priceIncrements);
  }

  static MarketRule read(FieldReader in) {
    int marketRuleId = in.integer();
    int count = in.count();
    List<PriceIncrement> priceIncrements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      priceIncrements.add(new PriceIncrement(in.decimal(), in.decimal()));
    }
    return new MarketRule(marketRuleId, priceIncrements);
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(marketRuleId).integer(priceIncrements.size());
    for (PriceIncrement step : priceIncrements) {
      out.decimal(step.lowEdge()).decimal(step.increment());
    }
  }
}
