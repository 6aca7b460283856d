package dev.ibintents.intent;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.ibintents.store.NearNames;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The parameters of one request, checked against the definition of the intent. */
public final class Parameters {

  private final JsonObject values;
  private final Optional<InvalidParametersException> refusal;

  private Parameters(JsonObject values, Optional<InvalidParametersException> refusal) {
    this.values = values;
    this.refusal = refusal;
  }

  /**
   * Checks the body of a request. Wrong parameters are left out, and {@link #refusal} names them.
   *
   * @param given the body
   * @param definition the intent that is asked for
   */
  public static Parameters of(JsonObject given, IntentDefinition definition) {
    List<String> problems = new ArrayList<>();
    JsonObject values = new JsonObject();
    for (Map.Entry<String, JsonElement> entry : given.entrySet()) {
      Optional<Parameter> known = definition.parameter(entry.getKey());
      if (known.isEmpty()) {
        problems.add(unknown(entry.getKey(), definition));
      } else if (!known.get().type().accepts(entry.getValue())) {
        problems.add(mistyped(known.get(), entry.getValue().toString()));
      } else {
        values.add(entry.getKey(), entry.getValue());
      }
    }
    return checked(values, definition, problems);
  }

  /**
   * The parameters of an intent that another intent runs as its step.
   *
   * @param values the values, which the other intent has checked; names that the intent does not
   *     take stand in its records only
   */
  public static Parameters ofStep(JsonObject values) {
    return new Parameters(values.deepCopy(), Optional.empty());
  }

  /**
   * Checks the query string of a request. Wrong parameters are left out, and {@link #refusal} names
   * them.
   *
   * @param given the values of each name
   * @param definition the intent that is asked for
   */
  public static Parameters ofQuery(Map<String, List<String>> given, IntentDefinition definition) {
    List<String> problems = new ArrayList<>();
    JsonObject values = new JsonObject();
    given.forEach(
        (name, texts) -> {
          Optional<Parameter> known = definition.parameter(name);
          if (known.isEmpty()) {
            problems.add(unknown(name, definition));
          } else if (texts.size() != 1) {
            problems.add(name + " is given " + texts.size() + " times");
          } else {
            known
                .get()
                .type()
                .fromQuery(texts.get(0))
                .filter(known.get().type()::accepts)
                .ifPresentOrElse(
                    value -> values.add(name, value),
                    () -> problems.add(mistyped(known.get(), '"' + texts.get(0) + '"')));
          }
        });
    return checked(values, definition, problems);
  }

  private static String unknown(String name, IntentDefinition definition) {
    List<String> names = definition.parameters().stream().map(Parameter::name).toList();
    return "unknown parameter " + name + NearNames.suggestion(name, names);
  }

  private static String mistyped(Parameter parameter, String value) {
    return parameter.name() + " is " + value + ", it must be " + parameter.type().expected();
  }

  private static Parameters checked(
      JsonObject values, IntentDefinition definition, List<String> problems) {
    boolean mistyped = !problems.isEmpty();
    definition.parameters().stream()
        .filter(parameter -> parameter.required() && !values.has(parameter.name()))
        .filter(
            parameter ->
                !mistyped
                    || problems.stream()
                        .noneMatch(problem -> problem.startsWith(parameter.name() + " is ")))
        .forEach(parameter -> problems.add(parameter.name() + " is missing"));
    return new Parameters(
        values,
        problems.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new InvalidParametersException(
                    sentence(String.join("; ", problems)) + " " + takes(definition))));
  }

  private static String sentence(String words) {
    return words.endsWith("?") ? words : words + ".";
  }

  private static String takes(IntentDefinition definition) {
    if (definition.parameters().isEmpty()) {
      return definition.name() + " takes no parameters";
    }
    return definition.name()
        + " takes "
        + definition.parameters().stream()
            .map(
                parameter ->
                    parameter.name()
                        + (parameter.required() ? "" : "?")
                        + " ("
                        + parameter.type().expected()
                        + ")")
            .collect(Collectors.joining(", "));
  }

  /**
   * The refusal that names every fault; empty if there is none. A refused intent must do nothing.
   */
  public Optional<InvalidParametersException> refusal() {
    return refusal;
  }

  /** The flag of this name; false if it is not given. */
  public boolean flag(String name) {
    return values.has(name) && values.get(name).getAsBoolean();
  }

  /** The whole number of this name, if it is given. */
  public OptionalInt integer(String name) {
    return values.has(name) ? OptionalInt.of(values.get(name).getAsInt()) : OptionalInt.empty();
  }

  /** The list of texts of this name; empty if it is not given. */
  public List<String> texts(String name) {
    return values.has(name)
        ? values.getAsJsonArray(name).asList().stream().map(JsonElement::getAsString).toList()
        : List.of();
  }

  /** The text of this name, if it is given. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(JsonElement::getAsString);
  }

  /** The number of this name, if it is given. */
  public Optional<BigDecimal> decimal(String name) {
    return Optional.ofNullable(values.get(name)).map(JsonElement::getAsBigDecimal);
  }

  /** The list of objects of this name; empty if it is not given. */
  public List<JsonObject> objects(String name) {
    return values.has(name)
        ? values.getAsJsonArray(name).asList().stream().map(JsonElement::getAsJsonObject).toList()
        : List.of();
  }

  /** The flag of this name, if it is given. */
  public Optional<Boolean> findFlag(String name) {
    return Optional.ofNullable(values.get(name)).map(JsonElement::getAsBoolean);
  }

  /** The value of this name, of any type, if it is given. */
  public Optional<JsonElement> value(String name) {
    return Optional.ofNullable(values.get(name)).map(JsonElement::deepCopy);
  }

  /** The object of this name; an empty object if it is not given. */
  public JsonObject object(String name) {
    return values.has(name) ? values.getAsJsonObject(name).deepCopy() : new JsonObject();
  }

  /** The accepted parameters, as the request gave them. */
  public JsonObject json() {
    return values.deepCopy();
  }

  /** The values as JSON, for logs. Long texts are cut. */
  @Override
  public String toString() {
    JsonObject shown = new JsonObject();
    values
        .entrySet()
        .forEach(
            entry ->
                shown.add(
                    entry.getKey(),
                    isText(entry.getValue())
                        ? new JsonPrimitive(Outcome.cut(entry.getValue().getAsString()))
                        : entry.getValue()));
    return shown.toString();
  }

  private static boolean isText(JsonElement value) {
    return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }
}
