package dev.ibintents.trading.order;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.ibintents.ibapi.message.OrderCondition;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.TagValue;
import dev.ibintents.store.RecordFields;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the value of an order's field from JSON. Texts, numbers and truth values have the same form
 * in JSON. A list of tags may also be an object, such as {@code {"adaptivePriority": "Urgent"}}. A
 * condition has a {@code type}, such as {@code {"type": "Price", …}}.
 */
final class OrderFieldJson {
  /** The JSON field with the type of a condition; all other fields are its components. */
  private static final String TYPE = "type";

  private static final Map<String, Class<? extends Record>> CONDITIONS =
      Arrays.stream(OrderCondition.class.getPermittedSubclasses())
          .collect(
              Collectors.toMap(
                  Class::getSimpleName,
                  condition -> condition.asSubclass(Record.class),
                  (condition, other) -> condition,
                  LinkedHashMap::new));

  private OrderFieldJson() {}

  /**
   * Returns the value of a field; {@code null} for JSON's null, which means "not set".
   *
   * @throws IllegalArgumentException if the value has another type than the field; the message
   *     names the right type
   * @throws DateTimeException if the value is a time in the gateway's form that means two moments,
   *     or none
   */
  static Object value(OrderField<?> field, JsonElement json) {
    if (json.isJsonNull()) {
      return null;
    }
    return field.elementType() == null
        ? single(field.name(), field.type(), json)
        : list(field, json);
  }

  private static List<Object> list(OrderField<?> field, JsonElement json) {
    Class<?> type = field.elementType();
    List<Object> values = new ArrayList<>();
    if (type == TagValue.class && json.isJsonObject()) {
      json.getAsJsonObject()
          .entrySet()
          .forEach(
              tag ->
                  values.add(
                      new TagValue(
                          tag.getKey(), text(field.name() + "." + tag.getKey(), tag.getValue()))));
      return values;
    }
    if (!json.isJsonArray()) {
      throw mistyped(
          field.name(),
          json,
          type == TagValue.class ? "an object of texts, or a list of tag and value" : "a list");
    }
    for (JsonElement element : json.getAsJsonArray()) {
      values.add(single(field.name() + "[" + values.size() + "]", type, element));
    }
    return values;
  }

  private static Object single(String name, Class<?> type, JsonElement json) {
    if (type == String.class) {
      return text(name, json);
    }
    if (type == BigDecimal.class) {
      return number(name, json, "a number");
    }
    if (type == Boolean.class || type == boolean.class) {
      if (json instanceof JsonPrimitive primitive && primitive.isBoolean()) {
        return primitive.getAsBoolean();
      }
      throw mistyped(name, json, "true or false");
    }
    if (type == Integer.class || type == int.class || type == Long.class) {
      return whole(name, type, json);
    }
    return type == OrderCondition.class
        ? condition(name, json)
        : parts(name, type.asSubclass(Record.class), object(name, json));
  }

  private static String text(String name, JsonElement json) {
    if (json instanceof JsonPrimitive primitive
        && primitive.isString()
        && primitive.getAsString().chars().noneMatch(Character::isISOControl)) {
      requireOneMoment(name, primitive.getAsString());
      return primitive.getAsString();
    }
    throw mistyped(name, json, "text without control characters");
  }

  /**
   * Refuses a text that is a time with two moments, or none. Fields, conditions and parameters of
   * algorithms all have times as texts.
   */
  private static void requireOneMoment(String name, String text) {
    try {
      OrderTime.requireOneMoment(text);
    } catch (DateTimeException e) {
      throw new DateTimeException(name + " " + e.getMessage(), e);
    }
  }

  private static BigDecimal number(String name, JsonElement json, String expected) {
    if (json instanceof JsonPrimitive primitive && primitive.isNumber()) {
      return primitive.getAsBigDecimal();
    }
    throw mistyped(name, json, expected);
  }

  private static Object whole(String name, Class<?> type, JsonElement json) {
    BigDecimal number = number(name, json, "a whole number");
    try {
      // The operator "?:" would convert both results to long.
      if (type == Long.class) {
        return number.longValueExact();
      }
      return number.intValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          mistyped(name, json, "a whole number that fits the field").getMessage(), e);
    }
  }

  private static JsonObject object(String name, JsonElement json) {
    if (json.isJsonObject()) {
      return json.getAsJsonObject();
    }
    throw mistyped(name, json, "an object");
  }

  private static Object condition(String name, JsonElement json) {
    JsonObject parts = object(name, json).deepCopy();
    JsonElement type = parts.remove(TYPE);
    boolean isText = type instanceof JsonPrimitive primitive && primitive.isString();
    Class<? extends Record> condition =
        Optional.ofNullable(isText ? type.getAsString() : null)
            .map(CONDITIONS::get)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        name
                            + "."
                            + TYPE
                            + " must be one of "
                            + String.join(", ", CONDITIONS.keySet())));
    return parts(name, condition, parts);
  }

  /** Returns a record. The JSON object must have all of its components, and no other fields. */
  private static Object parts(String name, Class<? extends Record> type, JsonObject json) {
    Set<String> names =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (!json.keySet().equals(names)) {
      throw new IllegalArgumentException(
          name + " has the fields " + json.keySet() + ", it must have exactly " + names);
    }
    return RecordFields.of(type)
        .create(
            component ->
                single(
                    name + "." + component.getName(),
                    component.getType(),
                    json.get(component.getName())));
  }

  private static IllegalArgumentException mistyped(String name, JsonElement json, String expected) {
    return new IllegalArgumentException(name + " is " + json + ", it must be " + expected);
  }
}
