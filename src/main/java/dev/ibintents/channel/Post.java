package dev.ibintents.channel;

import com.google.gson.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;

/**
 * A POST of JSON.
 *
 * @param address the address, which may contain a secret, and so is never shown
 * @param headers the headers, which may contain a secret as well
 * @param body the body
 */
public record Post(URI address, Map<String, String> headers, JsonObject body) {
  private static final String BEARER = "Bearer ";

  /** A post without further headers. */
  static Post of(URI address, JsonObject body) {
    return new Post(address, Map.of(), body);
  }

  /** The header with an access token. */
  static Map<String, String> bearer(String token) {
    return Map.of("Authorization", BEARER + token);
  }

  /** Nothing of it is shown, because any part of it may be secret. */
  @Override
  public String toString() {
    return "a post";
  }

  HttpRequest request(Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("User-Agent", "ib-intents")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    headers.forEach(request::header);
    return request.build();
  }
}
