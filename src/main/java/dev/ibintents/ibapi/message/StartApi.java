package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The first message after the handshake, with the client id. {@link ManagedAccounts} and {@link
 * NextValidId} answer when the session is ready.
 *
 * @param clientId 0 to 2147483647; one connection at a time may use an id
 * @param optionalCapabilities usually empty
 */
public record StartApi(int clientId, String optionalCapabilities) implements Request {
  /** The message's id on the wire. */
  public static final int ID = 71;

  private static final int PROTOBUF_SINCE = 213;
  private static final int VERSION = 2;

  static StartApi read(FieldReader in) {
    in.skip(); // version
    return new StartApi(in.integer(1), in.text(2));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE)
        .version(VERSION)
        .integer(1, clientId)
        .text(2, optionalCapabilities);
  }
}
