package dev.ibintents.backtest.grid;

import com.google.gson.JsonParseException;
import dev.ibintents.backtest.BacktestException;
import dev.ibintents.intent.json.AnswerJson;
import dev.ibintents.intent.json.JsonFields;
import dev.ibintents.intent.json.StrictJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * A field of a strategy's document, and the values that a grid tries for it.
 *
 * @param strategy the id of the strategy
 * @param field the name of the field, with dots for a field of a map
 * @param values the values, in the order in which they are given
 */
public record GridParameter(String strategy, String field, List<Object> values) {
  private static final String FORM = "say STRATEGY.FIELD=VALUE,VALUE,…, such as macd.fast=8,12,16";

  /**
   * Reads a parameter such as {@code macd.fast=8,12,16}. A value is JSON, or else text.
   *
   * @param strategies the ids of all strategies
   * @throws BacktestException if the form is wrong, the strategy is unknown, or a value occurs
   *     twice
   */
  static GridParameter of(String text, SortedSet<String> strategies) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new BacktestException("\"" + text + "\" sets no field; " + FORM);
    }
    String name = text.substring(0, equals).strip();
    String strategy = strategy(name, strategies);
    String field = name.substring(Math.min(name.length(), strategy.length() + 1));
    if (field.isEmpty()) {
      throw new BacktestException("\"" + text + "\" names no field of " + strategy + "; " + FORM);
    }
    List<Object> values = values(name, text.substring(equals + 1));
    refuseRepeated(name, values);
    return new GridParameter(strategy, field, List.copyOf(values));
  }

  /** The longest id with which the name begins; ids may have dots. */
  private static String strategy(String name, SortedSet<String> strategies) {
    return strategies.stream()
        .filter(id -> name.equals(id) || name.startsWith(id + "."))
        .max(Comparator.comparingInt(String::length))
        .orElseThrow(() -> BacktestException.noStrategy(name.split("\\.", 2)[0], strategies));
  }

  private static List<Object> values(String name, String text) {
    try {
      List<Object> values = new ArrayList<>();
      StrictJson.parse("[" + text + "]")
          .getAsJsonArray()
          .forEach(value -> values.add(JsonFields.value(value)));
      return required(name, values);
    } catch (JsonParseException notJson) {
      List<Object> values = new ArrayList<>();
      for (String value : text.split(",", -1)) {
        values.add(value(value.strip()));
      }
      return required(name, values);
    }
  }

  private static Object value(String text) {
    try {
      return JsonFields.value(StrictJson.parse(text));
    } catch (JsonParseException notJson) {
      return text;
    }
  }

  private static List<Object> required(String name, List<Object> values) {
    for (Object value : values) {
      if (value == null || value.equals("")) {
        throw new BacktestException(name + " has an empty value; " + FORM);
      }
    }
    if (values.isEmpty()) {
      throw new BacktestException(name + " has no value; " + FORM);
    }
    return values;
  }

  private static void refuseRepeated(String name, List<Object> values) {
    Set<Object> seen = new HashSet<>();
    for (Object value : values) {
      if (!seen.add(value instanceof BigDecimal number ? number.stripTrailingZeros() : value)) {
        throw new BacktestException(
            "%s has the value %s twice; each value is tried once".formatted(name, shown(value)));
      }
    }
  }

  /** The strategy and the field, such as {@code macd.fast}. */
  public String name() {
    return strategy + "." + field;
  }

  /** A value as people write it. */
  static String shown(Object value) {
    return value instanceof String text ? text : AnswerJson.text(value);
  }

  /** A document's fields with a value in this field. */
  Map<String, Object> in(Map<String, ?> fields, Object value) {
    return in(fields, field, value);
  }

  private static Map<String, Object> in(Map<?, ?> fields, String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>();
    fields.forEach((key, present) -> changed.put((String) key, present));
    int dot = name.indexOf('.');
    if (dot < 0) {
      changed.put(name, value);
    } else {
      String first = name.substring(0, dot);
      Map<?, ?> inner = changed.get(first) instanceof Map<?, ?> map ? map : Map.of();
      changed.put(first, in(inner, name.substring(dot + 1), value));
    }
    return changed;
  }
}
