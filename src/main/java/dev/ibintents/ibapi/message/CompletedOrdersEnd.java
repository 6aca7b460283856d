package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/** The last answer to a {@link ReqCompletedOrders}. */
public record CompletedOrdersEnd() implements Response {
  /** The message's id on the wire. */
  public static final int ID = 102;

  private static final int PROTOBUF_SINCE = 204;

  static CompletedOrdersEnd read(FieldReader in) {
    return new CompletedOrdersEnd();
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE);
  }
}
