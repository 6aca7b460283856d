package dev.ibintents.simulator.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.Responses;
import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Converts messages to lists of their fields and back. The store keeps messages in this form, so
 * every field of an order survives, and the store needs no second description of it.
 */
final class WireText {
  private static final int LENGTH_PREFIX = 4;
  private static final String NEWER = "+";

  /** The layout of stored messages. */
  private static final int VERSION = Handshake.MAX_TEXT_VERSION;

  private WireText() {}

  /**
   * The fields of a message. The first field is the message's id. Fields of an order that are newer
   * than the layout follow the last one, such as {@code +postOnly=true}.
   */
  static List<String> fields(Response message) {
    byte[] frame = message.frame(VERSION);
    String text = new String(frame, LENGTH_PREFIX, frame.length - LENGTH_PREFIX, UTF_8);
    List<String> fields = new ArrayList<>(Arrays.asList(text.split("\0", -1)));
    fields.remove(fields.size() - 1);
    NewerFields.of(message).forEach((name, value) -> fields.add(NEWER + name + '=' + value));
    return List.copyOf(fields);
  }

  /**
   * The message as its receiver reads it. For example, an order without stop price has the stop
   * price 0.0.
   */
  static <M extends Response> M asReceived(Class<M> kind, M message) {
    byte[] frame = message.frame(VERSION);
    return find(kind, frame)
        .map(read -> NewerFields.added(kind, read, NewerFields.of(message)))
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
    Map<String, String> newer = new LinkedHashMap<>();
    for (String field : fields) {
      int equals = field.indexOf('=');
      if (field.startsWith(NEWER) && equals > 0) {
        newer.put(field.substring(NEWER.length(), equals), field.substring(equals + 1));
      } else {
        out.text(FieldReader.TEXT_ONLY, field);
      }
    }
    return find(kind, out.frame())
        .map(read -> NewerFields.added(kind, read, newer))
        .orElseThrow(
            () -> new IllegalArgumentException("not a " + kind.getSimpleName() + ": " + fields));
  }

  private static <M extends Response> Optional<M> find(Class<M> kind, byte[] frame) {
    byte[] body = Arrays.copyOfRange(frame, LENGTH_PREFIX, frame.length);
    return Responses.read(FieldReader.of(body, VERSION)).filter(kind::isInstance).map(kind::cast);
  }
}
