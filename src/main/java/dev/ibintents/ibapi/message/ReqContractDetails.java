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

  private static final int PROTOBUF_SINCE = 205;
  private static final int VERSION = 8;
  private static final int BOND_ISSUERID = 176;

  static ReqContractDetails read(FieldReader in) {
    in.skip(); // version
    int reqId = in.integer(1);
    FieldReader named = in.nested(2);
    Contract.Builder contract =
        ContractFields.readRequested(named)
            .includeExpired(named.flag(18))
            .secIdType(named.text(13))
            .secId(named.text(14))
            .issuerId(named.since(BOND_ISSUERID) ? named.text(16) : "");
    return new ReqContractDetails(reqId, contract.build());
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, reqId);
    ContractFields.writeRequested(out.nested(2), contract);
    if (!out.isProtobuf()) {
      out.flag(18, contract.includeExpired()).text(13, contract.secIdType());
      out.text(14, contract.secId());
      if (out.since(BOND_ISSUERID)) {
        out.text(16, contract.issuerId());
      }
    }
  }
}
