package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The answer to a {@link ReqHeadTimestamp}: the time of the earliest historical data.
 *
 * @param reqId the id of the request
 * @param headTimestamp the time, in a form that {@link GatewayTime} reads, or epoch seconds if
 *     requested
 */
public record HeadTimestamp(int reqId, String headTimestamp) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 88;

  private static final int PROTOBUF_SINCE = 208;

  static HeadTimestamp read(FieldReader in) {
    return new HeadTimestamp(in.integer(1), in.text(2));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).integer(1, reqId).text(2, headTimestamp);
  }
}
