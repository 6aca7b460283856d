package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.time.Instant;

/**
 * The answer to {@link ReqCurrentTime}: the gateway's clock, in whole seconds.
 *
 * @param time the gateway's time
 */
public record CurrentTime(Instant time) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 49;

  private static final int PROTOBUF_SINCE = 213;
  private static final int VERSION = 1;

  static CurrentTime read(FieldReader in) {
    in.skip(); // version
    return new CurrentTime(in.epochSeconds(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).longInteger(1, time.getEpochSecond());
  }
}
