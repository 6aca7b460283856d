package dev.ibintents.simulator.universe;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.store.NearNames;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The instruments of a user, read from a JSON file such as
 *
 * <pre>
 * {"instruments": [
 *   {"conId": 4391, "secType": "STK", "symbol": "AMD", "exchange": "NASDAQ", "price": 152.3}
 * ]}
 * </pre>
 *
 * <p>{@link InstrumentField} has the fields. An instrument with the number of one of the table
 * replaces it, if it has the same symbol and type.
 *
 * @param instruments the instruments, in the sequence of the file
 * @param levels the prices from which they start, by the name that {@link Prices} gives them
 */
public record UniverseFile(List<Instrument> instruments, Map<String, Prices.Level> levels) {
  private static final String INSTRUMENTS = "instruments";

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if the file cannot be read, or one of its instruments cannot
   *     exist; the message names the file and the place in it
   */
  public static UniverseFile read(Path file) {
    try (Reader text = Files.newBufferedReader(file)) {
      JsonReader json = new JsonReader(text);
      json.setStrictness(Strictness.STRICT);
      return InstrumentEntries.universe(entries(json));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (MalformedJsonException | EOFException e) {
      throw new IllegalArgumentException(file + " is no JSON: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e, e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static List<Map<InstrumentField, String>> entries(JsonReader json) throws IOException {
    require(json, JsonToken.BEGIN_OBJECT, "the file is an object with the field " + INSTRUMENTS);
    json.beginObject();
    List<Map<InstrumentField, String>> entries = null;
    while (json.hasNext()) {
      String name = json.nextName();
      if (!name.equals(INSTRUMENTS)) {
        throw new IllegalArgumentException(
            "there is no field \"%s\"%s"
                .formatted(name, NearNames.suggestion(name, List.of(INSTRUMENTS))));
      }
      entries = list(json);
    }
    json.endObject();
    require(json, JsonToken.END_DOCUMENT, "the file ends after the object");
    if (entries == null || entries.isEmpty()) {
      throw new IllegalArgumentException(
          "there are no instruments; the field " + INSTRUMENTS + " is a list of them");
    }
    return entries;
  }

  private static List<Map<InstrumentField, String>> list(JsonReader json) throws IOException {
    require(json, JsonToken.BEGIN_ARRAY, INSTRUMENTS + " is a list of objects");
    List<Map<InstrumentField, String>> entries = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      entries.add(entry(json, "instrument " + (entries.size() + 1)));
    }
    json.endArray();
    return entries;
  }

  private static Map<InstrumentField, String> entry(JsonReader json, String place)
      throws IOException {
    require(json, JsonToken.BEGIN_OBJECT, place + " is an object");
    Map<InstrumentField, String> entry = new EnumMap<>(InstrumentField.class);
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      InstrumentField field =
          InstrumentField.of(name)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "%s has the unknown field \"%s\"%s"
                              .formatted(
                                  place,
                                  name,
                                  NearNames.suggestion(name, InstrumentField.words()))));
      if (json.peek() != JsonToken.STRING && json.peek() != JsonToken.NUMBER) {
        throw new IllegalArgumentException(
            "%s: %s is %s; it must be a text or a number"
                .formatted(place, name, words(json.peek())));
      }
      if (entry.put(field, json.nextString()) != null) {
        throw new IllegalArgumentException("%s has the field %s twice".formatted(place, name));
      }
    }
    json.endObject();
    return entry;
  }

  private static void require(JsonReader json, JsonToken expected, String words)
      throws IOException {
    if (json.peek() != expected) {
      throw new IllegalArgumentException(words + ", and here is " + words(json.peek()));
    }
  }

  private static String words(JsonToken token) {
    return switch (token) {
      case BEGIN_ARRAY -> "a list";
      case BEGIN_OBJECT -> "an object";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case END_DOCUMENT -> "nothing";
      default -> "something else";
    };
  }
}
