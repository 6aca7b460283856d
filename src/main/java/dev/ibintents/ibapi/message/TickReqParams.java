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
 * @param lastPricePrecision the step of last prices; {@code null} if missing, and as a text
 * @param lastSizePrecision the step of last sizes; {@code null} if missing, and as a text
 */
public record TickReqParams(
    int reqId,
    BigDecimal minTick,
    String bboExchange,
    int snapshotPermissions,
    BigDecimal lastPricePrecision,
    BigDecimal lastSizePrecision)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 81;

  private static final int PROTOBUF_SINCE = 206;

  /** Parameters without precisions. */
  public TickReqParams(int reqId, BigDecimal minTick, String bboExchange, int snapshotPermissions) {
    this(reqId, minTick, bboExchange, snapshotPermissions, null, null);
  }

  static TickReqParams read(FieldReader in) {
    return new TickReqParams(
        in.integer(1),
        in.figure(2),
        in.text(3),
        in.integer(4),
        in.isProtobuf() ? in.figure(5) : null,
        in.isProtobuf() ? in.figure(6) : null);
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE)
        .integer(1, reqId)
        .figure(2, minTick)
        .text(3, bboExchange)
        .integer(4, snapshotPermissions);
    if (out.isProtobuf()) {
      out.figure(5, lastPricePrecision).figure(6, lastSizePrecision);
    }
  }
}
