package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Asks for the time of an instrument's earliest historical data; {@link HeadTimestamp} answers.
 *
 * @param reqId the request id, which the answer repeats
 * @param contract the instrument
 * @param whatToShow TRADES, MIDPOINT, BID, ASK …
 * @param useRth whether to leave out data from outside the regular session
 * @param formatDate 1 text in UTC, 2 epoch seconds
 */
public record ReqHeadTimestamp(
    int reqId, Contract contract, String whatToShow, boolean useRth, int formatDate)
    implements Request {
  /** The message's id on the wire. */
  public static final int ID = 87;

  static ReqHeadTimestamp read(FieldReader in) {
    int reqId = in.integer();
    Contract contract = ContractFields.readRequested(in).includeExpired(in.flag()).build();
    boolean useRth = in.flag();
    return new ReqHeadTimestamp(reqId, contract, in.text(), useRth, in.integer());
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(reqId);
    ContractFields.writeRequested(out, contract);
    out.flag(contract.includeExpired()).flag(useRth).text(whatToShow).integer(formatDate);
  }
}
