package dev.ibintents.home.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.trading.ledger.RunHeaders;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** The function at its address, at home or in the cloud. */
public final class RemoteFunction {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

  /** Longer than the longest invocation, whose deadline is an hour. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(61);

  private static final int OK = 200;

  private final URI root;
  private final Optional<String> token;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

  /**
   * @param root the address of the function
   * @param token the identity token of the caller; empty at home
   */
  public RemoteFunction(URI root, Optional<String> token) {
    this.root = root;
    this.token = token;
  }

  /**
   * The answer to a request.
   *
   * @param body the answer as JSON
   * @param isFailure whether the request was refused, or failed
   */
  record Answer(String body, boolean isFailure) {}

  /**
   * Asks for an intent.
   *
   * @param parameters its parameters
   * @param key the name of the run; empty for none
   * @throws IOException if the function is out of reach
   */
  Answer ask(IntentDefinition intent, JsonObject parameters, Optional<String> key)
      throws IOException, InterruptedException {
    String path = root.toString().replaceFirst("/+$", "") + "/" + intent.name();
    HttpRequest.Builder request = HttpRequest.newBuilder().timeout(ANSWER_TIMEOUT);
    if (intent.isGetOnly()) {
      request.uri(URI.create(path + query(parameters))).GET();
    } else {
      request
          .uri(URI.create(path))
          .POST(HttpRequest.BodyPublishers.ofString(parameters.toString(), UTF_8));
    }
    key.ifPresent(name -> request.header(RunHeaders.IDEMPOTENCY_KEY, name));
    token.ifPresent(identity -> request.header("Authorization", "Bearer " + identity));
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    return new Answer(response.body().strip(), response.statusCode() != OK);
  }

  private static String query(JsonObject parameters) {
    return parameters.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue().getAsString(), UTF_8))
        .collect(Collectors.joining("&", "?", ""));
  }
}
