package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * A tick of a {@link ReqMktData} with a number that is neither price nor size.
 *
 * @param reqId the id of the request
 * @param tickType 46 shortable, 49 halted …
 * @param value the number; {@code null} if missing
 */
public record TickGeneric(int reqId, int tickType, BigDecimal value) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 45;

  private static final int PROTOBUF_SINCE = 206;
  private static final int VERSION = 6;

  static TickGeneric read(FieldReader in) {
    in.skip(); // version
    return new TickGeneric(in.integer(1), in.integer(2), in.decimal(3));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE)
        .version(VERSION)
        .integer(1, reqId)
        .integer(2, tickType)
        .decimal(3, value);
  }
}
