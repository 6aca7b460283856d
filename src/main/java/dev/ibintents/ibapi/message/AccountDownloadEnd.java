package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The end of the first round of answers to {@link ReqAccountUpdates}.
 *
 * @param account the account
 */
public record AccountDownloadEnd(String account) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 54;

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 1;

  static AccountDownloadEnd read(FieldReader in) {
    in.skip(); // version
    return new AccountDownloadEnd(in.text(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).text(1, account);
  }
}
