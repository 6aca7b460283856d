package dev.ibintents.store;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes and reads normalised fields as JSON that keeps their types. A number with a point or an
 * exponent is a double, any other number a long. A value that JSON has no form for is an object
 * with a single name that begins with a dollar sign. A map with such a name among its own is
 * wrapped in {@code {"$map": …}}.
 */
public final class FieldsJson {
  private static final String INSTANT = "$instant";
  private static final String DOUBLE = "$double";
  private static final String MAP = "$map";

  private static final String PATH = "path";
  private static final String FIELDS = "fields";

  private FieldsJson() {}

  /** Writes normalised fields. */
  public static String write(Map<String, Object> fields) {
    StringWriter text = new StringWriter();
    try (JsonWriter out = new JsonWriter(text)) {
      writeMap(out, fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Reads fields that {@link #write(Map)} wrote.
   *
   * @throws IOException if the text has another form
   */
  public static Map<String, Object> read(String json) throws IOException {
    try (JsonReader in = new JsonReader(new StringReader(json))) {
      in.beginObject();
      Map<String, Object> fields = new LinkedHashMap<>();
      readEntries(in, fields);
      return fields;
    } catch (IllegalStateException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new IOException("not a document's JSON: " + e.getMessage(), e);
    }
  }

  /** Writes a document, with its path. */
  public static String write(Document document) {
    StringWriter text = new StringWriter();
    try (JsonWriter out = new JsonWriter(text)) {
      out.beginObject().name(PATH).value(document.path()).name(FIELDS);
      writeMap(out, document.fields());
      out.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Reads a document that {@link #write(Document)} wrote.
   *
   * @throws IOException if the text has another form
   * @throws InvalidDocumentException if no store would take the document
   */
  static Document readDocument(String json) throws IOException {
    try (JsonReader in = new JsonReader(new StringReader(json))) {
      in.beginObject();
      requireName(in, PATH);
      String path = in.nextString();
      requireName(in, FIELDS);
      in.beginObject();
      Map<String, Object> fields = new LinkedHashMap<>();
      readEntries(in, fields);
      in.endObject();
      if (in.peek() != JsonToken.END_DOCUMENT) {
        throw new IOException("more than one document");
      }
      return new Document(path, fields);
    } catch (IllegalStateException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new IOException("not a document's JSON: " + e.getMessage(), e);
    }
  }

  private static void requireName(JsonReader in, String name) throws IOException {
    if (!in.nextName().equals(name)) {
      throw new IOException("not a document's JSON: no " + name);
    }
  }

  private static void writeMap(JsonWriter out, Map<?, ?> map) throws IOException {
    out.beginObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.name((String) entry.getKey());
      writeValue(out, entry.getValue());
    }
    out.endObject();
  }

  private static void writeValue(JsonWriter out, Object value) throws IOException {
    if (value == null) {
      out.nullValue();
    } else if (value instanceof Boolean bool) {
      out.value(bool);
    } else if (value instanceof Long number) {
      out.value(number.longValue());
    } else if (value instanceof Double number) {
      writeDouble(out, number);
    } else if (value instanceof String text) {
      out.value(text);
    } else if (value instanceof Instant instant) {
      out.beginObject().name(INSTANT).value(instant.toString()).endObject();
    } else if (value instanceof List<?> list) {
      out.beginArray();
      for (Object element : list) {
        writeValue(out, element);
      }
      out.endArray();
    } else {
      writeNested(out, (Map<?, ?>) value);
    }
  }

  private static void writeDouble(JsonWriter out, double number) throws IOException {
    if (Double.isFinite(number)) {
      out.value(number); // Double.toString always writes a point, as in 1.0 and 1.0E10
    } else {
      out.beginObject().name(DOUBLE).value(Double.toString(number)).endObject();
    }
  }

  private static void writeNested(JsonWriter out, Map<?, ?> map) throws IOException {
    boolean wrap = map.keySet().stream().anyMatch(name -> ((String) name).startsWith("$"));
    if (wrap) {
      out.beginObject().name(MAP);
    }
    writeMap(out, map);
    if (wrap) {
      out.endObject();
    }
  }

  private static Object readValue(JsonReader in) throws IOException {
    JsonToken token = in.peek();
    switch (token) {
      case NULL:
        in.nextNull();
        return null;
      case BOOLEAN:
        return in.nextBoolean();
      case STRING:
        return in.nextString();
      case NUMBER:
        return readNumber(in.nextString());
      case BEGIN_ARRAY:
        return readList(in);
      default:
        return readNested(in);
    }
  }

  private static Object readNumber(String literal) {
    return isInteger(literal) ? (Object) Long.valueOf(literal) : Double.valueOf(literal);
  }

  private static boolean isInteger(String literal) {
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c != '-' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  private static List<Object> readList(JsonReader in) throws IOException {
    List<Object> list = new ArrayList<>();
    in.beginArray();
    while (in.hasNext()) {
      list.add(readValue(in));
    }
    in.endArray();
    return list;
  }

  private static Object readNested(JsonReader in) throws IOException {
    in.beginObject();
    Map<String, Object> map = new LinkedHashMap<>();
    if (in.peek() == JsonToken.NAME) {
      String name = in.nextName();
      if (name.startsWith("$")) {
        return readTagged(in, name);
      }
      map.put(name, readValue(in));
    }
    readEntries(in, map);
    return map;
  }

  private static void readEntries(JsonReader in, Map<String, Object> map) throws IOException {
    while (in.hasNext()) {
      map.put(in.nextName(), readValue(in));
    }
    in.endObject();
  }

  private static Object readTagged(JsonReader in, String tag) throws IOException {
    Object value;
    switch (tag) {
      case INSTANT:
        value = Instant.parse(in.nextString());
        break;
      case DOUBLE:
        value = Double.valueOf(in.nextString());
        break;
      case MAP:
        in.beginObject();
        Map<String, Object> map = new LinkedHashMap<>();
        readEntries(in, map);
        value = map;
        break;
      default:
        throw new IOException("not a document's JSON: unknown tag " + tag);
    }
    in.endObject();
    return value;
  }
}
