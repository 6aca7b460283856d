package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The last answer to a {@link ReqContractDetails}.
 *
 * @param reqId the id of the request
 */
public record ContractDataEnd(int reqId) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 52;

  private static final int PROTOBUF_SINCE = 205;
  private static final int VERSION = 1;

  static ContractDataEnd read(FieldReader in) {
    in.skip(); // version
    return new ContractDataEnd(in.integer(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, reqId);
  }
}
