package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * A price tick of a {@link ReqMktData}, with the size at that price.
 *
 * @param reqId the id of the request
 * @param tickType 1 bid, 2 ask, 4 last, 6 high, 7 low, 9 close, 14 open, 37 mark; delayed 66 bid,
 *     67 ask, 68 last, 72 high, 73 low, 75 close, 76 open
 * @param price the price in the contract's currency; -1 with size 0 for no price; {@code null} if
 *     missing
 * @param size the size in units of the contract; 0 where it has no meaning; {@code null} if missing
 * @param attrMask bit 0 can be executed automatically, bit 1 past the limit, bit 2 before the open
 */
public record TickPrice(int reqId, int tickType, BigDecimal price, BigDecimal size, int attrMask)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 1;

  private static final int PROTOBUF_SINCE = 206;
  private static final int VERSION = 6;

  static TickPrice read(FieldReader in) {
    in.skip(); // version
    return new TickPrice(in.integer(1), in.integer(2), in.decimal(3), in.figure(4), in.integer(5));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE)
        .version(VERSION)
        .integer(1, reqId)
        .integer(2, tickType)
        .decimal(3, price)
        .figure(4, size)
        .integer(5, attrMask);
  }
}
