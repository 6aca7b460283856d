package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Ends a {@link ReqHistoricalData}.
 *
 * @param reqId the request to end
 */
public record CancelHistoricalData(int reqId) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 25;

  private static final int PROTOBUF_SINCE = 208;
  private static final int VERSION = 1;

  static CancelHistoricalData read(FieldReader in) {
    in.skip(); // version
    return new CancelHistoricalData(in.integer(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, reqId);
  }
}
