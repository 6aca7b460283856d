package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.wire.FieldReader.TEXT_ONLY;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Asks for market data. {@link MarketDataType}, {@link TickReqParams} and ticks answer, and {@link
 * TickSnapshotEnd} ends a snapshot.
 *
 * @param reqId the request id, which the answers repeat
 * @param contract the instrument; the legs of a BAG in their short form
 * @param genericTickList the numbers of further ticks, separated by commas; empty for a snapshot
 * @param snapshot whether to get one round of ticks instead of a stream
 * @param regulatorySnapshot whether to buy one snapshot of the whole market
 * @param mktDataOptions {@code tag=value;} for each option; usually empty
 */
public record ReqMktData(
    int reqId,
    Contract contract,
    String genericTickList,
    boolean snapshot,
    boolean regulatorySnapshot,
    String mktDataOptions)
    implements Request {
  /** The message's id on the wire. */
  public static final int ID = 1;

  private static final int PROTOBUF_SINCE = 206;
  private static final int VERSION = 11;

  static ReqMktData read(FieldReader in) {
    in.skip(); // version
    int reqId = in.integer(1);
    Contract.Builder contract = ContractFields.readRequested(in.nested(2));
    ContractFields.readLegsOfBag(in, contract);
    if (!in.isProtobuf()) {
      contract.deltaNeutralContract(FieldForm.DELTA_NEUTRAL_CONTRACT.read(in, TEXT_ONLY));
    }
    return new ReqMktData(
        reqId,
        contract.build(),
        in.text(3),
        in.flag(4),
        in.flag(5),
        TagValueForm.OPTIONS.read(in, 6));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, reqId);
    ContractFields.writeRequested(out.nested(2), contract);
    ContractFields.writeLegsOfBag(out, contract);
    if (!out.isProtobuf()) {
      FieldForm.DELTA_NEUTRAL_CONTRACT.write(out, TEXT_ONLY, contract.deltaNeutralContract());
    }
    out.text(3, genericTickList).flag(4, snapshot).flag(5, regulatorySnapshot);
    TagValueForm.OPTIONS.write(out, 6, mktDataOptions);
  }
}
