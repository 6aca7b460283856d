package dev.ibintents.environment;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.ibintents.bench.FreePort;
import dev.ibintents.bench.ServedProcess;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a function says where Cloud Logging listens, line by line as it leaves the process. */
@Timeout(120)
final class CloudLogTest {
  private static final String TRACE = "105445aa7843bc8bf206b12000100000";

  @TempDir Path folder;

  private Map<String, String> variables(String gateway) {
    return Map.of(
        "K_SERVICE", "ib-intents-paper",
        "K_REVISION", "ib-intents-paper-00007-abc",
        "PROJECT_ID", "a-project",
        "STORE", "embedded",
        "GATEWAY", gateway);
  }

  private void configure(Map<String, Object> common) throws Exception {
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      store.set("config/common", common);
      store.set("config/paper", Map.of("apiPort", FreePort.take()));
    }
  }

  private static HttpResponse<String> ask(ServedProcess process, String header, String value)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(process.root().resolve("/ping")).header(header, value).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** The product's own lines about requests; each line of the output must be JSON, whosever. */
  private static List<JsonObject> requestLines(ServedProcess process) {
    return process.output().stream()
        .filter(line -> !line.startsWith("Serving function") && !line.startsWith("Function:"))
        .filter(line -> !line.startsWith("URL: "))
        .map(CloudLogTest::json)
        .filter(line -> line.has("logging.googleapis.com/labels"))
        .filter(line -> labels(line).has("intent"))
        .toList();
  }

  private static JsonObject json(String line) {
    try {
      return JsonParser.parseString(line).getAsJsonObject();
    } catch (JsonParseException e) {
      throw new AssertionError("a line is no JSON: " + line, e);
    }
  }

  private static JsonObject labels(JsonObject line) {
    return line.getAsJsonObject("logging.googleapis.com/labels");
  }

  @Test
  void eachLineOfARequestHasSeverityMessageTraceAndLabels() throws Exception {
    configure(Map.of());
    try (ServedProcess process = new ServedProcess(folder, variables("simulated")).awaitServing()) {
      assertThat(ask(process, "X-Cloud-Trace-Context", TRACE + "/123;o=1").statusCode())
          .isEqualTo(200);
      process.terminate();
      List<JsonObject> lines = requestLines(process);

      assertWithMessage(String.join("\n", process.output())).that(lines).hasSize(2);
      assertThat(lines.get(0).get("message").getAsString()).isEqualTo("Received GET {}");
      assertThat(lines.get(1).get("message").getAsString()).matches("Done in \\d+ ms");
      for (JsonObject line : lines) {
        assertThat(line.get("severity").getAsString()).isEqualTo("INFO");
        assertThat(line.get("logging.googleapis.com/trace").getAsString())
            .isEqualTo("projects/a-project/traces/" + TRACE);
        assertThat(labels(line).keySet()).containsExactly("intent", "invocation");
        assertThat(labels(line).get("intent").getAsString()).isEqualTo("ping");
        assertThat(labels(line).get("invocation").getAsString()).matches("[0-9a-f-]{36}");
      }
      assertThat(labels(lines.get(0))).isEqualTo(labels(lines.get(1)));
    }
  }

  @Test
  void aFailureIsAnErrorWithItsName() throws Exception {
    configure(Map.of("connectTimeoutSeconds", 1));
    try (ServedProcess process =
        new ServedProcess(folder, variables("configured")).awaitServing()) {
      assertThat(ask(process, "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01").statusCode())
          .isEqualTo(503);
      process.terminate();
      List<JsonObject> lines = requestLines(process);

      JsonObject failure = lines.get(lines.size() - 1);
      assertThat(failure.get("severity").getAsString()).isEqualTo("ERROR");
      assertThat(failure.get("message").getAsString())
          .startsWith("GatewayUnreachableException: no gateway at 127.0.0.1:");
      assertThat(failure.get("logging.googleapis.com/trace").getAsString()).endsWith(TRACE);
      assertThat(labels(failure).get("error").getAsString())
          .isEqualTo("GatewayUnreachableException");
    }
  }

  /** What the alert on mismatched books looks for. */
  @Test
  void booksThatDoNotMatchAreNamed() throws Exception {
    configure(Map.of());
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      store.set("local/seed", Map.of()); // so that nothing is booked for what the account holds
    }
    try (ServedProcess process = new ServedProcess(folder, variables("simulated")).awaitServing()) {
      assertThat(process.get("/trade-reconciliation").statusCode()).isEqualTo(500);
      process.terminate();
      List<JsonObject> lines = requestLines(process);

      JsonObject failure = lines.get(lines.size() - 1);
      assertThat(failure.get("severity").getAsString()).isEqualTo("ERROR");
      assertThat(labels(failure).get("error").getAsString()).isEqualTo("HoldingsMismatchException");
      assertThat(labels(failure).get("intent").getAsString()).isEqualTo("trade-reconciliation");
    }
  }

  @Test
  void theKillSwitchIsNoError() throws Exception {
    configure(Map.of("tradingEnabled", false));
    try (ServedProcess process =
        new ServedProcess(folder, variables("configured")).awaitServing()) {
      assertThat(process.get("/ping").statusCode()).isEqualTo(503);
      process.terminate();
      List<JsonObject> lines = requestLines(process);

      JsonObject refusal = lines.get(lines.size() - 1);
      assertThat(refusal.get("severity").getAsString()).isEqualTo("WARNING");
      assertThat(refusal.get("message").getAsString())
          .isEqualTo("Trading disabled by kill switch.");
    }
  }
}
