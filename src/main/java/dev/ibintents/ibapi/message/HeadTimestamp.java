package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The answer to a {@link ReqHeadTimestamp}: where the history begins.
 *
 * @param reqId the request that this answers
 * @param headTimestamp in a form that {@link GatewayTime} reads, or epoch seconds if asked for
 */
public record HeadTimestamp(int reqId, String headTimestamp) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 88;

  static HeadTimestamp read(FieldReader in) {
    return new HeadTimestamp(in.integer(), in.text());
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(reqId).text(headTimestamp);
  }
}
