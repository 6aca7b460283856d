package dev.ibintents.simulator.control;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the bodies of calls, and writes their answers. */
final class ControlJson {
  private static final JsonSerializer<Instant> ISO =
      (moment, type, context) -> new JsonPrimitive(moment.toString());

  private static final Gson GSON =
      new GsonBuilder()
          .serializeNulls()
          .disableHtmlEscaping()
          .setPrettyPrinting()
          .registerTypeAdapter(Instant.class, ISO)
          .registerTypeAdapter(
              BigDecimal.class,
              (JsonSerializer<BigDecimal>)
                  (number, type, context) ->
                      new JsonPrimitive(new BigDecimal(number.toPlainString())))
          .create();

  private ControlJson() {}

  /** An answer as JSON. Missing values are null, and decimals are exact. */
  static String text(Object answer) {
    return GSON.toJson(answer);
  }

  /**
   * The fields of a body: texts, numbers as they are written, and flags. An empty body has none.
   *
   * @throws RefusedCallException if the body is not one JSON object of such values
   */
  static Map<String, Object> fields(String body) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (body.isBlank()) {
      return fields;
    }
    try (JsonReader reader = new JsonReader(new StringReader(body))) {
      reader.setStrictness(Strictness.STRICT);
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw RefusedCallException.wrong("the body must be a JSON object, such as {}");
      }
      reader.beginObject();
      while (reader.hasNext()) {
        String name = reader.nextName();
        if (fields.put(name, value(name, reader)) != null) {
          throw RefusedCallException.wrong("the field " + name + " is given twice");
        }
      }
      reader.endObject();
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw RefusedCallException.wrong("the body must be one JSON object, and nothing after it");
      }
      return fields;
    } catch (IOException | IllegalStateException e) {
      throw RefusedCallException.wrong("the body is not JSON: " + firstLine(e.getMessage()));
    }
  }

  private static Object value(String name, JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case STRING, NUMBER -> reader.nextString();
      case BOOLEAN -> reader.nextBoolean();
      default ->
          throw RefusedCallException.wrong(
              name + " must be a text, a number, true or false; leave it out if it has no value");
    };
  }

  private static String firstLine(String text) {
    return text == null ? "it ends too early" : text.lines().findFirst().orElse("");
  }
}
