package dev.ibintents.house;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract for clients says what the product does. */
@Timeout(120)
final class OpenApiTest {
  private static final String PLACE = "https://ib-intents.example.com/openapi.json";

  @TempDir private static Path folder;

  private static FrontDoor door;
  private static String served;
  private static JsonObject document;
  private static SchemaRegistry schemas;

  @BeforeAll
  static void open() throws Exception {
    door = FrontDoor.in(folder).open();
    new Bench(door, Clock.systemUTC()).strategy("weights", Map.of("SPY", "0.5"));
    door.store().set("strategies/ml", Map.of("kind", "external"));
    door.expose(Map.of("weights", "0.3", "ml", "0.2"));
    served = door.getPlain("/openapi.json").body();
    document = JsonParser.parseString(served).getAsJsonObject();
    schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, all -> all.schemas(Map.of(PLACE, served)));
  }

  @AfterAll
  static void close() {
    door.close();
  }

  @Test
  void theContractIsUpToDate() throws Exception {
    assertWithMessage(
            "%s differs from the code; write it anew with: %s",
            OpenApiDocument.FILE, Reference.COMMAND)
        .that(Files.readString(OpenApiDocument.FILE))
        .isEqualTo(OpenApiDocument.text());
  }

  @Test
  void aParserOfOpenApiFindsNoFault() {
    SwaggerParseResult result = new OpenAPIV3Parser().readContents(served, null, null);

    assertThat(result.getMessages()).isEmpty();
    assertThat(result.getOpenAPI().getOpenapi()).isEqualTo("3.1.0");
    assertThat(result.getOpenAPI().getPaths()).hasSize(Intents.all().names().size() + 1);
  }

  @Test
  void theContractIsServedAsAFile() throws Exception {
    HttpResponse<String> first = door.getPlain("/openapi.json");
    String etag = first.headers().firstValue("ETag").orElseThrow();

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(
            door.sendPlain(door.request("/openapi.json").header("If-None-Match", etag))
                .statusCode())
        .isEqualTo(304);
    HttpResponse<String> post = door.post("/openapi.json", "{}");
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD");
    assertThat(FrontDoor.json(door.get("/")).get("openapi").getAsString())
        .isEqualTo("/openapi.json");
  }

  @Test
  void everySchemaThatIsNamedExists() {
    TreeSet<String> named = new TreeSet<>();
    for (String part : served.split("#/components/schemas/")) {
      named.add(part.substring(0, Math.max(0, part.indexOf('"'))));
    }
    named.removeIf(name -> !name.matches("\\w+"));

    assertThat(document.getAsJsonObject("components").getAsJsonObject("schemas").keySet())
        .containsAtLeastElementsIn(named);
  }

  /** Each example succeeds, and its answer has the promised form. */
  @Test
  void everyExampleIsAnsweredAsPromised() throws Exception {
    List<String> faults = new ArrayList<>();
    for (IntentDefinition intent : Intents.all().definitions()) {
      if (intent.name().equals("adopt-account")) {
        door.store().update("positions/paper", Map.of("account", "DU7654321"));
      }
      if (intent.name().equals("watch")) {
        // a strategy that holds something and has no exposure is a fault
        door.expose(Map.of("weights", "0.4", "futures", "0.1"));
      }
      HttpResponse<String> response = send(intent);
      if (response.statusCode() != 200) {
        faults.add(intent.title() + ": " + response.body());
        continue;
      }
      faults.addAll(faults(intent.title(), pointer(intent), response.body()));
    }
    faults.addAll(
        faults(
            "GET /",
            "/paths/~1/get/responses/200/content/application~1json/schema",
            door.get("/").body()));

    assertThat(faults).isEmpty();
  }

  private static String pointer(IntentDefinition intent) {
    return "/paths/~1%s/%s/responses/200/content/application~1json/schema"
        .formatted(intent.name(), intent.readsOnly() ? "get" : "post");
  }

  private static List<String> faults(String title, String pointer, String body) {
    return schemas
        .getSchema(SchemaLocation.of(PLACE + "#" + pointer))
        .validate(body, InputFormat.JSON)
        .stream()
        .map(fault -> title + ": " + fault)
        .toList();
  }

  private static String assigned(JsonObject parameter) {
    String value = parameter.get("example").getAsString();
    return parameter.get("name").getAsString()
        + "="
        + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** Sends the example of an intent, as the served contract has it. */
  private static HttpResponse<String> send(IntentDefinition intent) throws Exception {
    JsonObject path = document.getAsJsonObject("paths").getAsJsonObject("/" + intent.name());
    if (intent.readsOnly()) {
      String query =
          path.getAsJsonObject("get").getAsJsonArray("parameters").asList().stream()
              .map(JsonElement::getAsJsonObject)
              .filter(parameter -> parameter.has("example"))
              .map(OpenApiTest::assigned)
              .collect(Collectors.joining("&", "?", ""));
      return door.get("/" + intent.name() + query);
    }
    JsonObject body = path.getAsJsonObject("post").getAsJsonObject("requestBody");
    if (body == null) {
      return door.post("/" + intent.name(), "");
    }
    JsonObject example =
        body.getAsJsonObject("content")
            .getAsJsonObject("application/json")
            .getAsJsonObject("examples")
            .getAsJsonObject("request")
            .getAsJsonObject("value");
    return door.post("/" + intent.name(), example.toString());
  }
}
