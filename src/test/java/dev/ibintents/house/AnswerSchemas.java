package dev.ibintents.house;

import static dev.ibintents.house.JsonNodes.list;
import static dev.ibintents.house.JsonNodes.object;
import static dev.ibintents.house.JsonNodes.reference;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.intent.CutShortException;
import dev.ibintents.intent.DocumentedIntents;
import dev.ibintents.intent.StepFailedException;
import dev.ibintents.intent.account.PortfolioSnapshot;
import dev.ibintents.intent.allocation.AllocationAnswer;
import dev.ibintents.intent.orchestrate.Orchestrate;
import dev.ibintents.intent.reconciliation.ReconciliationAnswer;
import dev.ibintents.intent.signals.SetSignals;
import dev.ibintents.intent.signals.SignalEntry;
import dev.ibintents.intent.trade.AlreadyRan;
import dev.ibintents.intent.trade.MarketClosed;
import dev.ibintents.intent.trade.NotYet;
import dev.ibintents.intent.trade.NothingToDo;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The schemas of the answer records, made from their components and comments. A component may be
 * null if its comment says so, or if it is a figure, as figures that are not known are null. A
 * component whose comment is a single word in code is always that word.
 */
final class AnswerSchemas {
  private static final Pattern ONLY_WORD = Pattern.compile("`([a-z-]+)`\\.?");

  /** The types of figures, each of which is null where it is not known. */
  private static final Set<Class<?>> MAY_BE_UNKNOWN =
      Set.of(BigDecimal.class, Instant.class, Boolean.class, Integer.class, Long.class);

  /** A component whose class says less than the product knows, and the place of an intent. */
  private record Place(Class<?> record, String component) {}

  private final SourceComments comments;
  private final SortedMap<String, JsonObject> schemas = new TreeMap<>();
  private final Map<Class<?>, String> names = new HashMap<>();

  AnswerSchemas(SourceComments comments) {
    this.comments = comments;
  }

  /** All schemas so far, by name. */
  SortedMap<String, JsonObject> all() {
    return schemas;
  }

  /** Adds a schema. */
  void add(String name, JsonObject schema) {
    schemas.put(name, schema);
  }

  /** The whole answer of an intent: the record's fields, the time, and the problems. */
  JsonObject reply(Class<?> record, String prefix) {
    String name = name(record, prefix) + "Reply";
    JsonObject schema = fields(record, prefix);
    addEnvelope(schema);
    schemas.put(name, schema);
    return reference(name);
  }

  /** The answer to a failure: the error, and the figures beside it. */
  JsonObject failure(Class<?> record, String prefix) {
    String name = name(record, prefix) + "Failure";
    JsonObject schema = fields(record, prefix);
    schema.getAsJsonObject("properties").add("error", object("type", "string"));
    schema.getAsJsonArray("required").add("error");
    addEnvelope(schema);
    schemas.put(name, schema);
    return reference(name);
  }

  private void addEnvelope(JsonObject schema) {
    JsonObject properties = schema.getAsJsonObject("properties");
    properties.add("problems", object("type", "array", "items", reference("Problem")));
    properties.add("utcTimestamp", object("type", "string", "format", "date-time"));
    schema.getAsJsonArray("required").add("utcTimestamp");
  }

  /** The name of a record; those that differ from intent to intent have the intent's before it. */
  private String name(Class<?> record, String prefix) {
    if (record.getEnclosingClass() == StepFailedException.class) {
      return prefix + "Step";
    } else if (record.getEnclosingClass() == CutShortException.class) {
      return "CutShort";
    } else if (record == AlreadyRan.class) {
      return prefix + record.getSimpleName();
    }
    return names.computeIfAbsent(
        record,
        type ->
            names.containsValue(type.getSimpleName())
                ? type.getEnclosingClass().getSimpleName() + type.getSimpleName()
                : type.getSimpleName());
  }

  private JsonObject nested(Class<?> record, String prefix) {
    String name = name(record, prefix);
    if (!schemas.containsKey(name)) {
      schemas.put(name, new JsonObject()); // a record may contain itself
      schemas.put(name, fields(record, prefix));
    }
    return reference(name);
  }

