package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Ends a {@link ReqMktData}.
 *
 * @param reqId the request to end
 */
public record CancelMktData(int reqId) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 2;

  private static final int PROTOBUF_SINCE = 206;
  private static final int VERSION = 2;

  static CancelMktData read(FieldReader in) {
    in.skip(); // version
    return new CancelMktData(in.integer(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, reqId);
  }
}
