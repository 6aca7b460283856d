package dev.ibintents.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.functions.HttpRequest;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.intent.json.JsonFault;
import dev.ibintents.intent.json.StrictJson;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters that a request carries, in its body or its query string. The body is read to its
 * end before the request is answered. Otherwise the server would close the connection, and the
 * client would lose its next request on it.
 */
public final class RequestContent {
  /** The largest body, in bytes. No intent needs more. */
  static final int LONGEST_BODY = 1024 * 1024;

  private final HttpRequest request;
  private final byte[] body;

  private RequestContent(HttpRequest request, byte[] body) {
    this.request = request;
    this.body = body;
  }

  /**
   * Reads the body of a request.
   *
   * @throws IncompleteBodyException if the body is cut off, or not complete by the deadline
   * @throws PayloadTooLargeException if the body is longer than {@link #LONGEST_BODY}; the rest of
   *     it is not read
   */
  public static RequestContent of(HttpRequest request, Deadline deadline) {
    if (request.getContentLength() > LONGEST_BODY) {
      throw new PayloadTooLargeException(LONGEST_BODY);
    }
    byte[] body = BodyReading.read(request, LONGEST_BODY + 1, deadline);
    if (body.length > LONGEST_BODY) {
      throw new PayloadTooLargeException(LONGEST_BODY);
    }
    return new RequestContent(request, body);
  }

  /**
   * Returns the parameters of a GET.
   *
   * @throws BadRequestException if the query string is malformed, or if there is a body: to ignore
   *     it could mean to ignore the caller's {@code dryRun}
   */
  public Map<String, List<String>> query() {
    if (body.length > 0) {
      throw new BadRequestException(
          "a GET takes its parameters from the query string; send the body with POST");
    }
    return request.getQuery().map(QueryString::parse).orElse(Map.of());
  }

  /**
   * Returns the parameters of a POST; none if the body is empty.
   *
   * @throws InvalidJsonException if the body is not JSON
   * @throws BadRequestException if the body is not an object, or if there is a query string
   */
  public JsonObject body() {
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
