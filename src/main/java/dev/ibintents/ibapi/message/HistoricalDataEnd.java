package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The range of a {@link HistoricalData}, which it follows since server version 196.
 *
 * @param reqId the id of the request
 * @param startDate the start of the range, in a form that {@link GatewayTime} reads
 * @param endDate the end of the range, in the same form
 */
public record HistoricalDataEnd(int reqId, String startDate, String endDate) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 108;

  /** The server version since which a gateway sends it. */
  public static final int SINCE = 196;

  private static final int PROTOBUF_SINCE = 208;

  static HistoricalDataEnd read(FieldReader in) {
    return new HistoricalDataEnd(in.integer(1), in.text(2), in.text(3));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).integer(1, reqId).text(2, startDate).text(3, endDate);
  }
}
