package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The smallest order id that this client may use. It comes after {@link StartApi}, sometimes twice,
 * and answers {@link ReqIds}.
 *
 * @param orderId the order id
 */
public record NextValidId(int orderId) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 9;

  private static final int PROTOBUF_SINCE = 213;
  private static final int VERSION = 1;

  static NextValidId read(FieldReader in) {
    in.skip(); // version
    return new NextValidId(in.integer(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, orderId);
  }
}
