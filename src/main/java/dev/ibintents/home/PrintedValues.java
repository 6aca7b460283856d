package dev.ibintents.home;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Prints the values of documents as JSON. The store keeps a fraction as text; it is printed as the
 * number that it is, and that number is stored as the same text again.
 */
final class PrintedValues {
  private static final Pattern FRACTION = Pattern.compile("-?\\d{1,1000}\\.\\d{1,1000}");

  private static final Gson AS_STORED = gson().create();

  private static final Gson WITH_FRACTIONS =
      gson()
          .registerTypeAdapter(
              String.class,
              (JsonSerializer<String>)
                  (text, type, context) ->
                      isStoredFraction(text)
                          ? new JsonPrimitive(new BigDecimal(text))
                          : new JsonPrimitive(text))
          .create();

  private PrintedValues() {}

  private static GsonBuilder gson() {
    return new GsonBuilder()
        .serializeNulls()
        .disableHtmlEscaping()
        .registerTypeAdapter(
            Instant.class,
            (JsonSerializer<Instant>)
                (moment, type, context) -> new JsonPrimitive(moment.toString()));
  }

  /** A value with its fractions as numbers. */
  static String words(Object value) {
    return WITH_FRACTIONS.toJson(value);
  }

  /** A value with its fractions as the texts that the store keeps. */
  static String asStored(Object value) {
    return AS_STORED.toJson(value);
  }

  /** The store writes a fraction without zeros at its end. */
  private static boolean isStoredFraction(String text) {
    return FRACTION.matcher(text).matches()
        && new BigDecimal(text).stripTrailingZeros().toPlainString().equals(text);
  }
}
