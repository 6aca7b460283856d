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

  static OrderBound read(FieldReader in) {
    return new OrderBound(in.longInteger(), in.integer(), in.integer());
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).longInteger(permId).integer(clientId).integer(orderId);
  }
}
