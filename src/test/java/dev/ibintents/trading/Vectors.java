package dev.ibintents.trading;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The inputs and the results that they must give, from the files. */
public final class Vectors {
  private Vectors() {}

  public static Stream<JsonObject> of(String file) throws IOException {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
      return objects(JsonParser.parseString(new String(in.readAllBytes(), UTF_8)));
    }
  }

  public static Stream<JsonObject> objects(JsonElement array) {
    return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
        .map(JsonElement::getAsJsonObject);
  }

  public static Map<String, BigDecimal> amounts(JsonElement object) {
    Map<String, BigDecimal> amounts = new TreeMap<>();
    object
        .getAsJsonObject()
        .entrySet()
        .forEach(
            entry ->
                amounts.put(entry.getKey(), PlainDecimal.of(entry.getValue().getAsBigDecimal())));
    return amounts;
  }
}
