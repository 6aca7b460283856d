package dev.ibintents.environment;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.InvalidContractException;
import dev.ibintents.store.Document;
import dev.ibintents.store.NearNames;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The fields of documents that people write: settings. To read a field is to declare it; a field
 * that no reader has declared is refused, and so is one of a wrong type. There is no way to read
 * without that check: {@link #read} makes it when the reader has ended. What is wrong is collected,
 * so that one refusal names all of it.
 *
 * <p>A name such as {@code a.b} is field b of the map in field a. Fields whose names begin with
 * {@code x-} are the user's own, at every level.
 */
public final class SettingFields {
  /** With this, names of fields begin that belong to the user. */
  public static final String OWN = "x-";

  private final List<Source> sources;
  private final FieldNames known = new FieldNames();
  private final SortedSet<String> problems = new TreeSet<>();
  private final Set<String> hints = new LinkedHashSet<>();

  /**
   * A document of settings.
   *
   * @param path where it is, for messages
   * @param fields what it holds
   */
  record Source(String path, Map<String, Object> fields) {}

  /** A field's value and the document that it comes from. */
  private record Found(String document, Object value) {}

  /** The names that readers have declared: those of one level, each with those below it. */
  private static final class FieldNames {
    private final SortedMap<String, FieldNames> below = new TreeMap<>();

    void add(String name) {
      FieldNames level = this;
      for (String part : name.split("\\.")) {
        level = level.below.computeIfAbsent(part, unknown -> new FieldNames());
      }
    }

    /** All names of this level and below, with dots. */
    List<String> all(String prefix) {
      List<String> all = new ArrayList<>();
      below.forEach(
          (name, deeper) -> {
            all.add(prefix + name);
            all.addAll(deeper.all(prefix + name + "."));
          });
      return all;
    }
  }

  private SettingFields(List<Source> sources) {
    this.sources = sources;
  }

  /**
   * Reads documents that cover each other.
   *
   * @param sources the documents; an earlier one's fields cover those of a later one
   * @param reader reads every field that there is
   * @throws ConfigurationException naming every field that is unknown or has a wrong type
   */
  static <T> T read(List<Source> sources, Function<SettingFields, T> reader) {
    SettingFields fields = new SettingFields(sources);
    T read = fields.readAll(reader);
    if (!fields.problems.isEmpty()) {
      throw new ConfigurationException(fields.words());
    }
    return read;
  }

  /**
   * Reads a document.
   *
   * @param document the document; empty if there is none, which reads as one without fields
   * @param reader reads every field that there is
   * @throws ConfigurationException naming every field that is unknown or has a wrong type
   */
  public static <T> T read(Optional<Document> document, Function<SettingFields, T> reader) {
    return read(document.map(SettingFields::source).stream().toList(), reader);
  }

  /** The names of all fields that a reader reads, sorted, with dots for those of maps. */
  public static List<String> names(Function<SettingFields, ?> reader) {
    SettingFields fields = new SettingFields(List.of());
    fields.readAll(reader);
    return fields.known.all("");
  }

  /** Everything that {@link #read} would refuse, and how it is put right; empty if all is well. */
  public static Faults faults(Document document, Function<SettingFields, ?> reader) {
    SettingFields fields = new SettingFields(List.of(source(document)));
    fields.readAll(reader);
    return new Faults(List.copyOf(fields.problems), List.copyOf(fields.hints));
  }

  /**
   * The faults of a document.
   *
   * @param all each field that is wrong, in words
   * @param hints the names and forms that are allowed instead
   */
  public record Faults(List<String> all, List<String> hints) {
    /** Nothing is wrong. */
    public static final Faults NONE = new Faults(List.of(), List.of());

    /** These faults without those that are known. */
    public Faults without(Faults others) {
      List<String> rest = all.stream().filter(problem -> !others.all.contains(problem)).toList();
      return rest.isEmpty() ? NONE : new Faults(rest, hints);
    }

    /** All of it in one text. */
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
      refuseUnknown(source.path(), "", source.fields(), known);
    }
    return read;
  }

  private String words() {
    return new Faults(List.copyOf(problems), List.copyOf(hints)).words();
  }

  /** Refuses the fields of one level that nobody has read, and goes on with those below. */
  private void refuseUnknown(String document, String above, Map<?, ?> fields, FieldNames level) {
    fields.forEach(
        (key, value) -> {
          String name = (String) key;
          FieldNames below = level.below.get(name);
          if (below == null) {
            if (!name.startsWith(OWN)) {
              refuseUnknown(document, above, name, level);
            }
          } else if (!below.below.isEmpty() && value instanceof Map<?, ?> map) {
            refuseUnknown(document, above + name + ".", map, below);
          }
        });
  }

  private void refuseUnknown(String document, String above, String name, FieldNames level) {
    String problem = document + " " + above + name + " is unknown";
    if (name.contains(".")) {
      problems.add(
          problem
              + "; its name has a dot in it, and a field of a map is written {\""
              + name.replaceFirst("\\.", "\": {\"")
              + "\": …}}");
    } else {
      problems.add(problem + suggestion(above, name));
    }
    hints.add(
        (document + " " + above).replaceFirst("[ .]$", "")
            + " takes "
            + String.join(", ", level.below.keySet())
            + ", and fields of your own that begin with "
            + OWN);
  }

  /** A near name of the same level; else one that is called so elsewhere. */
  private String suggestion(String above, String name) {
    List<String> all = known.all("");
    List<String> sameLevel =
        all.stream()
            .filter(other -> other.startsWith(above) && other.indexOf('.', above.length()) < 0)
            .map(other -> other.substring(above.length()))
            .toList();
    String near = NearNames.suggestion(name, sameLevel);
    if (!near.isEmpty()) {
      return near;
    }
    return all.stream()
        .filter(other -> other.substring(other.lastIndexOf('.') + 1).equalsIgnoreCase(name))
        .findFirst()
        .map(other -> "; did you mean " + other + "?")
        .orElse("");
  }

  /** The fields of all documents, covered ones left out. */
  Map<String, Object> overlaid() {
    Map<String, Object> all = new LinkedHashMap<>();
    for (int i = sources.size() - 1; i >= 0; i--) {
      all.putAll(sources.get(i).fields());
    }
    return Collections.unmodifiableMap(all);
  }

  /** Whether there is a document at all. */
  public boolean isDocument() {
    return !sources.isEmpty();
  }

  /** Adds something that is wrong, in words that name the document and the field. */
  public void refuse(String problem) {
    problems.add(problem);
  }

  /** Adds how something that is wrong is put right, for the end of the refusal. */
  public void hint(String hint) {
    hints.add(hint);
  }

  /** The value of a field of any type, if it is there, which the caller checks. */
  public Optional<Object> value(String name) {
    return Optional.ofNullable(find(name)).map(Found::value);
  }

  /** A truth value. */
  public boolean flag(String name, boolean defaultValue) {
    return flag(find(name), name, defaultValue);
  }

  /** A flag that counts in one document, and is refused in the others; false by default. */
  boolean flagOnlyIn(String document, String name) {
    boolean flag = flag(name, false);
    for (Source source : sources) {
      if (source.fields().get(name) != null && !source.path().equals(document)) {
        problems.add(
            source.path() + " " + name + " must not be there: it counts in " + document + " only");
        return false;
      }
    }
    return flag;
  }

  /** A truth value about limits, which is covered by itself as a {@link #limit} is. */
  boolean limitFlag(String name, boolean defaultValue) {
    return flag(findAlone(name), name, defaultValue);
  }

  private boolean flag(Found found, String name, boolean defaultValue) {
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

  private Optional<BigDecimal> decimal(Found found, String name) {
    if (found == null) {
      return Optional.empty();
    }
    Optional<BigDecimal> number = toDecimal(found.value());
    if (number.isEmpty()) {
      refuse(found, name, "a number");
    }
    return number;
  }

  Optional<BigDecimal> positive(String name) {
    return positive(find(name), name);
  }

  /**
   * A limit: a number from 0. Each limit is covered by itself, so that a document that names one
   * limit leaves the others of the document below it in force.
   */
  Optional<BigDecimal> limit(String name) {
    return positive(findAlone(name), name);
  }

  /** As {@link #limit}, of a multiple; beyond the largest, it must be a percentage. */
  Optional<BigDecimal> limit(String name, BigDecimal largest, String what) {
    Optional<BigDecimal> number = limit(name);
    number.ifPresent(value -> refuseUnlessFraction(findAlone(name), name, value, largest, what));
    return number;
  }

  private Optional<BigDecimal> positive(Found found, String name) {
    Optional<BigDecimal> number = decimal(found, name);
    if (number.isPresent() && number.get().signum() < 0) {
      refuse(found, name, "0 or more");
      return Optional.empty();
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

  String oneOf(String name, Set<String> allowed, String defaultValue) {
    Found found = find(name);
    if (found == null) {
      return defaultValue;
    }
    if (found.value() instanceof String text && allowed.contains(text)) {
      return text;
    }
    refuse(found, name, "one of " + String.join(", ", new TreeSet<>(allowed)));
    return defaultValue;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    Found found = find(name);
    if (found != null) {
      if (found.value() instanceof List<?> list
          && list.stream().allMatch(String.class::isInstance)) {
        list.forEach(text -> texts.add((String) text));
      } else {
        refuse(found, name, "a list of texts");
      }
    }
    return List.copyOf(texts);
  }

  /** Texts that are each one of some. */
  List<String> texts(String name, List<String> allowed) {
    List<String> texts = texts(name);
    for (String text : texts) {
      if (!allowed.contains(text)) {
        problems.add(
            find(name).document()
                + " "
                + name
                + " has \""
                + text
                + "\", which is none of "
                + String.join(", ", allowed)
                + NearNames.suggestion(text, allowed));
      }
    }
    return texts;
  }

  Map<String, BigDecimal> decimals(String name) {
    Map<String, BigDecimal> decimals = new LinkedHashMap<>();
    Found found = find(name);
    if (found != null) {
      if (found.value() instanceof Map<?, ?> map) {
        map.forEach(
            (key, value) -> {
              if (((String) key).startsWith(OWN)) {
                return;
              }
              toDecimal(value)
                  .ifPresentOrElse(
                      number -> decimals.put((String) key, number),
                      () ->
                          refuse(new Found(found.document(), value), name + "." + key, "a number"));
            });
      } else {
        refuse(found, name, "a map of names to numbers");
      }
    }
    return Collections.unmodifiableMap(decimals);
  }

  /** A fraction from 0, if it is there; beyond the largest, it must be a percentage. */
  Optional<BigDecimal> fraction(String name, BigDecimal largest, String what) {
    Found found = find(name);
    Optional<BigDecimal> number = decimal(found, name);
    number.ifPresent(value -> refuseUnlessFraction(found, name, value, largest, what));
    return number;
  }

  /** Fractions by name, each as a {@link #fraction}. */
  Map<String, BigDecimal> fractions(String name, BigDecimal largest) {
    Map<String, BigDecimal> fractions = decimals(name);
    Found found = find(name);
    fractions.forEach(
        (key, value) ->
            refuseUnlessFraction(
                new Found(found.document(), value),
                name + "." + key,
                value,
                largest,
                "a fraction of exposure.overall"));
    return fractions;
  }

  private void refuseUnlessFraction(
      Found found, String name, BigDecimal value, BigDecimal largest, String what) {
    if (value.signum() < 0 || value.compareTo(largest) > 0) {
      String asPercentage =
          value.signum() < 0
              ? ""
              : "; for "
                  + value.toPlainString()
                  + " %, write "
                  + value.movePointLeft(2).stripTrailingZeros().toPlainString();
      refuse(
          new Found(found.document(), value),
          name,
          what + ", from 0 to " + largest.toPlainString() + asPercentage);
    }
  }

  /** Refuses a field that was read, for what it must be. */
  void refuse(String name, String expected) {
    refuse(find(name), name, expected);
  }

  /** Contracts by conId: whole numbers, or maps with the field conId. */
  SortedSet<Integer> conIds(String name) {
    SortedSet<Integer> conIds = new TreeSet<>();
    Found found = find(name);
    if (found == null) {
      return conIds;
    }
    String expected = "a list of conIds, such as [756733] or [{\"conId\": 756733}]";
    if (!(found.value() instanceof List<?> list)) {
      refuse(found, name, expected);
      return conIds;
    }
    for (Object element : list) {
      Object value = element instanceof Map<?, ?> contract ? contract.get("conId") : element;
      Optional<Integer> conId = toConId(value);
      if (conId.isEmpty()) {
        refuse(found, name, expected);
      } else if (element instanceof Map<?, ?> map) {
        contract(map, found.document() + " " + name);
      }
      conId.ifPresent(conIds::add);
    }
    return Collections.unmodifiableSortedSet(conIds);
  }

  private static Optional<Integer> toConId(Object value) {
    try {
      return toDecimal(value).map(BigDecimal::intValueExact).filter(conId -> conId > 0);
    } catch (ArithmeticException e) {
      return Optional.empty(); // a fraction, or larger than any conId
    }
  }

  /** Refuses a name in a map of names. */
  void refuseName(String name, String refused, String why) {
    Found found = find(name);
    if (found != null && found.value() instanceof Map<?, ?> map && map.containsKey(refused)) {
      problems.add(found.document() + " " + name + "." + refused + " must not be there: " + why);
    }
  }

  List<ContractSpec> contracts(String name) {
    List<ContractSpec> contracts = new ArrayList<>();
    Found found = find(name);
    if (found == null) {
      return List.of();
    }
    if (!(found.value() instanceof List<?> list)
        || !list.stream().allMatch(Map.class::isInstance)) {
      refuse(found, name, "a list of contracts, each a map of its fields");
      return List.of();
    }
    for (Object contract : list) {
      String where = found.document() + " " + name + "[" + contracts.size() + "]";
      Optional<ContractSpec> read = contract((Map<?, ?>) contract, where);
      if (read.isEmpty()) {
        return List.of();
      }
      contracts.add(read.get());
    }
    return List.copyOf(contracts);
  }

  private Optional<ContractSpec> contract(Map<?, ?> fields, String where) {
    try {
      return Optional.of(ContractSpec.of(copyOf(fields), where));
    } catch (InvalidContractException e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  private static Map<String, Object> copyOf(Map<?, ?> object) {
    Map<String, Object> copy = new HashMap<>();
    object.forEach((key, value) -> copy.put((String) key, value));
    return Collections.unmodifiableMap(copy);
  }

  /**
   * Finds {@code a.b} as field b of the map in field a, and declares it. The first document that
   * has field a covers the whole of it. A field that holds null is not there.
   */
  private Found find(String name) {
    known.add(name);
    int dot = name.indexOf('.');
    String first = dot < 0 ? name : name.substring(0, dot);
    for (Source source : sources) {
      if (source.fields().get(first) != null) {
        return findIn(source, name);
      }
    }
    return null;
  }

  /** Finds {@code a.b} in the first document that has it, and declares it. */
  private Found findAlone(String name) {
    known.add(name);
    for (Source source : sources) {
      Found found = findIn(source, name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private Found findIn(Source source, String name) {
    int dot = name.indexOf('.');
    Object value = source.fields().get(dot < 0 ? name : name.substring(0, dot));
    if (value == null) {
      return null;
    }
    Found found = new Found(source.path(), value);
    if (dot < 0) {
      return found;
    }
    if (value instanceof Map<?, ?> map) {
      Object inner = map.get(name.substring(dot + 1));
      return inner == null ? null : new Found(source.path(), inner);
    }
    refuse(found, name.substring(0, dot), "a map with the field " + name.substring(dot + 1));
    return null;
  }

  /** Exact decimals are stored as text where they have a fraction, so text counts here too. */
  private static Optional<BigDecimal> toDecimal(Object value) {
    if (value instanceof String text && text.matches("-?\\d{1,30}(\\.\\d{1,30})?")) {
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

  private void refuse(Found found, String name, String expected) {
    String value =
        found.value() instanceof String text
            ? '"' + text + '"'
            : found.value() instanceof BigDecimal number
                ? number.toPlainString()
                : String.valueOf(found.value());
    problems.add(found.document() + " " + name + " is " + value + "; it must be " + expected);
  }
}
