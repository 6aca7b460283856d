package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Chooses the type of market data for later {@link ReqMktData} of this connection.
 *
 * @param marketDataType 1 live, 2 frozen, 3 delayed, 4 delayed and frozen
 */
public record ReqMarketDataType(int marketDataType) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 59;

  private static final int PROTOBUF_SINCE = 206;
  private static final int VERSION = 1;

  static ReqMarketDataType read(FieldReader in) {
    in.skip(); // version
    return new ReqMarketDataType(in.integer(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, marketDataType);
  }
}