  private JsonObject fields(Class<?> record, String prefix) {
    JsonObject properties = new JsonObject();
    JsonArray required = new JsonArray();
    for (RecordComponent component : record.getRecordComponents()) {
      String words = comments.component(record, component.getName());
      JsonObject schema = component(new Place(record, component.getName()), component, prefix);
      Matcher only = ONLY_WORD.matcher(words);
      if (only.matches() && schema.has("type")) {
        schema.add("enum", list(List.of(only.group(1))));
      }
      if (words.matches(".*` ?null`.*") || MAY_BE_UNKNOWN.contains(component.getType())) {
        schema = nullable(schema);
      }
      if (!schema.has("$ref")) {
        schema.addProperty("description", words);
      }
      String name = Reference.jsonName(record, component);
      properties.add(name, schema);
      required.add(name);
    }
    return object(
        "type",
        "object",
        "description",
        comments.summary(record),
        "properties",
        properties,
        "required",
        required);
  }

  private static JsonObject nullable(JsonObject schema) {
    JsonElement type = schema.get("type");
    if (type != null && type.isJsonPrimitive()) {
      schema.add("type", list(List.of(type, "null")));
      return schema;
    }
    if (schema.has("anyOf")) {
      schema.getAsJsonArray("anyOf").add(object("type", "null"));
      return schema;
    }
    return object("anyOf", list(List.of(schema, object("type", "null"))));
  }

  private JsonObject component(Place place, RecordComponent component, String prefix) {
    if (place.equals(new Place(AlreadyRan.class, "result"))) {
      schemas.put("RecoveredRun", recovered());
      return anyOf(nested(usual(prefix), prefix), reference("RecoveredRun"));
    } else if (place.equals(new Place(Orchestrate.OrchestrateAnswer.class, "allocation"))) {
      return anyOf(
          nested(AllocationAnswer.class, "Allocation"),
          nested(AlreadyRan.class, "Allocation"),
          nested(NothingToDo.class, prefix));
    } else if (place.equals(new Place(SetSignals.SetSignalsAnswer.class, "allocation"))) {
      return anyOf(
          nested(AllocationAnswer.class, "Allocation"),
          nested(AlreadyRan.class, "Allocation"),
          nested(MarketClosed.class, prefix),
          nested(NotYet.class, prefix),
          nested(NothingToDo.class, prefix));
    } else if (place.equals(new Place(SignalEntry.class, "contract"))) {
      return reference("Contract");
    } else if (place.record().getEnclosingClass() == StepFailedException.class
        && place.component().equals("done")) {
      return done(prefix);
    }
    return schema(component.getGenericType(), prefix);
  }

  private static Class<?> usual(String prefix) {
    return DocumentedIntents.named(OpenApiDocument.hyphenated(prefix))
        .orElseThrow()
        .answers()
        .get(0);
  }

  /** The steps that were done before one failed. */
  private JsonObject done(String prefix) {
    JsonObject properties =
        prefix.equals("Orchestrate")
            ? object(
                "trade-reconciliation", nested(ReconciliationAnswer.class, prefix),
                "reconcile", nested(PortfolioSnapshot.SnapshotAnswer.class, prefix))
            : object("signals", nested(SetSignals.SetSignalsAnswer.class, prefix));
    return object("type", "object", "properties", properties);
  }

  private static JsonObject recovered() {
    return object(
        "type",
        "object",
        "description",
        "What became of a run that another invocation had left open.",
        "properties",
        object(
            "status", object("type", "string", "enum", list(List.of("recovered"))),
            "orders",
                object(
                    "type", "object",
                    "description", "each order's state, by its reference",
                    "additionalProperties", object("type", "string"))),
        "required",
        list(List.of("status", "orders")));
  }

  private static JsonObject anyOf(JsonObject... schemas) {
    return object("anyOf", list(List.of(schemas)));
  }

  private JsonObject schema(Type type, String prefix) {
    if (type instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      if (Map.class.isAssignableFrom((Class<?>) generic.getRawType())) {
        return last == Object.class
            ? object("type", "object")
            : object("type", "object", "additionalProperties", schema(last, prefix));
      }
      JsonObject items = schema(last, prefix);
      // A column has no number where there is no record.
      return object("type", "array", "items", last == BigDecimal.class ? nullable(items) : items);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return nested(plain, prefix);
    } else if (plain == String.class) {
      return object("type", "string");
    } else if (plain == BigDecimal.class) {
      return object("type", "number");
    } else if (plain == Instant.class) {
      return object("type", "string", "format", "date-time");
    } else if (plain == boolean.class || plain == Boolean.class) {
      return object("type", "boolean");
    } else if (plain == int.class || plain == Integer.class) {
      return object("type", "integer", "format", "int32");
    } else if (plain == long.class || plain == Long.class) {
      return object("type", "integer", "format", "int64");
    } else if (plain == JsonObject.class) {
      return object("type", "object");
    }
    throw new IllegalStateException("there is no schema for the type " + type);
  }
}
