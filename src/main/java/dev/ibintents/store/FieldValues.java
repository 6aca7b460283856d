package dev.ibintents.store;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Normalises the values of a document to the form that both stores return: null, Boolean, Long,
 * Double, String, Instant in whole microseconds, and immutable lists and maps of these, maps sorted
 * by key.
 */
final class FieldValues {
  private static final int MAX_DEPTH = 20;
  private static final int MAX_NAME_BYTES = 1500;
  private static final int MOST_BYTES_OF_A_CHAR = 3;
  private static final int MAX_DECIMAL_SCALE = 1000;
  private static final int SURE_LONG_DIGITS = 18;
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final String where;
  private final boolean locates;

  /** The deepest level so far. */
  private int deepest;

  /**
   * @param where the document of the fields, for messages
   * @param locates whether a refusal names the whole path of its field, which takes time
   */
  private FieldValues(String where, boolean locates) {
    this.where = where;
    this.locates = locates;
  }

  /**
   * Returns an immutable, normalised copy.
   *
   * @param where the document of the fields, for messages
   * @throws InvalidDocumentException if Firestore does not store the type of a value or the form of
   *     a name; the message has the field's path
   */
  static Map<String, Object> normalise(String where, Map<String, ?> fields) {
    if (fields == null) {
      throw new InvalidDocumentException(where + ": the fields are null");
    }
    if (fields instanceof NormalFields normal) {
      return normal;
    }
    try {
      return new FieldValues(where, false).map("", fields, 0);
    } catch (InvalidDocumentException refusal) {
      return new FieldValues(where, true).map("", fields, 0);
    }
  }

  /** Normalises a single value, as {@link #normalise} does. */
  static Object normaliseValue(String where, String name, Object value) {
    FieldValues values = new FieldValues(where, true);
    values.checkName(name);
    return values.value(name, value, 0);
  }

