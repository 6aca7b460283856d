package dev.ibintents.intent;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import dev.ibintents.intent.json.StrictJson;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A parameter that an intent takes.
 *
 * @param name the name in the body or the query string
 * @param type the type of the value
 * @param required whether a request must give it
 * @param description the effect of the parameter in words, for {@code GET /}
 * @param words the only values of a text; empty if any text will do
 * @param usual the value that counts if a request does not give it; empty if there is none, or if
 *     it depends on something else
 */
public record Parameter(
    String name,
    Type type,
    boolean required,
    String description,
    List<String> words,
    Optional<JsonPrimitive> usual) {

  /** A parameter that may be left out. */
  public static Parameter optional(String name, Type type, String description) {
    return new Parameter(name, type, false, description, List.of(), Optional.empty());
  }

  /** A parameter that must be given. */
  public static Parameter required(String name, Type type, String description) {
    return new Parameter(name, type, true, description, List.of(), Optional.empty());
  }

  /** The same parameter, whose text must be one of these words. The intent itself checks it. */
  public Parameter words(List<String> allowed) {
    return new Parameter(name, type, required, description, List.copyOf(allowed), usual);
  }

  /** The same parameter, with the text that counts if it is not given. */
  public Parameter orElse(String text) {
    return orElse(new JsonPrimitive(text));
  }

  /** The same parameter, with the number that counts if it is not given. */
  public Parameter orElse(int number) {
    return orElse(new JsonPrimitive(number));
  }

  /** The same parameter, with the truth value that counts if it is not given. */
  public Parameter orElse(boolean flag) {
    return orElse(new JsonPrimitive(flag));
  }

  private Parameter orElse(JsonPrimitive value) {
    return new Parameter(name, type, required, description, words, Optional.of(value));
  }

  /** The type of the value as JSON Schema, with the allowed words and the usual value. */
  public JsonObject schema() {
    JsonObject schema = type.schema();
    if (!words.isEmpty()) {
      JsonArray allowed = new JsonArray();
      words.forEach(allowed::add);
      schema.add("enum", allowed);
    }
    usual.ifPresent(value -> schema.add("default", value));
    return schema;
  }

  /** The type of a parameter's value. */
  public enum Type {
    /** Text that is not blank. */
    TEXT("text") {
      @Override
      boolean accepts(JsonElement value) {
        return value.isJsonPrimitive()
            && value.getAsJsonPrimitive().isString()
            && !value.getAsString().isBlank();
      }

      @Override
      Optional<JsonElement> fromQuery(String text) {
        return Optional.of(new JsonPrimitive(text));
      }
    },
    /** A whole number. */
    NUMBER("a whole number") {
      @Override
      boolean accepts(JsonElement value) {
        return value.isJsonPrimitive()
            && value.getAsJsonPrimitive().isNumber()
            && WHOLE.matcher(value.getAsString()).matches();
      }

      @Override
      Optional<JsonElement> fromQuery(String text) {
        return WHOLE.matcher(text).matches()
            ? Optional.of(new JsonPrimitive(Integer.valueOf(text)))
            : Optional.empty();
      }
    },
    /** A truth value. */
    FLAG("true or false") {
      @Override
      boolean accepts(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
      }

      @Override
      Optional<JsonElement> fromQuery(String text) {
        return switch (text) {
          case "true" -> Optional.of(new JsonPrimitive(true));
          case "false" -> Optional.of(new JsonPrimitive(false));
          default -> Optional.empty();
        };
      }
    },
    /** A number, exactly. */
    DECIMAL("a number") {
      @Override
      boolean accepts(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
      }

      @Override
      Optional<JsonElement> fromQuery(String text) {
        return OBJECT.fromQuery(text);
      }
    },
    /** Several texts; separated by commas in a query string. */
    TEXTS("a list of texts") {
      @Override
      boolean accepts(JsonElement value) {
        return value.isJsonArray()
            && value.getAsJsonArray().asList().stream().allMatch(TEXT::accepts);
      }

      @Override
      Optional<JsonElement> fromQuery(String text) {
        JsonArray texts = new JsonArray();
        for (String part : text.split(",", -1)) {
          texts.add(part);
        }
        return Optional.of(texts);
      }
    },
    /** Several contracts; JSON in a query string. */
    CONTRACTS("a list of contracts, each an object") {
      @Override
      boolean accepts(JsonElement value) {
        return value.isJsonArray()
            && value.getAsJsonArray().asList().stream().allMatch(JsonElement::isJsonObject);
      }

      @Override
      Optional<JsonElement> fromQuery(String text) {
        return OBJECT.fromQuery(text);
      }
    },
    /** Several signals, each a contract and a number; JSON in a query string. */
    SIGNALS("a list of signals, each an object with contract and signal") {
      @Override
      boolean accepts(JsonElement value) {
        return CONTRACTS.accepts(value);
      }

      @Override
      Optional<JsonElement> fromQuery(String text) {
        return OBJECT.fromQuery(text);
      }
    },
    /**
     * A contract as an object, or its symbol. In a query string, text that begins with { is JSON.
     */
    CONTRACT("a contract, as an object or by its symbol") {
      @Override
      boolean accepts(JsonElement value) {
        return value.isJsonObject() || TEXT.accepts(value);
      }

      @Override
      Optional<JsonElement> fromQuery(String text) {
        return text.startsWith("{") ? OBJECT.fromQuery(text) : TEXT.fromQuery(text);
      }
    },
    /** Named values; JSON in a query string. */
    OBJECT("an object") {
      @Override
      boolean accepts(JsonElement value) {
        return value.isJsonObject();
      }

      @Override
      Optional<JsonElement> fromQuery(String text) {
        try {
          return Optional.of(StrictJson.parse(text));
        } catch (JsonParseException e) {
          return Optional.empty();
        }
      }
    };

    private static final String TYPE = "type";

    /** A whole number that fits an int. */
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");

    private final String expected;

    Type(String expected) {
      this.expected = expected;
    }

    /** The expected value in words, for messages. */
    public String expected() {
      return expected;
    }

    /** The type as JSON Schema. */
    JsonObject schema() {
      JsonObject schema = new JsonObject();
      switch (this) {
        case TEXT -> schema.addProperty(TYPE, "string");
        case NUMBER -> schema.addProperty(TYPE, "integer");
        case DECIMAL -> schema.addProperty(TYPE, "number");
        case FLAG -> schema.addProperty(TYPE, "boolean");
        case OBJECT -> schema.addProperty(TYPE, "object");
        case TEXTS -> addItems(schema, TEXT.schema());
        case CONTRACTS -> addItems(schema, OBJECT.schema());
        case SIGNALS -> addItems(schema, signal());
        case CONTRACT -> {
          JsonArray types = new JsonArray();
          types.add("object");
          types.add("string");
          schema.add(TYPE, types);
        }
      }
      return schema;
    }

    private static void addItems(JsonObject schema, JsonObject items) {
      schema.addProperty(TYPE, "array");
      schema.add("items", items);
    }

    private static JsonObject signal() {
      JsonObject properties = new JsonObject();
      properties.add("contract", OBJECT.schema());
      properties.add("signal", DECIMAL.schema());
      JsonArray required = new JsonArray();
      properties.keySet().forEach(required::add);
      JsonObject signal = OBJECT.schema();
      signal.add("properties", properties);
      signal.add("required", required);
      return signal;
    }

    /** Whether a value has this type. */
    abstract boolean accepts(JsonElement value);

    /** The value of a query string's text; empty if the text has not this type. */
    abstract Optional<JsonElement> fromQuery(String text);
  }
}
