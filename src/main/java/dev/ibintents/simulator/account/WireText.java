package dev.ibintents.simulator.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.Responses;
import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Converts messages to lists of their fields and back. The store keeps messages in this form, so
 * every field of an order survives, and the store needs no second description of it.
 */
final class WireText {
  private static final int LENGTH_PREFIX = 4;

  /** The layout of stored messages. */
  private static final int VERSION = Handshake.MAX_TEXT_VERSION;

  private WireText() {}

  /** The fields of a message. The first field is the message's id. */
  static List<String> fields(Response message) {
    byte[] frame = message.frame(VERSION);
    String text = new String(frame, LENGTH_PREFIX, frame.length - LENGTH_PREFIX, UTF_8);
    String[] fields = text.split("\0", -1);
    return List.copyOf(Arrays.asList(fields).subList(0, fields.length - 1));
  }

  /**
   * The message as its receiver reads it. For example, an order without stop price has the stop
   * price 0.0.
   */
  static <M extends Response> M asReceived(Class<M> kind, M message) {
    byte[] frame = message.frame(VERSION);
    return find(kind, frame)
        .orElseThrow(() -> new IllegalArgumentException("not read again: " + message));
  }

  /**
   * Reads the message with these fields.
   *
   * @throws dev.ibintents.ibapi.wire.ProtocolException if the fields do not form a message
   * @throws IllegalArgumentException if they form a message of another kind
   */
  static <M extends Response> M message(Class<M> kind, List<String> fields) {
    FieldWriter out = new FieldWriter(VERSION);
    fields.forEach(field -> out.text(FieldReader.TEXT_ONLY, field));
    return find(kind, out.frame())
        .orElseThrow(
            () -> new IllegalArgumentException("not a " + kind.getSimpleName() + ": " + fields));
  }

  private static <M extends Response> Optional<M> find(Class<M> kind, byte[] frame) {
    byte[] body = Arrays.copyOfRange(frame, LENGTH_PREFIX, frame.length);
    return Responses.read(FieldReader.of(body, VERSION)).filter(kind::isInstance).map(kind::cast);
  }
}
