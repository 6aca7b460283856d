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

  private static final int VERSION = 1;

  static CurrentTime read(FieldReader in) {
    in.skip(); // version
    return new CurrentTime(in.epochSeconds());
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(VERSION).longInteger(time.getEpochSecond());
  }
}
