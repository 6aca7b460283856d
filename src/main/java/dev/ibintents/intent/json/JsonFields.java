package dev.ibintents.intent.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns JSON into a document's fields. Numbers stay exact. */
public final class JsonFields {
  private JsonFields() {}

  /** An object as a document's fields. */
  public static Map<String, Object> of(JsonObject object) {
    Map<String, Object> fields = new LinkedHashMap<>();
    object.entrySet().forEach(entry -> fields.put(entry.getKey(), value(entry.getValue())));
    return fields;
  }

  /** A JSON value as a field's value. */
  public static Object value(JsonElement json) {
    if (json.isJsonObject()) {
      return of(json.getAsJsonObject());
    }
    if (json.isJsonArray()) {
      List<Object> values = new ArrayList<>();
      json.getAsJsonArray().forEach(element -> values.add(value(element)));
      return values;
    }
    if (json.isJsonNull()) {
      return null;
    }
    JsonPrimitive primitive = json.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    return primitive.isString() ? primitive.getAsString() : primitive.getAsBigDecimal();
  }
}
