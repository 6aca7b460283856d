package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Starts or ends the updates of one account; a second account replaces the first. {@link
 * AccountValue}, {@link PortfolioValue} and {@link AccountUpdateTime} answer, and {@link
 * AccountDownloadEnd} ends the first round.
 *
 * @param subscribe true to start, false to end
 * @param account the account; may be empty if the login has only one
 */
public record ReqAccountUpdates(boolean subscribe, String account) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 6;

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 2;

  static ReqAccountUpdates read(FieldReader in) {
    in.skip(); // version
    return new ReqAccountUpdates(in.flag(1), in.text(2));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).flag(1, subscribe).text(2, account);
  }
}
