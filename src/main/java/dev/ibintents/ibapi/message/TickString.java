package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * A text tick of a {@link ReqMktData}.
 *
 * @param reqId the id of the request
 * @param tickType 45 time of the last trade in epoch seconds, 84 exchange of the last trade, 88 the
 *     same as 45, delayed
 * @param value the text
 */
public record TickString(int reqId, int tickType, String value) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 46;

  private static final int PROTOBUF_SINCE = 206;
  private static final int VERSION = 6;

  static TickString read(FieldReader in) {
    in.skip(); // version
    return new TickString(in.integer(1), in.integer(2), in.text(3));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE)
        .version(VERSION)
        .integer(1, reqId)
        .integer(2, tickType)
        .text(3, value);
  }
}
