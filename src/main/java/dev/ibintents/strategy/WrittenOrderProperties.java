package dev.ibintents.strategy;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.ibintents.environment.SettingFields;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.trading.order.InvalidOrderPropertiesException;
import dev.ibintents.trading.order.OrderProperties;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the order properties in a strategy's document, such as {@code {"orderProperties":
 * {"orderType": "MOC"}}}.
 */
final class WrittenOrderProperties {
  private static final String FIELD = "orderProperties";
  private static final Pattern DECIMAL = Pattern.compile("-?\\d+\\.\\d+");
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
    String document = Strategies.path(id) + " ";
    if (!(value.get() instanceof Map<?, ?>)) {
      settings.refuse(
          document
              + FIELD
              + " is "
              + value.get()
              + "; it must be a map of order fields, such as {\"orderType\": \"MOC\"}");
      return new JsonObject();
    }
    JsonObject properties = withNumbers(GSON.toJsonTree(value.get()).getAsJsonObject());
    try {
      // The meaning of times depends on the present, so only a run can judge them.
      OrderProperties.parse(properties, Clock.systemUTC());
    } catch (InvalidOrderPropertiesException e) {
      settings.refuse(document + e.getMessage());
    }
    return properties;
  }

  /** Stores keep a decimal as its text, so that it stays exact. */
  private static JsonObject withNumbers(JsonObject properties) {
    JsonObject read = properties.deepCopy();
    for (String name : properties.keySet()) {
      boolean isDecimal =
          OrderField.named(name).filter(field -> field.type() == BigDecimal.class).isPresent();
      if (isDecimal
          && properties.get(name) instanceof JsonPrimitive text
          && text.isString()
          && DECIMAL.matcher(text.getAsString()).matches()) {
        read.addProperty(name, new BigDecimal(text.getAsString()));
      }
    }
    return read;
  }
}
