package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The gateway's clock in milliseconds, since server version 197.
 *
 * @param millis the milliseconds since 1970
 */
public record CurrentTimeInMillis(long millis) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 109;

  private static final int PROTOBUF_SINCE = 213;

  static CurrentTimeInMillis read(FieldReader in) {
    return new CurrentTimeInMillis(in.longInteger(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).longInteger(1, millis);
  }
}
