package dev.ibintents.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.functions.HttpRequest;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.IntentDefinition.TextBody;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.json.JsonFault;
import dev.ibintents.intent.json.StrictJson;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parameters that a request carries, in its body or its query string. The body is read to its
 * end before the request is answered. Otherwise the server would close the connection, and the
 * client would lose its next request on it.
 */
public final class RequestContent {
  /** The largest body, in bytes, for all intents that do not state another. */
  static final int LONGEST_BODY = 1024 * 1024;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final HttpRequest request;
  private final byte[] body;

  private RequestContent(HttpRequest request, byte[] body) {
    this.request = request;
    this.body = body;
  }

  /**
   * Reads the body of a request.
   *
   * @param definition the intent that is asked for; empty if the path names none
   * @throws IncompleteBodyException if the body is cut off, or not complete by the deadline
   * @throws PayloadTooLargeException if the body is longer than the intent takes; the rest of it is
   *     not read
   */
  public static RequestContent of(
      HttpRequest request, Optional<IntentDefinition> definition, Deadline deadline) {
    int longest =
        definition.flatMap(IntentDefinition::textBody).map(TextBody::longest).orElse(LONGEST_BODY);
    if (request.getContentLength() > longest) {
      throw new PayloadTooLargeException(longest);
    }
    byte[] body = BodyReading.read(request, longest + 1, deadline);
    if (body.length > longest) {
      throw new PayloadTooLargeException(longest);
    }
    return new RequestContent(request, body);
  }

  /**
   * Returns the parameters of a request.
   *
   * @throws InvalidJsonException if the body is not JSON
   * @throws BadRequestException if the query string is malformed, or stands beside a JSON body
   */
  public Parameters parameters(IntentDefinition definition) {
    if (request.getMethod().equals("GET")) {
      return Parameters.ofQuery(query(), definition);
    }
    Optional<TextBody> textBody = definition.textBody().filter(taken -> isXml());
    if (textBody.isPresent()) {
      Map<String, List<String>> values = new TreeMap<>(queryString());
      values
          .computeIfAbsent(textBody.get().parameter(), parameter -> new ArrayList<>())
          .add(text(Optional.empty()));
      return Parameters.ofQuery(values, definition);
    }
    return Parameters.of(body(), definition);
  }

  /** Whether the body begins as XML does, which no JSON does. */
  private boolean isXml() {
    int begin = startsWithMark() ? BYTE_ORDER_MARK.length : 0;
    while (begin < body.length && Character.isWhitespace(body[begin])) {
      begin++;
    }
    return begin < body.length && body[begin] == '<';
  }

  private boolean startsWithMark() {
    return body.length >= BYTE_ORDER_MARK.length
        && Arrays.equals(body, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3);
  }

  private Map<String, List<String>> queryString() {
    return request.getQuery().map(QueryString::parse).orElse(Map.of());
  }

  /**
   * Returns the parameters of a GET.
   *
   * @throws BadRequestException if the query string is malformed, or if there is a body: to ignore
   *     it could mean to ignore the caller's {@code dryRun}
   */
  private Map<String, List<String>> query() {
    if (body.length > 0) {
      throw new BadRequestException(
          "a GET takes its parameters from the query string; send the body with POST");
    }
    return queryString();
  }

  /**
   * Returns the parameters of a POST; none if the body is empty.
   *
   * @throws InvalidJsonException if the body is not JSON
   * @throws BadRequestException if the body is not an object, or if there is a query string
   */
  private JsonObject body() {
    Optional<String> hint = BodyHint.of(request, body);
    if (BodyHint.isMultipart(request)) {
      // The framework has read the body already, so the body may look empty here.
      throw new InvalidJsonException(hint.orElseThrow(), null);
    }
    String text = text(hint);
    if (request.getQuery().filter(query -> !query.isEmpty()).isPresent()) {
      throw new BadRequestException(
          "a POST takes its parameters from the body, as a JSON object; leave the query string"
              + " out");
    }
    if (text.isBlank()) {
      return new JsonObject();
    }
    JsonElement json;
    try {
      json = StrictJson.parse(text);
    } catch (JsonParseException e) {
      String fault = JsonFault.of(text).map(JsonFault::toString).orElse(e.getMessage());
      throw new InvalidJsonException(with(hint, fault), e);
    }
    if (!json.isJsonObject()) {
      throw new BadRequestException(
          "the body must be a JSON object, such as {\"dryRun\": true}, and is " + kind(json));
    }
    return json.getAsJsonObject();
  }

  private static String with(Optional<String> hint, String fault) {
    return hint.map(text -> fault + "; " + text).orElse(fault);
  }

  private static String kind(JsonElement json) {
    if (json.isJsonArray()) {
      return "an array";
    }
    return json.isJsonNull() ? "null" : "a single value";
  }

  private String text(Optional<String> hint) {
    ByteBuffer bytes = ByteBuffer.wrap(body);
    CharBuffer text = CharBuffer.allocate(body.length);
    if (UTF_8.newDecoder().decode(bytes, text, true).isError()) {
      JsonFault fault = JsonFault.notUtf8(text.flip().toString(), bytes.get(bytes.position()));
      throw new InvalidJsonException(with(hint, fault.toString()), null);
    }
    return text.flip().toString();
  }
}
