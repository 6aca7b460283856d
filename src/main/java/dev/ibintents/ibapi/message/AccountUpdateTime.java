package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The time at which the preceding account values were computed.
 *
 * @param time HH:mm, in the zone of the gateway
 */
public record AccountUpdateTime(String time) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 8;

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 1;

  static AccountUpdateTime read(FieldReader in) {
    in.skip(); // version
    return new AccountUpdateTime(in.text(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).text(1, time);
  }
}
