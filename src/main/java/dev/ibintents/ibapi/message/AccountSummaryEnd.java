package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The end of the first round of answers to a {@link ReqAccountSummary}.
 *
 * @param reqId the id of the request
 */
public record AccountSummaryEnd(int reqId) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 64;

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 1;

  static AccountSummaryEnd read(FieldReader in) {
    in.skip(); // version
    return new AccountSummaryEnd(in.integer(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, reqId);
  }
}
