package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Asks for the values of an account or of a model in it, and for later changes. {@link
 * AccountUpdateMulti} for each value and {@link AccountUpdateMultiEnd} answer.
 *
 * @param reqId the request id, which the answers repeat
 * @param account the account
 * @param modelCode the model; empty for none
 * @param ledgerAndNLV whether to ask only for the ledgers and the net liquidation value
 */
public record ReqAccountUpdatesMulti(
    int reqId, String account, String modelCode, boolean ledgerAndNLV) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 76;

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 1;

  static ReqAccountUpdatesMulti read(FieldReader in) {
    in.skip(); // version
    return new ReqAccountUpdatesMulti(in.integer(1), in.text(2), in.text(3), in.flag(4));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE)
        .version(VERSION)
        .integer(1, reqId)
        .text(2, account)
        .text(3, modelCode)
        .flag(4, ledgerAndNLV);
  }
}
