package dev.ibintents.simulator.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.Responses;
import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.util.Arrays;
import java.util.List;

/**
 * Messages as lists of their fields, which is how they are kept: whatever the protocol can say
 * about an order survives, and the store needs no second description of it.
 */
final class WireText {
  private static final int LENGTH_PREFIX = 4;

  private WireText() {}

  /** The message's fields in the newest layout, its id first. */
  static List<String> fields(Response message) {
    byte[] frame = message.frame(Handshake.MAX_VERSION);
    String text = new String(frame, LENGTH_PREFIX, frame.length - LENGTH_PREFIX, UTF_8);
    String[] fields = text.split("\0", -1);
    return List.copyOf(Arrays.asList(fields).subList(0, fields.length - 1));
  }

  /** The message as its receiver reads it: an order without stop price, say, has the price 0.0. */
  static <M extends Response> M asReceived(Class<M> kind, M message) {
    return message(kind, fields(message));
  }

  /**
   * The message with these fields.
   *
   * @throws dev.ibintents.ibapi.wire.ProtocolException if they are not such a message's
   * @throws IllegalArgumentException if they are another message's
   */
  static <M extends Response> M message(Class<M> kind, List<String> fields) {
    FieldWriter out = new FieldWriter(Handshake.MAX_VERSION);
    fields.forEach(out::text);
    byte[] frame = out.frame();
    byte[] body = Arrays.copyOfRange(frame, LENGTH_PREFIX, frame.length);
    return Responses.read(new FieldReader(body, Handshake.MAX_VERSION))
        .filter(kind::isInstance)
        .map(kind::cast)
        .orElseThrow(
            () -> new IllegalArgumentException("no " + kind.getSimpleName() + ": " + fields));
  }
}
