package dev.ibintents.house;

import static dev.ibintents.house.JsonNodes.list;
import static dev.ibintents.house.JsonNodes.object;
import static dev.ibintents.house.JsonNodes.reference;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.environment.Problem;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.http.Overview;
import dev.ibintents.http.Status;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.intent.DocumentedIntents;
import dev.ibintents.intent.DocumentedIntents.Documented;
import dev.ibintents.intent.DocumentedIntents.Failure;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.Parameter;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.order.LimitOffset;
import dev.ibintents.trading.order.OrderProperties;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes {@code openapi.json}, the contract for clients: OpenAPI 3.1, from the table of intents,
 * the table of statuses, and the answer records with their comments.
 */
final class OpenApiDocument {
  /** Where it is, from the project's folder. */
  static final Path FILE = Path.of("src/main/resources/dev/ibintents/openapi.json");

  private static final String JSON = "application/json";

  private final SourceComments comments = new SourceComments(Path.of("src", "main", "java"));
  private final AnswerSchemas answers = new AnswerSchemas(comments);

  private OpenApiDocument() {}

  /** The file as it has to be. */
  static String text() {
    return new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create()
            .toJson(new OpenApiDocument().document())
        + "\n";
  }

  /** The name of an intent that begins with this: {@code CashBalancer} as {@code cash-balancer}. */
  static String hyphenated(String camel) {
    return camel.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static String camel(String name) {
    return Arrays.stream(name.split("-"))
        .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
        .collect(Collectors.joining());
  }

  private JsonObject document() {
    addShared();
    JsonObject paths = new JsonObject();
    paths.add("/", object("get", overview()));
    for (IntentDefinition intent : Intents.all().definitions()) {
      String path = "/" + intent.name();
      if (!paths.has(path)) {
        paths.add(path, new JsonObject());
      }
      boolean isGet = intent.readsOnly();
      paths.getAsJsonObject(path).add(isGet ? "get" : "post", operation(intent, isGet));
    }
    JsonObject schemas = new JsonObject();
    answers.all().forEach(schemas::add);
    return object(
        "openapi", "3.1.0",
        "info",
            object(
                "title",
                "ib-intents",
                "version",
                Overview.builtVersion(),
                "description",
                "Trades an Interactive Brokers account on demand. An intent that changes"
                    + " nothing is asked for by GET, and any other by POST. Most intents take"
                    + " the other method, too, with the same parameters. Answers may get"
                    + " further fields.",
                "license",
                object("name", "Apache-2.0", "identifier", "Apache-2.0")),
        "servers",
            list(
                List.of(
                    object("url", "http://localhost:8080", "description", "at home"),
                    object(
                        "url", "https://{host}",
                        "description", "in the cloud",
                        "variables", object("host", object("default", "ib-intents.example.com"))))),
        "security", list(List.of(object(), object("identityToken", new JsonArray()))),
        "tags", list(List.of(object("name", "intents"))),
        "paths", paths,
        "components",
            object(
                "schemas",
                schemas,
                "securitySchemes",
                object(
                    "identityToken",
                    object(
                        "type", "http",
                        "scheme", "bearer",
                        "description",
                            "an identity token, as gcloud auth print-identity-token gives"
                                + " it; only in the cloud"))));
  }

  private void addShared() {
    JsonObject contract = ContractSpec.schema();
    contract.addProperty("description", "A contract as TWS names it, or by its conId.");
    answers.add("Contract", contract);
    answers.add(
        "Signal",
        object(
            "type",
            "object",
            "description",
            "A contract and the fraction of the strategy's capital.",
            "properties",
            object("contract", reference("Contract"), "signal", object("type", "number")),
            "required",
            list(List.of("contract", "signal"))));
    answers.add("OrderProperties", orderProperties());
    answers.add(
        "Problem",
        object(
            "type", "object",
            "description", comments.summary(Problem.class),
            "properties",
                object(
                    "code",
                        object(
                            "type",
                            "string",
                            "enum",
                            list(Stream.of(Problem.Code.values()).map(Problem.Code::id).toList())),
                    "message", object("type", "string")),
            "required", list(List.of("code", "message"))));
    answers.add(
        "Failure",
        object(
            "type",
            "object",
            "description",
            "The answer to a request that failed. Some failures have more fields.",
            "properties",
            object(
                "error",
                    object(
                        "type", "string",
                        "description", "the exception, and what was wrong and would be right"),
                "problems", object("type", "array", "items", reference("Problem")),
                "utcTimestamp", object("type", "string", "format", "date-time")),
            "required",
            list(List.of("error", "utcTimestamp"))));
  }

  private static JsonObject orderProperties() {
    Map<String, List<String>> words = OrderProperties.allowedWords();
    JsonObject properties = new JsonObject();
    for (String name : OrderProperties.names()) {
      JsonObject schema =
          OrderField.named(name).map(OpenApiDocument::orderField).orElseGet(OpenApiDocument::limit);
      if (words.containsKey(name)) {
        schema.add("enum", list(words.get(name)));
      }
      properties.add(name, schema);
    }
    return object(
        "type",
        "object",
        "description",
        "The fields of an order by their TWS API names.",
        "properties",
        properties,
        "additionalProperties",
        false);
  }

  /** The limit price as an offset, the only property that is no field of the TWS API. */
  private static JsonObject limit() {
    return object(
        "type",
        "object",
        "description",
        "The limit price as an offset from a market price.",
        "properties",
        object(
            "from",
                object(
                    "type",
                    "string",
                    "enum",
                    list(
                        Stream.of(LimitOffset.From.values()).map(LimitOffset.From::word).toList())),
            "offset", object("type", "string", "examples", list(List.of("-5bps", "2ticks")))),
        "required",
        list(List.of("from", "offset")),
        "additionalProperties",
        false);
  }

  private static JsonObject orderField(OrderField<?> field) {
    Class<?> type = field.type();
    if (type == String.class) {
      return object("type", "string");
    } else if (type == BigDecimal.class) {
      return object("type", "number");
    } else if (type == Integer.class || type == Long.class) {
      return object("type", "integer");
    } else if (type == Boolean.class) {
      return object("type", "boolean");
    } else if (type == List.class) {
      return object("type", "array", "items", object("type", "object"));
    }
    return object("type", "object");
  }

  private JsonObject overview() {
    return object(
        "operationId",
        "overview",
        "tags",
        list(List.of("intents")),
        "summary",
        comments.summary(Overview.class),
        "responses",
        object(
            "200",
            object(
                "description",
                Status.OK.when(),
                "content",
                object(JSON, object("schema", answers.reply(Overview.class, "Overview"))))));
  }

  private JsonObject operation(IntentDefinition intent, boolean isGet) {
    Documented documented = DocumentedIntents.named(intent.title()).orElseThrow();
    String prefix = camel(intent.name());
    String id = prefix.substring(0, 1).toLowerCase(Locale.ROOT) + prefix.substring(1);
    JsonObject operation =
        object(
            "operationId", isShownBesides(intent) ? (isGet ? "get" : "set") + prefix : id,
            "tags", list(List.of("intents")),
            "summary", intent.description());
    if (isGet) {
      operation.add("parameters", queryParameters(intent));
    } else {
      operation.add("parameters", list(List.of(idempotencyKey())));
      if (!intent.parameters().isEmpty()) {
        operation.add("requestBody", requestBody(intent, prefix));
      }
    }
    operation.add("responses", responses(intent, documented, prefix));
    return operation;
  }

  /** Whether GET and POST of the name are two intents. */
  private static boolean isShownBesides(IntentDefinition intent) {
    return Intents.all().shown(intent.name()).orElseThrow().isGetOnly();
  }

  private static JsonObject idempotencyKey() {
    return object(
        "name",
        RunHeaders.IDEMPOTENCY_KEY,
        "in",
        "header",
        "required",
        false,
        "description",
        "the caller's own name of the run; the same key never runs twice",
        "schema",
        object("type", "string"));
  }

  private JsonArray queryParameters(IntentDefinition intent) {
    JsonObject example = RequestExamples.of(intent.title());
    JsonArray parameters = new JsonArray();
    for (Parameter parameter : intent.parameters()) {
      JsonObject described =
          object(
              "name", parameter.name(),
              "in", "query",
              "required", parameter.required(),
              "description", parameter.description() + queryForm(parameter),
              "schema", querySchema(parameter));
      if (parameter.type() == Parameter.Type.TEXTS) {
        described.addProperty("style", "form");
        described.addProperty("explode", false);
      }
      JsonElement value = example.get(parameter.name());
      if (value != null) {
        described.add("example", value);
      }
      parameters.add(described);
    }
    return parameters;
  }

  private static String queryForm(Parameter parameter) {
    return parameter.type() == Parameter.Type.CONTRACT
        ? "; by its symbol, or as JSON with the fields of Contract"
        : "";
  }

  private static JsonObject querySchema(Parameter parameter) {
    return switch (parameter.type()) {
      case CONTRACT -> object("type", "string");
      case TEXT, NUMBER, DECIMAL, FLAG, TEXTS -> parameter.schema();
      case CONTRACTS, SIGNALS, OBJECT ->
          throw new IllegalStateException("a GET has no place for " + parameter);
    };
  }

  private JsonObject requestBody(IntentDefinition intent, String prefix) {
    JsonObject properties = new JsonObject();
    List<String> required = new ArrayList<>();
    for (Parameter parameter : intent.parameters()) {
      JsonObject schema = bodySchema(parameter);
      if (!schema.has("$ref")) {
        schema.addProperty("description", parameter.description());
      }
      properties.add(parameter.name(), schema);
      if (parameter.required()) {
        required.add(parameter.name());
      }
    }
    JsonObject request =
        object("type", "object", "properties", properties, "additionalProperties", false);
    if (!required.isEmpty()) {
      request.add("required", list(required));
    }
    String name = prefix + "Request";
    answers.add(name, request);
    JsonObject content =
        object(
            JSON,
            object(
                "schema", reference(name),
                "examples",
                    object("request", object("value", RequestExamples.of(intent.title())))));
    if (intent.textBody().isPresent()) {
      content.add("application/xml", object("schema", object("type", "string")));
    }
    return object("required", !required.isEmpty(), "content", content);
  }

  private static JsonObject bodySchema(Parameter parameter) {
    return switch (parameter.type()) {
      case CONTRACT ->
          object("anyOf", list(List.of(reference("Contract"), object("type", "string"))));
      case CONTRACTS -> object("type", "array", "items", reference("Contract"));
      case SIGNALS -> object("type", "array", "items", reference("Signal"));
      case OBJECT ->
          parameter.name().equals(TradingIntent.ORDER_PROPERTIES)
              ? reference("OrderProperties")
              : object(
                  "type",
                  "object",
                  "additionalProperties",
                  object("type", "object", "additionalProperties", object("type", "number")));
      case TEXT, NUMBER, DECIMAL, FLAG, TEXTS -> parameter.schema();
    };
  }

  private JsonObject responses(IntentDefinition intent, Documented documented, String prefix) {
    JsonObject responses = new JsonObject();
    List<JsonObject> replies =
        documented.answers().stream().map(answer -> answers.reply(answer, prefix)).toList();
    JsonObject content = object(JSON, object("schema", anyOf(prefix + "Reply", replies)));
    formats(intent).forEach(format -> content.add(format, textContent()));
    responses.add("200", object("description", Status.OK.when(), "content", content));
    for (Status status : Status.values()) {
      if (status != Status.OK && status != Status.NOT_FOUND) {
        responses.add(
            Integer.toString(status.code()),
            object(
                "description",
                status.when(),
                "content",
                object(JSON, object("schema", failures(status, documented, prefix)))));
      }
    }
    return responses;
  }

  private static JsonObject textContent() {
    return object("schema", object("type", "string"));
  }

  /** The media types of an answer beside JSON. */
  private static List<String> formats(IntentDefinition intent) {
    List<String> words = intent.parameter("format").map(Parameter::words).orElse(List.of());
    return words.stream()
        .flatMap(
            word ->
                switch (word) {
                  case "csv" -> Stream.of("text/csv");
                  case "jsonl" -> Stream.of("application/x-ndjson");
                  default -> Stream.empty();
                })
        .toList();
  }

  private JsonObject failures(Status status, Documented documented, String prefix) {
    List<JsonObject> schemas = new ArrayList<>();
    for (Failure failure : documented.failures()) {
      Status own =
          Stream.of(Status.values())
              .filter(other -> other.failures().contains(failure.type()))
              .findFirst()
              .orElse(Status.INTERNAL_SERVER_ERROR);
      if (own == status) {
        schemas.add(answers.failure(failure.details(), prefix));
      }
    }
    if (schemas.isEmpty()) {
      return reference("Failure");
    }
    schemas.add(reference("Failure"));
    return anyOf(prefix + status.code() + "Failure", schemas);
  }

  /** The only schema, or a new one of this name that allows each of several. */
  private JsonObject anyOf(String name, List<JsonObject> schemas) {
    if (schemas.size() == 1) {
      return schemas.get(0);
    }
    answers.add(name, object("anyOf", list(schemas)));
    return reference(name);
  }
}
