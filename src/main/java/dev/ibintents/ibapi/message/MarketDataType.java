package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The type of market data that a {@link ReqMktData} gets from now on.
 *
 * @param reqId the id of the request
 * @param marketDataType 1 live, 2 frozen, 3 delayed, 4 delayed and frozen
 */
public record MarketDataType(int reqId, int marketDataType) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 58;

  private static final int PROTOBUF_SINCE = 206;
  private static final int VERSION = 1;

  static MarketDataType read(FieldReader in) {
    in.skip(); // version
    return new MarketDataType(in.integer(1), in.integer(2));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, reqId).integer(2, marketDataType);
  }
}
