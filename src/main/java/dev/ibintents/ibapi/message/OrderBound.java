package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The message that an order placed in TWS now belongs to an API client and has an order id there.
 *
 * @param permId the order's permanent id in the account
 * @param clientId the client that it is bound to
 * @param orderId the order id within that client; negative for orders from TWS
 */
public record OrderBound(long permId, int clientId, int orderId) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 100;

  private static final int PROTOBUF_SINCE = 204;

  static OrderBound read(FieldReader in) {
    return new OrderBound(in.longInteger(1), in.integer(2), in.integer(3));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).longInteger(1, permId).integer(2, clientId).integer(3, orderId);
  }
}
