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

  private static final int VERSION = 8;

  static ContractData read(FieldReader in) {
    if (in.serverVersion() < ContractDetails.SIZE_RULES) {
      in.skip(); // version
    }
    return new ContractData(in.integer(), ContractDetails.read(in));
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID);
    if (out.serverVersion() < ContractDetails.SIZE_RULES) {
      out.integer(VERSION);
    }
    out.integer(reqId);
    details.write(out);
  }
}
