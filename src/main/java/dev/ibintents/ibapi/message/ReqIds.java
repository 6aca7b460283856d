package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Asks for the next valid order id; {@link NextValidId} answers.
 *
 * @param numIds ignored by the gateway; use 1
 */
public record ReqIds(int numIds) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 8;

  private static final int PROTOBUF_SINCE = 213;
  private static final int VERSION = 1;

  static ReqIds read(FieldReader in) {
    in.skip(); // version
    return new ReqIds(in.integer(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, numIds);
  }
}
