package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/** Ends {@link ReqPositions}. */
public record CancelPositions() implements Request {
  /** The message's id on the wire. */
  public static final int ID = 64;

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 1;

  static CancelPositions read(FieldReader in) {
    in.skip(); // version
    return new CancelPositions();
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION);
  }
}
