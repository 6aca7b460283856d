package dev.ibintents.intent.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;

/**
 * Reads JSON exactly by RFC 8259. gson's own parser accepts texts that are not JSON, such as
 * comments, bare words and repeated keys. A request that trades must have a single meaning.
 */
public final class StrictJson {
  /**
   * The longest number, in characters. A longer one is no price, quantity or id, and slow to use.
   */
  private static final int LONGEST_NUMBER = 64;

  private static final int LARGEST_EXPONENT = 400;

  private StrictJson() {}

  /**
   * Reads one JSON value.
   *
   * @throws JsonParseException if the text is not exactly one JSON value, or an object has a key
   *     twice
   */
  public static JsonElement parse(String text) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement value = value(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonParseException("more than one JSON value");
      }
      return value;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw new JsonParseException(e.getMessage(), e);
    }
  }

  private static JsonElement value(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> array(reader);
      case STRING -> new JsonPrimitive(reader.nextString());
      case NUMBER -> number(reader.nextString());
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      default -> throw new JsonParseException("not a JSON value: " + reader.peek());
    };
  }

  private static JsonPrimitive number(String text) {
    if (!isSensible(text)) {
      throw new JsonParseException("a number that is too long or too large");
    }
    return new JsonPrimitive(new BigDecimal(text));
  }

  /** Whether a number is short enough to calculate with. */
  static boolean isSensible(String number) {
    try {
      return number.length() <= LONGEST_NUMBER
          && Math.abs((long) new BigDecimal(number).scale()) <= LARGEST_EXPONENT;
    } catch (NumberFormatException e) {
      return false; // the exponent is too large to parse
    }
  }

  private static JsonObject object(JsonReader reader) throws IOException {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (object.has(name)) {
        throw new JsonParseException("the key \"" + name + "\" is given twice");
      }
      object.add(name, value(reader));
    }
    reader.endObject();
    return object;
  }

  private static JsonArray array(JsonReader reader) throws IOException {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(value(reader));
    }
    reader.endArray();
    return array;
  }
}
