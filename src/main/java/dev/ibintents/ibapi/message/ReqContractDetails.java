package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Asks for all instruments that match a description. {@link ContractData} for each and {@link
 * ContractDataEnd} answer, or error 200 for none.
 *
 * @param reqId the request id, which the answers repeat
 * @param contract the description: a conId alone, or the known fields
 */
public record ReqContractDetails(int reqId, Contract contract) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 9;

  private static final int VERSION = 8;
  private static final int BOND_ISSUERID = 176;

  static ReqContractDetails read(FieldReader in) {
    in.skip(); // version
    int reqId = in.integer();
    Contract.Builder contract =
        ContractFields.readRequested(in)
            .includeExpired(in.flag())
            .secIdType(in.text())
            .secId(in.text());
    if (in.serverVersion() >= BOND_ISSUERID) {
      contract.issuerId(in.text());
    }
    return new ReqContractDetails(reqId, contract.build());
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(VERSION).integer(reqId);
    ContractFields.writeRequested(out, contract);
    out.flag(contract.includeExpired()).text(contract.secIdType()).text(contract.secId());
    if (out.serverVersion() >= BOND_ISSUERID) {
      out.text(contract.issuerId());
    }
  }
}
