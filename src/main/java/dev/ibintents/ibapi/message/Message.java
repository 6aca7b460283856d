package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldWriter;

/** One message of the protocol, in either direction. */
public interface Message {
  /**
   * Writes every field, beginning with the message id, in the layout and the dialect of the
   * writer's server version.
   */
  void write(FieldWriter out);

  /**
   * The message as a frame for the socket.
   *
   * @param serverVersion the version that the session has agreed on
   */
  default byte[] frame(int serverVersion) {
    FieldWriter out = new FieldWriter(serverVersion);
    write(out);
    return out.frame();
  }
}
