package dev.ibintents.environment;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.InvalidContractException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads fields of the configuration documents with the types that they must have. What is wrong is
 * collected, so that one refusal names all of it.
 */
final class ConfigurationFields {
  private final List<Source> sources;
  private final List<String> problems = new ArrayList<>();

  /**
   * A configuration document.
   *
   * @param path where it is, for messages
   * @param fields what it holds
   */
  record Source(String path, Map<String, Object> fields) {}

  /** A field's value and the document that it comes from. */
  private record Found(String document, Object value) {}

  /**
   * @param sources the documents; an earlier one's fields cover those of a later one
   */
  ConfigurationFields(List<Source> sources) {
    this.sources = sources;
  }

  /** The fields of all documents, covered ones left out. */
  Map<String, Object> overlaid() {
    Map<String, Object> all = new LinkedHashMap<>();
    for (int i = sources.size() - 1; i >= 0; i--) {
      all.putAll(sources.get(i).fields());
    }
    return Collections.unmodifiableMap(all);
  }

  /**
   * @throws ConfigurationException if any field that was read has the wrong type
   */
  void refuseProblems() {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(String.join("; ", new TreeSet<>(problems)));
    }
  }

  boolean flag(String name, boolean defaultValue) {
    Found found = find(name);
    if (found == null) {
      return defaultValue;
    }
    if (found.value() instanceof Boolean flag) {
      return flag;
    }
    refuse(found, name, "true or false");
    return defaultValue;
  }

  /** A flag that counts in one document, and is refused in the others; false by default. */
  boolean flagOnlyIn(String document, String name) {
    for (Source source : sources) {
      if (source.fields().get(name) != null && !source.path().equals(document)) {
        problems.add(
            source.path() + " " + name + " must not be there: it counts in " + document + " only");
        return false;
      }
    }
    return flag(name, false);
  }

  int integer(String name, int defaultValue, int smallest, int largest) {
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

  Optional<BigDecimal> decimal(String name) {
    Found found = find(name);
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
    Optional<BigDecimal> number = decimal(name);
    if (number.isPresent() && number.get().signum() < 0) {
      refuse(find(name), name, "0 or more");
      return Optional.empty();
    }
    return number;
  }

  Optional<String> text(String name) {
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

  /** A moment, as documents have it or as ISO-8601. */
  Optional<Instant> instant(String name) {
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

  Map<String, BigDecimal> decimals(String name) {
    Map<String, BigDecimal> decimals = new LinkedHashMap<>();
    Found found = find(name);
    if (found != null) {
      if (found.value() instanceof Map<?, ?> map) {
        map.forEach(
            (key, value) ->
                toDecimal(value)
                    .ifPresentOrElse(
                        number -> decimals.put((String) key, number),
                        () ->
                            refuse(
                                new Found(found.document(), value), name + "." + key, "a number")));
      } else {
        refuse(found, name, "a map of names to numbers");
      }
    }
    return Collections.unmodifiableMap(decimals);
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
      try {
        contracts.add(ContractSpec.of(copyOf((Map<?, ?>) contract), where));
      } catch (InvalidContractException e) {
        problems.add(e.getMessage());
        return List.of();
      }
    }
    return List.copyOf(contracts);
  }

  private static Map<String, Object> copyOf(Map<?, ?> object) {
    Map<String, Object> copy = new HashMap<>();
    object.forEach((key, value) -> copy.put((String) key, value));
    return Collections.unmodifiableMap(copy);
  }

  /** Finds {@code a.b} as field b of the map in field a. A field that holds null is not there. */
  private Found find(String name) {
    int dot = name.indexOf('.');
    String first = dot < 0 ? name : name.substring(0, dot);
    for (Source source : sources) {
      Object value = source.fields().get(first);
      if (value == null) {
        continue;
      }
      Found found = new Found(source.path(), value);
      if (dot < 0) {
        return found;
      }
      if (value instanceof Map<?, ?> map) {
        Object inner = map.get(name.substring(dot + 1));
        return inner == null ? null : new Found(source.path(), inner);
      }
      refuse(found, first, "a map with the field " + name.substring(dot + 1));
      return null;
    }
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
        found.value() instanceof String text ? '"' + text + '"' : String.valueOf(found.value());
    problems.add(found.document() + " " + name + " is " + value + "; it must be " + expected);
  }
}
