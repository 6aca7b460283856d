package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * A size tick of a {@link ReqMktData}.
 *
 * @param reqId the id of the request
 * @param tickType 0 bid, 3 ask, 5 last, 8 volume; delayed 69 bid, 70 ask, 71 last, 74 volume
 * @param size the size in units of the contract; {@code null} if missing
 */
public record TickSize(int reqId, int tickType, BigDecimal size) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 2;

  private static final int PROTOBUF_SINCE = 206;
  private static final int VERSION = 6;

  static TickSize read(FieldReader in) {
    in.skip(); // version
    return new TickSize(in.integer(1), in.integer(2), in.figure(3));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE)
        .version(VERSION)
        .integer(1, reqId)
        .integer(2, tickType)
        .figure(3, size);
  }
}
