package dev.ibintents.ibapi.message;

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

  private static final int VERSION = 11;

  static ReqMktData read(FieldReader in) {
    in.skip(); // version
    int reqId = in.integer();
    Contract requested = ContractFields.readRequested(in).build();
    Contract contract =
        requested.toBuilder()
            .comboLegs(ContractFields.readLegsOfBag(in, requested.secType()))
            .deltaNeutralContract(in.flag() ? readHedge(in) : null)
            .build();
    return new ReqMktData(reqId, contract, in.text(), in.flag(), in.flag(), in.text());
  }

  private static DeltaNeutralContract readHedge(FieldReader in) {
    return new DeltaNeutralContract(in.integer(), in.decimal(), in.decimal());
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(VERSION).integer(reqId);
    ContractFields.writeRequested(out, contract);
    ContractFields.writeLegsOfBag(out, contract);
    DeltaNeutralContract hedge = contract.deltaNeutralContract();
    out.flag(hedge != null);
    if (hedge != null) {
      out.integer(hedge.conId()).decimal(hedge.delta()).decimal(hedge.price());
    }
    out.text(genericTickList).flag(snapshot).flag(regulatorySnapshot).text(mktDataOptions);
  }
}
