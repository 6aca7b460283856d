package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * One instrument that matches a {@link ReqContractDetails}. {@link ContractDataEnd} follows the
 * last.
 *
 * @param reqId the id of the request
 * @param details the instrument
 */
public record ContractData(int reqId, ContractDetails details) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 10;

  /** The id of the message about a bond, which has the same fields in protobuf. */
  static final int BOND_ID = 18;

  private static final int PROTOBUF_SINCE = 205;
  private static final int VERSION = 8;

  static ContractData read(FieldReader in) {
    if (in.lacks(2) || in.lacks(3)) {
      return null;
    }
    if (!in.since(ContractDetails.SIZE_RULES)) {
      in.skip(); // version
    }
    return new ContractData(in.integer(1), ContractDetails.read(in.nested(2), in.nested(3)));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE);
    if (!out.since(ContractDetails.SIZE_RULES)) {
      out.version(VERSION);
    }
    out.integer(1, reqId);
    details.write(out.nested(2), out.nested(3));
  }
}
