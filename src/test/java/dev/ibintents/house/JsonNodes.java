package dev.ibintents.house;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Collection;

/** Builds JSON in few words. */
final class JsonNodes {
  private JsonNodes() {}

  /** An object of names and values, in turn. */
  static JsonObject object(Object... namesAndValues) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.add((String) namesAndValues[i], node(namesAndValues[i + 1]));
    }
    return object;
  }

  /** A list of values. */
  static JsonArray list(Collection<?> values) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(node(value)));
    return array;
  }

  private static JsonElement node(Object value) {
    if (value instanceof JsonElement json) {
      return json;
    } else if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    } else if (value instanceof Number number) {
      return new JsonPrimitive(number);
    }
    return new JsonPrimitive((String) value);
  }

  /** A reference to a schema of the document. */
  static JsonObject reference(String schema) {
    return object("$ref", "#/components/schemas/" + schema);
  }
}
