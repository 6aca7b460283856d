package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The answer to a {@link ReqMktData} for an instrument that has no market data of its own, such as
 * a contract for difference: the instrument to ask for instead.
 *
 * @param reqId the id of the request
 * @param conId the instrument to ask for
 * @param exchange the exchange to ask for
 */
public record RerouteMktDataReq(int reqId, int conId, String exchange) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 91;

  private static final int PROTOBUF_SINCE = 211;

  static RerouteMktDataReq read(FieldReader in) {
    return new RerouteMktDataReq(in.integer(1), in.integer(2), in.text(3));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).integer(1, reqId).integer(2, conId).text(3, exchange);
  }
}
