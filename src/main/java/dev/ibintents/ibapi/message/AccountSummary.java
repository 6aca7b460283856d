package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * One value of an account, as answer to {@link ReqAccountSummary}.
 *
 * @param reqId the id of the request
 * @param account the account
 * @param tag NetLiquidation, TotalCashValue …
 * @param value an amount in {@code currency}, a flag or text
 * @param currency the value's currency; empty for a value without a currency
 */
public record AccountSummary(int reqId, String account, String tag, String value, String currency)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 63;

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 1;

  static AccountSummary read(FieldReader in) {
    in.skip(); // version
    return new AccountSummary(in.integer(1), in.text(2), in.text(3), in.text(4), in.text(5));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE)
        .version(VERSION)
        .integer(1, reqId)
        .text(2, account)
        .text(3, tag)
        .text(4, value)
        .text(5, currency);
  }
}
