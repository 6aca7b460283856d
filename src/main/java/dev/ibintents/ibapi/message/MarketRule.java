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

  private static final int PROTOBUF_SINCE = 212;

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
    int marketRuleId = in.integer(1);
    List<PriceIncrement> priceIncrements = new ArrayList<>();
    for (FieldReader step : in.elements(2)) {
      priceIncrements.add(new PriceIncrement(step.decimal(1), step.decimal(2)));
    }
    return new MarketRule(marketRuleId, priceIncrements);
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).integer(1, marketRuleId).list(priceIncrements.size());
    for (PriceIncrement step : priceIncrements) {
      int place = out.begin(2);
      out.decimal(1, step.lowEdge()).decimal(2, step.increment());
      out.end(place);
    }
  }
}
