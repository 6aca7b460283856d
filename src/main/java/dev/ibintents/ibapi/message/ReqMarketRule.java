package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Asks for the price steps of a market rule; {@link MarketRule} answers. The gateway may not answer
 * for an unknown rule.
 *
 * @param marketRuleId the number of the rule, from {@link ContractDetails#marketRuleIds()}
 */
public record ReqMarketRule(int marketRuleId) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 91;

  private static final int PROTOBUF_SINCE = 212;

  static ReqMarketRule read(FieldReader in) {
    return new ReqMarketRule(in.integer(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).integer(1, marketRuleId);
  }
}
