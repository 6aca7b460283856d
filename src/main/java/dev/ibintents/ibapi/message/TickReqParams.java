package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * The parameters of a {@link ReqMktData}'s market data; it comes before the ticks.
 *
 * @param reqId the id of the request
 * @param minTick the price step, in the contract's currency; {@code null} if missing
 * @param bboExchange a code for the venues of the best prices; may be empty
 * @param snapshotPermissions the level of the right to regulatory snapshots: 0 none, 1 to 4
 */
public record TickReqParams(
    int reqId, BigDecimal minTick, String bboExchange, int snapshotPermissions)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 81;

  static TickReqParams read(FieldReader in) {
    return new TickReqParams(in.integer(), in.decimal(), in.text(), in.integer());
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(reqId).decimal(minTick).text(bboExchange).integer(snapshotPermissions);
  }
}
