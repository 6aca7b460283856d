package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/** Asks for the gateway's time; {@link CurrentTime} answers. */
public record ReqCurrentTime() implements Request {
  /** The message's id on the wire. */
  public static final int ID = 49;

  private static final int PROTOBUF_SINCE = 213;
  private static final int VERSION = 1;

  static ReqCurrentTime read(FieldReader in) {
    in.skip(); // version
    return new ReqCurrentTime();
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION);
  }
}
