package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.wire.FieldReader.TEXT_ONLY;

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

  private static final int PROTOBUF_SINCE = 208;

  static ReqHeadTimestamp read(FieldReader in) {
    int reqId = in.integer(1);
    FieldReader named = in.nested(2);
    Contract.Builder contract = ContractFields.readRequested(named).includeExpired(named.flag(18));
    boolean useRth = in.flag(3);
    return new ReqHeadTimestamp(reqId, contract.build(), in.text(4), useRth, in.integer(5));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).integer(1, reqId);
    ContractFields.writeRequested(out.nested(2), contract);
    out.flag(TEXT_ONLY, contract.includeExpired())
        .flag(3, useRth)
        .text(4, whatToShow)
        .integer(5, formatDate);
  }
}
