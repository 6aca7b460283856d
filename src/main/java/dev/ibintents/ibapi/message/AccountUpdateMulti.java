package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * One value of an account, as answer to {@link ReqAccountUpdatesMulti}.
 *
 * @param reqId the id of the request
 * @param account the account
 * @param modelCode the model; empty for none
 * @param key CashBalance, NetLiquidation …
 * @param value an amount in {@code currency}, a flag or text
 * @param currency the value's currency; BASE for the total in the base currency; empty for a value
 *     without a currency
 */
public record AccountUpdateMulti(
    int reqId, String account, String modelCode, String key, String value, String currency)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 73;

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 1;

  static AccountUpdateMulti read(FieldReader in) {
    in.skip(); // version
    return new AccountUpdateMulti(
        in.integer(1), in.text(2), in.text(3), in.text(4), in.text(5), in.text(6));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE)
        .version(VERSION)
        .integer(1, reqId)
        .text(2, account)
        .text(3, modelCode)
        .text(4, key)
        .text(5, value)
        .text(6, currency);
  }
}
