package dev.ibintents.strategy;

import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.SettingFields;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The document of a {@link StrategyState}: {@code positions/{mode}/states/{strategy}}. */
public final class StateDocument {
  private static final String VALUES = "values";
  private static final String RUN = "run";
  private static final String UPDATED_AT = "updatedAt";

  private StateDocument() {}

  /** Returns the path of a strategy's memory. */
  public static String path(TradingMode mode, String strategy) {
    return "positions/" + mode.id() + "/states/" + strategy;
  }

  /**
   * Returns the values of a memory; none if it has no document.
   *
   * @throws NoSignalsException if the document has an unknown field, or values that are no map
   */
  public static Map<String, Object> values(Optional<Document> document) {
    try {
      return SettingFields.read(document, settings -> read(document, settings));
    } catch (ConfigurationException e) {
      throw new NoSignalsException(e.getMessage(), e);
    }
  }

  /** Returns the faults in the document of a memory. */
  public static SettingFields.Faults faults(Document document) {
    return SettingFields.faults(document, settings -> read(Optional.of(document), settings));
  }

  /**
   * Returns the fields of a memory.
   *
   * @param values its values
   * @param run the path of the run that changes it
   * @param updatedAt the time at which that run began
   */
  public static Map<String, Object> fields(
      Map<String, Object> values, String run, Instant updatedAt) {
    return Map.of(VALUES, values, RUN, run, UPDATED_AT, updatedAt);
  }

  private static Map<String, Object> read(Optional<Document> document, SettingFields settings) {
    settings.text(RUN);
    settings.instant(UPDATED_AT);
    Map<String, Object> values = new LinkedHashMap<>();
    settings
        .value(VALUES)
        .ifPresent(
            written -> {
              if (written instanceof Map<?, ?> map) {
                map.forEach((name, value) -> values.put((String) name, value));
              } else {
                settings.refuse(
                    "%s values is %s; it must be a map with a value for each name"
                        .formatted(document.orElseThrow().path(), written));
              }
            });
    document
        .flatMap(found -> StrategyState.refusal(found.path(), values))
        .ifPresent(settings::refuse);
    return values;
  }
}
