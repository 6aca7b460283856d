package dev.ibintents.http;

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
import java.util.Properties;

/**
 * The answer to {@code GET /}: what can be asked for.
 *
 * @param name the product's
 * @param version the product's
 * @param tradingMode paper or live
 * @param intents each intent, by its name
 * @param statuses when a request is answered with which status
 */
public record Overview(
    String name,
    String version,
    String tradingMode,
    Map<String, Entry> intents,
    Map<Integer, String> statuses) {
  /**
   * One intent.
   *
   * @param description what it does
   * @param parameters what it takes
   */
  record Entry(String description, List<ParameterEntry> parameters) {}

  /**
   * One parameter.
   *
   * @param name in the body or the query string
   * @param type what its value must be
   * @param required whether the intent cannot do without
   * @param description what it does
   */
  record ParameterEntry(String name, String type, boolean required, String description) {}

  public Overview(TradingMode tradingMode, Intents table) {
    this("ib-intents", builtVersion(), tradingMode.id(), entries(table), meanings());
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
    for (IntentDefinition definition : table.definitions()) {
      entries.put(
          definition.name(),
          new Entry(
              definition.description(),
              definition.parameters().stream().map(Overview::entry).toList()));
    }
    return entries;
  }

  private static Map<Integer, String> meanings() {
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
        parameter.description());
  }
}
