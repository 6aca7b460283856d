package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Ends a {@link ReqAccountUpdatesMulti}.
 *
 * @param reqId the request to end
 */
public record CancelAccountUpdatesMulti(int reqId) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 77;

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 1;

  static CancelAccountUpdatesMulti read(FieldReader in) {
    in.skip(); // version
    return new CancelAccountUpdatesMulti(in.integer(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, reqId);
  }
}
