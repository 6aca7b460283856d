package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Asks for values of accounts and for later changes. {@link AccountSummary} for each value and
 * {@link AccountSummaryEnd} answer.
 *
 * @param reqId the request id, which the answers repeat
 * @param groupName All, or the name of an account group
 * @param tags the values, separated by commas: NetLiquidation,TotalCashValue … or {@code
 *     $LEDGER:ALL}
 */
public record ReqAccountSummary(int reqId, String groupName, String tags) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 62;

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 1;

  static ReqAccountSummary read(FieldReader in) {
    in.skip(); // version
    return new ReqAccountSummary(in.integer(1), in.text(2), in.text(3));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE)
        .version(VERSION)
        .integer(1, reqId)
        .text(2, groupName)
        .text(3, tags);
  }
}
