package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/** The last answer to {@link ReqOpenOrders} or {@link ReqAllOpenOrders}. */
public record OpenOrderEnd() implements Response {
  /** The message's id on the wire. */
  public static final int ID = 53;

  private static final int PROTOBUF_SINCE = 203;
  private static final int VERSION = 1;

  static OpenOrderEnd read(FieldReader in) {
    in.skip(); // version
    return new OpenOrderEnd();
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION);
  }
}
