package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Asks for the day's filled, cancelled and rejected orders. {@link CompletedOrder} for each and
 * {@link CompletedOrdersEnd} answer.
 *
 * @param apiOnly whether to leave out orders that were not placed through the API
 */
public record ReqCompletedOrders(boolean apiOnly) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 99;

  private static final int PROTOBUF_SINCE = 204;

  static ReqCompletedOrders read(FieldReader in) {
    return new ReqCompletedOrders(in.flag(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).flag(1, apiOnly);
  }
}
