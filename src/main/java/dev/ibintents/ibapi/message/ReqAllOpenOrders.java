package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Asks once for the open orders of all clients. {@link OpenOrder} and {@link OrderStatus} for each
 * and {@link OpenOrderEnd} answer.
 */
public record ReqAllOpenOrders() implements Request {
  /** The message's id on the wire. */
  public static final int ID = 16;

  private static final int PROTOBUF_SINCE = 204;
  private static final int VERSION = 1;

  static ReqAllOpenOrders read(FieldReader in) {
    in.skip(); // version
    return new ReqAllOpenOrders();
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION);
  }
}