  /**
   * Whether every surrogate in the text belongs to a pair, so that the text can be written in
   * UTF-8.
   */
  static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)
          && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
        return false;
      }
    }
    return true;
  }

  private Map<String, Object> map(String path, Map<?, ?> map, int depth) {
    int above = deepest;
    deepest = depth;
    if (map instanceof NormalFields normal && depth + normal.depth() <= MAX_DEPTH) {
      deepest = Math.max(above, depth + normal.depth());
      return normal;
    }
    String[] names = new String[map.size()];
    int size = 0;
    for (Object name : map.keySet()) {
      names[size++] = checkName(name);
    }
    Arrays.sort(names);
    Object[] values = new Object[size];
    for (int i = 0; i < size; i++) {
      String field = locates && !path.isEmpty() ? path + "." + names[i] : names[i];
      values[i] = value(field, map.get(names[i]), depth + 1);
    }
    Map<String, Object> normal = new NormalFields(names, values, deepest - depth);
    deepest = Math.max(above, deepest);
    return normal;
  }

  private List<Object> list(String path, List<?> list, int depth) {
    List<Object> copy = new ArrayList<>(list.size());
    for (Object element : list) {
      String field = locates ? path + "[" + copy.size() + "]" : path;
      if (element instanceof List) {
        throw refused(field, "is a list in a list, which Firestore does not store");
      }
      copy.add(value(field, element, depth + 1));
    }
    return Collections.unmodifiableList(copy);
  }

  private Object value(String field, Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw refused(field, "is nested deeper than " + MAX_DEPTH + " levels");
    }
    deepest = Math.max(deepest, depth);
    if (value == null || value instanceof Boolean || value instanceof Long) {
      return value;
    } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    } else if (value instanceof Double) {
      return value;
    } else if (value instanceof String text) {
      return text(field, text);
    } else if (value instanceof Instant instant) {
      return instant(field, instant);
    } else if (value instanceof BigDecimal decimal) {
      return decimal(field, decimal);
    } else if (value instanceof List<?> list) {
      return list(field, list, depth);
    } else if (value instanceof Map<?, ?> map) {
      return map(field, map, depth);
    }
    throw refused(
        field,
        "is a "
            + value.getClass().getName()
            + "; the types that are stored are null, Boolean, Long, Double, String, Instant,"
            + " BigDecimal, List and Map");
  }

  private String text(String field, String text) {
    if (!isUnicode(text)) {
      throw refused(field, "has half a surrogate pair, which UTF-8 cannot carry");
    }
    return text;
  }

  private Instant instant(String field, Instant instant) {
    if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
      throw refused(field, "is " + instant + ", outside the years 1 to 9999");
    }
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Returns a Long for a whole number that fits one, else a plain decimal string. Both are exact.
   */
  private Object decimal(String field, BigDecimal decimal) {
    if (decimal.scale() == 0 && decimal.precision() <= SURE_LONG_DIGITS) {
      return decimal.longValue();
    }
    BigDecimal stripped = decimal.stripTrailingZeros();
    if (Math.abs((long) stripped.scale()) > MAX_DECIMAL_SCALE) {
      throw refused(field, "is a decimal with more than " + MAX_DECIMAL_SCALE + " places");
    }
    boolean fits = stripped.scale() <= 0 && stripped.toBigInteger().bitLength() < Long.SIZE;
    return fits ? (Object) stripped.longValueExact() : stripped.toPlainString();
  }

  private String checkName(Object name) {
    if (!(name instanceof String text)) {
      throw new InvalidDocumentException(where + ": a field's name is not a string but " + name);
    }
    if (text.isEmpty()) {
      throw new InvalidDocumentException(where + ": a field's name is empty");
    }
    if (text.length() > 3 && text.startsWith("__") && text.endsWith("__")) {
      throw refused(text, "has a name that Firestore reserves (__…__)");
    }
    if (!isUnicode(text)) {
      throw refused(text, "has half a surrogate pair in its name");
    }
    if (text.length() > MAX_NAME_BYTES / MOST_BYTES_OF_A_CHAR
        && text.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw refused(text.substring(0, 20) + "…", "has a name of over " + MAX_NAME_BYTES + " bytes");
    }
    return text;
  }

  private InvalidDocumentException refused(String field, String fault) {
    return new InvalidDocumentException(where + ": field " + field + " " + fault);
  }

  /**
   * Normalised fields of a document, or of a map in it: immutable, and sorted by name. Fields of
   * this class need not be normalised again.
   */
  private static final class NormalFields extends AbstractMap<String, Object> {
    private final String[] names;
    private final Object[] values;
    private final int depth;

    /**
     * @param names the names in their order; the array is not copied
     * @param values the normalised value of each name; the array is not copied
     * @param depth the levels of lists and maps below these fields
     */
    NormalFields(String[] names, Object[] values, int depth) {
      this.names = names;
      this.values = values;
      this.depth = depth;
    }

    /** The levels of lists and maps below these fields. */
    int depth() {
      return depth;
    }

    private int place(Object name) {
      return name instanceof String text ? Arrays.binarySearch(names, text) : -1;
    }

    @Override
    public int size() {
      return names.length;
    }

    @Override
    public boolean containsKey(Object name) {
      return place(name) >= 0;
    }

    @Override
    public Object get(Object name) {
      int place = place(name);
      return place < 0 ? null : values[place];
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public int size() {
          return names.length;
        }

        @Override
        public Iterator<Map.Entry<String, Object>> iterator() {
          return new Entries();
        }
      };
    }

    private final class Entries implements Iterator<Map.Entry<String, Object>> {
      private int next;

      @Override
      public boolean hasNext() {
        return next < names.length;
      }

      @Override
      public Map.Entry<String, Object> next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no further field");
        }
        int place = next++;
        return new SimpleImmutableEntry<>(names[place], values[place]);
      }
    }
  }
}
