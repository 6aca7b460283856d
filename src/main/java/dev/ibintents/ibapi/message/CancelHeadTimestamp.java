package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Ends a {@link ReqHeadTimestamp}, which stays open until it is ended.
 *
 * @param reqId the id of the request to end
 */
public record CancelHeadTimestamp(int reqId) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 90;

  private static final int PROTOBUF_SINCE = 208;

  static CancelHeadTimestamp read(FieldReader in) {
    return new CancelHeadTimestamp(in.integer(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).integer(1, reqId);
  }
}
