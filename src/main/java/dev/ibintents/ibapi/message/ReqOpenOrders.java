package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Asks for this client's open orders. {@link OpenOrder} and {@link OrderStatus} for each and {@link
 * OpenOrderEnd} answer.
 */
public record ReqOpenOrders() implements Request {
  /** The message's id on the wire. */
  public static final int ID = 5;

  private static final int PROTOBUF_SINCE = 204;
  private static final int VERSION = 1;

  static ReqOpenOrders read(FieldReader in) {
    in.skip(); // version
    return new ReqOpenOrders();
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION);
  }
}
