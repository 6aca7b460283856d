package dev.ibintents.http;

import com.google.gson.JsonObject;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The answer to {@code GET /}: the catalogue of intents and statuses.
 *
 * @param name the name of the product
 * @param version the version of the product
 * @param tradingMode paper or live
 * @param dashboard the path of the page for people
 * @param openapi the path of the contract for programs
 * @param intents the intents by name
 * @param statuses for each HTTP status, when a request is answered with it
 */
public record Overview(
    String name,
    String version,
    String tradingMode,
    String dashboard,
    String openapi,
    Map<String, Entry> intents,
    Map<Integer, String> statuses) {
  /**
   * An intent in the catalogue.
   *
   * @param description what the intent does
   * @param methods the HTTP methods that ask for it
   * @param parameters the parameters that the intent takes
   * @param get the intent that a GET of the same name asks for; {@code null} if it is this one, or
   *     none
   */
  record Entry(
      String description, List<String> methods, List<ParameterEntry> parameters, Entry get) {}

  /**
   * A parameter of an intent.
   *
   * @param name its name in the body or the query string
   * @param type the type of its value, in words
   * @param required whether the intent refuses a request without it
   * @param description what it does
   * @param schema the type, the allowed words and the usual value as JSON Schema
   */
  record ParameterEntry(
      String name, String type, boolean required, String description, JsonObject schema) {}

  /** Describes the intents of a table, for an account of this trading mode. */
  public Overview(TradingMode tradingMode, Intents table) {
    this(
        "ib-intents",
        builtVersion(),
        tradingMode.id(),
        Dashboard.PATH,
        OpenApi.PATH,
        entries(table),
        statusWords());
  }

  /** The version of this program, as the build has written it into a resource. */
  public static String builtVersion() {
    try (InputStream in = Overview.class.getResourceAsStream("/dev/ibintents/version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Entry> entries(Intents table) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (String name : table.names()) {
      IntentDefinition definition = table.named(name).orElseThrow();
      Optional<IntentDefinition> shown = table.shown(name).filter(IntentDefinition::isGetOnly);
      entries.put(name, entry(definition, shown.map(get -> entry(get, null)).orElse(null)));
    }
    return entries;
  }

  private static Entry entry(IntentDefinition definition, Entry get) {
    return new Entry(
        definition.description(),
        definition.methods(),
        definition.parameters().stream().map(Overview::entry).toList(),
        get);
  }

  private static Map<Integer, String> statusWords() {
    Map<Integer, String> statuses = new LinkedHashMap<>();
    for (Status status : Status.values()) {
      statuses.put(status.code(), status.when());
    }
    return statuses;
  }

  private static ParameterEntry entry(Parameter parameter) {
    return new ParameterEntry(
        parameter.name(),
        parameter.type().expected(),
        parameter.required(),
        parameter.description(),
        parameter.schema());
  }
}
