package dev.ibintents.environment;

import dev.ibintents.store.Document;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The fields of documents that people write. Reading a field declares it. {@link #read} refuses
 * fields that no reader has declared, and fields of a wrong type; one refusal names all of them.
 *
 * <p>A name such as {@code a.b} is field b of the map in field a. Fields whose names begin with
 * {@code x-} are the user's own, at every level.
 */
public final class SettingFields {
  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?");

  /** The beginning of the names of the user's own fields. */
  public static final String OWN = "x-";

  private final List<Source> sources;
  private final DeclaredFields declared = new DeclaredFields();
  private final FaultList faults = new FaultList();

  /**
   * A document of settings.
   *
   * @param path the path, for messages
   * @param fields the fields
   */
  record Source(String path, Map<String, Object> fields) {}

  /** A field's value and the document that it comes from. */
  record Found(String document, Object value) {}

  private SettingFields(List<Source> sources) {
    this.sources = sources;
  }

  /**
   * Reads documents that cover each other.
   *
   * @param sources the documents; fields of an earlier one cover those of a later one
   * @param reader reads all fields that may be there
   * @throws ConfigurationException if a field is unknown or has a wrong type; the message names all
   *     such fields
   */
  static <T> T read(List<Source> sources, Function<SettingFields, T> reader) {
    SettingFields fields = new SettingFields(sources);
    T read = fields.readAll(reader);
    Faults faults = fields.faults.faults();
    if (!faults.all().isEmpty()) {
      throw new ConfigurationException(faults.words());
    }
    return read;
  }

  /**
   * Reads a document.
   *
   * @param document the document; if it is empty, there are no fields
   * @param reader reads all fields that may be there
   * @throws ConfigurationException if a field is unknown or has a wrong type; the message names all
   *     such fields
   */
  public static <T> T read(Optional<Document> document, Function<SettingFields, T> reader) {
    return read(document.map(SettingFields::source).stream().toList(), reader);
  }

  /** Reads a document as {@link #read} does, and ignores its faults. */
  public static <T> T readDespiteFaults(Document document, Function<SettingFields, T> reader) {
    return reader.apply(new SettingFields(List.of(source(document))));
  }

  /** The names of all fields that a reader reads, sorted, with dots for those of maps. */
  public static List<String> names(Function<SettingFields, ?> reader) {
    SettingFields fields = new SettingFields(List.of());
    fields.readAll(reader);
    return fields.declared.names();
  }

  /** The faults that {@link #read} would refuse, and advice; empty if there are none. */
  public static Faults faults(Document document, Function<SettingFields, ?> reader) {
    SettingFields fields = new SettingFields(List.of(source(document)));
    fields.readAll(reader);
    return fields.faults.faults();
  }

  /**
   * The faults of a document.
   *
   * @param all the wrong fields, in words
   * @param hints the names and forms that are allowed instead
   */
  public record Faults(List<String> all, List<String> hints) {
    /** No faults. */
    public static final Faults NONE = new Faults(List.of(), List.of());

    /** These faults without others. */
    public Faults without(Faults others) {
      List<String> rest = all.stream().filter(problem -> !others.all.contains(problem)).toList();
      return rest.isEmpty() ? NONE : new Faults(rest, hints);
    }

    /** The faults and the hints in one text. */
    public String words() {
      String problems = String.join("; ", all);
      String allowed = String.join(". ", hints);
      if (problems.isEmpty() || allowed.isEmpty()) {
        return problems;
      }
      return problems + (problems.endsWith("?") ? " " : ". ") + allowed;
    }
  }

  private static Source source(Document document) {
    return new Source(document.path(), document.fields());
  }

  private <T> T readAll(Function<SettingFields, T> reader) {
    T read = reader.apply(this);
    for (Source source : sources) {
      declared.check(source, faults);
    }
    return read;
  }

  /** The documents; fields of an earlier one cover those of a later one. */
  List<Source> sources() {
    return sources;
  }

  /** Whether there is a document at all. */
  public boolean isDocument() {
    return !sources.isEmpty();
  }

  /** Adds a fault, in words that name the document and the field. */
  public void refuse(String problem) {
    faults.add(problem);
  }

  /** Adds advice for the end of the refusal. */
  public void hint(String hint) {
    faults.hint(hint);
  }

  /** The value of a field of any type, if it is there; the caller checks the type. */
  public Optional<Object> value(String name) {
    return Optional.ofNullable(find(name)).map(Found::value);
  }

  /** A truth value. */
  public boolean flag(String name, boolean defaultValue) {
    return flag(find(name), name, defaultValue);
  }

  boolean flag(Found found, String name, boolean defaultValue) {
    if (found == null) {
      return defaultValue;
    }
    if (found.value() instanceof Boolean flag) {
      return flag;
    }
    refuse(found, name, "true or false");
    return defaultValue;
  }

  /** A whole number. */
  public int integer(String name, int defaultValue, int smallest, int largest) {
    Found found = find(name);
    if (found == null) {
      return defaultValue;
    }
    Optional<BigDecimal> number = toNumber(found.value());
    if (number.isPresent()
        && number.get().stripTrailingZeros().scale() <= 0
        && number.get().compareTo(BigDecimal.valueOf(smallest)) >= 0
        && number.get().compareTo(BigDecimal.valueOf(largest)) <= 0) {
      return number.get().intValueExact();
    }
    refuse(found, name, "a whole number from " + smallest + " to " + largest);
    return defaultValue;
  }

  /** A number, if it is there. */
  public Optional<BigDecimal> decimal(String name) {
    return decimal(find(name), name);
  }

  Optional<BigDecimal> decimal(Found found, String name) {
    if (found == null) {
      return Optional.empty();
    }
    Optional<BigDecimal> number = toDecimal(found.value());
    if (number.isEmpty()) {
      refuse(found, name, "a number");
    }
    return number;
  }

  /** A text that is not blank, if it is there. */
  public Optional<String> text(String name) {
    Found found = find(name);
    if (found == null) {
      return Optional.empty();
    }
    if (found.value() instanceof String text && !text.isBlank()) {
      return Optional.of(text);
    }
    refuse(found, name, "text");
    return Optional.empty();
  }

  /** A moment, as documents have it or as ISO-8601, if it is there. */
  public Optional<Instant> instant(String name) {
    Found found = find(name);
    if (found == null) {
      return Optional.empty();
    }
    if (found.value() instanceof Instant instant) {
      return Optional.of(instant);
    }
    try {
      return Optional.of(Instant.parse(String.valueOf(found.value())));
    } catch (DateTimeParseException e) {
      refuse(found, name, "a time such as 2026-11-23T15:30:00Z");
      return Optional.empty();
    }
  }

  /** Refuses a field that was read, and says what it must be. */
  void refuse(String name, String expected) {
    refuse(find(name), name, expected);
  }

  /**
   * Finds {@code a.b} as field b of the map in field a, and declares it. The first document that
   * has field a covers the whole of it. A field that holds null is not there.
   */
  Found find(String name) {
    declared.add(name);
    String first = firstPart(name);
    for (Source source : sources) {
      if (source.fields().get(first) != null) {
        return findIn(source, name);
      }
    }
    return null;
  }

  /** Finds {@code a.b} in the first document that has it, and declares it. */
  Found findAlone(String name) {
    declared.add(name);
    for (Source source : sources) {
      Found found = findIn(source, name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private Found findIn(Source source, String name) {
    Map<?, ?> fields = source.fields();
    int start = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
      Object value = fields.get(name.substring(start, dot));
      if (value == null) {
        return null;
      }
      start = dot + 1;
      if (!(value instanceof Map<?, ?> map)) {
        refuse(
            new Found(source.path(), value),
            name.substring(0, dot),
            "a map with the field " + firstPart(name.substring(start)));
        return null;
      }
      fields = map;
    }
    Object value = fields.get(name.substring(start));
    return value == null ? null : new Found(source.path(), value);
  }

  private static String firstPart(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** Reads a decimal; text counts too, because the store keeps fractions as text. */
  static Optional<BigDecimal> toDecimal(Object value) {
    if (value instanceof String text && DECIMAL.matcher(text).matches()) {
      return Optional.of(new BigDecimal(text));
    }
    return toNumber(value);
  }

  private static Optional<BigDecimal> toNumber(Object value) {
    if (value instanceof Long number) {
      return Optional.of(BigDecimal.valueOf(number));
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return Optional.of(BigDecimal.valueOf(number));
    }
    return Optional.empty();
  }

  void refuse(Found found, String name, String expected) {
    String value =
        found.value() instanceof String text
            ? '"' + text + '"'
            : found.value() instanceof BigDecimal number
                ? number.toPlainString()
                : String.valueOf(found.value());
    faults.add(found.document() + " " + name + " is " + value + "; it must be " + expected);
  }
}
