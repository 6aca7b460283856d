package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/** The end of the first round of answers to {@link ReqPositions}. */
public record PositionEnd() implements Response {
  /** The message's id on the wire. */
  public static final int ID = 62;

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 1;

  static PositionEnd read(FieldReader in) {
    in.skip(); // version
    return new PositionEnd();
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION);
  }
}
