package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Asks for the positions of all accounts and for later changes. {@link Position} for each and
 * {@link PositionEnd} answer.
 */
public record ReqPositions() implements Request {
  /** The message's id on the wire. */
  public static final int ID = 61;

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 1;

  static ReqPositions read(FieldReader in) {
    in.skip(); // version
    return new ReqPositions();
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION);
  }
}
