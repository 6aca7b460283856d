package dev.ibintents.strategy;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.ibintents.environment.SettingFields;
import dev.ibintents.trading.order.InvalidOrderPropertiesException;
import dev.ibintents.trading.order.OrderProperties;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the order properties in a strategy's document, such as {@code {"orderProperties":
 * {"orderType": "MOC"}}}.
 */
final class WrittenOrderProperties {
  private static final String FIELD = "orderProperties";
  private static final Gson GSON = new Gson();

  private WrittenOrderProperties() {}

  /**
   * Returns the properties of a document; an empty object if there are none. Faults are refused.
   *
   * @param id the strategy's id
   * @param settings the fields of its document
   */
  static JsonObject read(String id, SettingFields settings) {
    Optional<Object> value = settings.value(FIELD);
    if (value.isEmpty()) {
      return new JsonObject();
    }
    String document = StrategyContext.path(id) + " ";
    if (!(value.get() instanceof Map<?, ?>)) {
      settings.refuse(
          document
              + FIELD
              + " is "
              + value.get()
              + "; it must be a map of order fields, such as {\"orderType\": \"MOC\"}");
      return new JsonObject();
    }
    JsonObject properties = GSON.toJsonTree(value.get()).getAsJsonObject();
    try {
      // The meaning of times depends on the present, so only a run can judge them.
      OrderProperties.parse(properties, Clock.systemUTC());
    } catch (InvalidOrderPropertiesException e) {
      settings.refuse(document + e.getMessage());
    }
    return properties;
  }
}
