package dev.ibintents.environment;

import dev.ibintents.channel.Channel;
import dev.ibintents.environment.SettingFields.Found;
import dev.ibintents.environment.SettingFields.Source;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.InvalidContractException;
import dev.ibintents.store.NearNames;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The fields of the configuration that are of its own types: limits, fractions, contracts, and
 * fields that count in one document only. {@link SettingFields} reads all others.
 */
final class ConfigurationFields {
  private final SettingFields fields;

  /**
   * @param fields the documents, and the faults that are found in them
   */
  ConfigurationFields(SettingFields fields) {
    this.fields = fields;
  }

  /** The fields of all documents, without those that are covered. */
  Map<String, Object> overlaid() {
    Map<String, Object> all = new LinkedHashMap<>();
    List<Source> sources = fields.sources();
    for (int i = sources.size() - 1; i >= 0; i--) {
      all.putAll(sources.get(i).fields());
    }
    return Collections.unmodifiableMap(all);
  }

  /** A flag that may be in one document only; false by default. */
  boolean flagOnlyIn(String document, String name) {
    boolean flag = fields.flag(name, false);
    for (Source source : fields.sources()) {
      if (source.fields().get(name) != null && !source.path().equals(document)) {
        fields.refuse(
            source.path() + " " + name + " must not be there: it counts in " + document + " only");
        return false;
      }
    }
    return flag;
  }

  /** A flag that belongs to the limits, and is covered by itself as a {@link #limit} is. */
  boolean limitFlag(String name, boolean defaultValue) {
    return fields.flag(fields.findAlone(name), name, defaultValue);
  }

  /** A number from 0, if it is there. */
  Optional<BigDecimal> positive(String name) {
    return positive(fields.find(name), name);
  }

  /**
   * A limit: a number from 0. Each limit is covered by itself: if a document names one limit, the
   * other limits of the document below stay in force.
   */
  Optional<BigDecimal> limit(String name) {
    return positive(fields.findAlone(name), name);
  }

  /** A limit that is a multiple; a number above the largest seems to be a percentage. */
  Optional<BigDecimal> limit(String name, BigDecimal largest, String what) {
    Optional<BigDecimal> number = limit(name);
    number.ifPresent(
        value -> refuseUnlessFraction(fields.findAlone(name), name, value, largest, what));
    return number;
  }

  private Optional<BigDecimal> positive(Found found, String name) {
    Optional<BigDecimal> number = fields.decimal(found, name);
    if (number.isPresent() && number.get().signum() < 0) {
      fields.refuse(found, name, "0 or more");
      return Optional.empty();
    }
    return number;
  }

  /** A text that must be allowed. */
  String oneOf(String name, Set<String> allowed, String defaultValue) {
    Found found = fields.find(name);
    if (found == null) {
      return defaultValue;
    }
    if (found.value() instanceof String text && allowed.contains(text)) {
      return text;
    }
    fields.refuse(found, name, "one of " + String.join(", ", new TreeSet<>(allowed)));
    return defaultValue;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    Found found = fields.find(name);
    if (found != null) {
      if (found.value() instanceof List<?> list
          && list.stream().allMatch(String.class::isInstance)) {
        list.forEach(text -> texts.add((String) text));
      } else {
        fields.refuse(found, name, "a list of texts");
      }
    }
    return List.copyOf(texts);
  }

  /** A list of texts, each of which must be allowed. */
  List<String> texts(String name, List<String> allowed) {
    List<String> texts = texts(name);
    for (String text : texts) {
      if (!allowed.contains(text)) {
        fields.refuse(
            fields.find(name).document()
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
    Found found = fields.find(name);
    if (found != null) {
      if (found.value() instanceof Map<?, ?> map) {
        map.forEach(
            (key, value) -> {
              if (((String) key).startsWith(SettingFields.OWN)) {
                return;
              }
              SettingFields.toDecimal(value)
                  .ifPresentOrElse(
                      number -> decimals.put((String) key, number),
                      () ->
                          fields.refuse(
                              new Found(found.document(), value), name + "." + key, "a number"));
            });
      } else {
        fields.refuse(found, name, "a map of names to numbers");
      }
    }
    return Collections.unmodifiableMap(decimals);
  }

  /** A fraction from 0, if it is there; a number above the largest seems to be a percentage. */
  Optional<BigDecimal> fraction(String name, BigDecimal largest, String what) {
    Found found = fields.find(name);
    Optional<BigDecimal> number = fields.decimal(found, name);
    number.ifPresent(value -> refuseUnlessFraction(found, name, value, largest, what));
    return number;
  }

  /** Fractions by name, each as a {@link #fraction}. */
  Map<String, BigDecimal> fractions(String name, BigDecimal largest) {
    Map<String, BigDecimal> fractions = decimals(name);
    Found found = fields.find(name);
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
      fields.refuse(
          new Found(found.document(), value),
          name,
          what + ", from 0 to " + largest.toPlainString() + asPercentage);
    }
  }

  /** Contracts by conId: whole numbers, or maps with the field conId. */
  SortedSet<Integer> conIds(String name) {
    SortedSet<Integer> conIds = new TreeSet<>();
    Found found = fields.find(name);
    if (found == null) {
      return conIds;
    }
    String expected = "a list of conIds, such as [756733] or [{\"conId\": 756733}]";
    if (!(found.value() instanceof List<?> list)) {
      fields.refuse(found, name, expected);
      return conIds;
    }
    for (Object element : list) {
      Object value = element instanceof Map<?, ?> contract ? contract.get("conId") : element;
      Optional<Integer> conId = toConId(value);
      if (conId.isEmpty()) {
        fields.refuse(found, name, expected);
      } else if (element instanceof Map<?, ?> map) {
        contract(map, found.document() + " " + name);
      }
      conId.ifPresent(conIds::add);
    }
    return Collections.unmodifiableSortedSet(conIds);
  }

  private static Optional<Integer> toConId(Object value) {
    try {
      return SettingFields.toDecimal(value)
          .map(BigDecimal::intValueExact)
          .filter(conId -> conId > 0);
    } catch (ArithmeticException e) {
      return Optional.empty(); // a fraction, or larger than any conId
    }
  }

  /** Refuses a name in a map of names. */
  void refuseName(String name, String refused, String why) {
    Found found = fields.find(name);
    if (found != null && found.value() instanceof Map<?, ?> map && map.containsKey(refused)) {
      fields.refuse(found.document() + " " + name + "." + refused + " must not be there: " + why);
    }
  }

  /** A list of contracts. */
  List<ContractSpec> contracts(String name) {
    List<ContractSpec> contracts = new ArrayList<>();
    for (Map<String, Object> contract :
        maps(name, "a list of contracts, each a map of its fields")) {
      Optional<ContractSpec> read = contract(contract, place(name, contracts.size()));
      if (read.isEmpty()) {
        return List.of();
      }
      contracts.add(read.get());
    }
    return List.copyOf(contracts);
  }

  /** A contract, if it is there. */
  Optional<ContractSpec> contract(String name) {
    Found found = fields.find(name);
    if (found == null) {
      return Optional.empty();
    }
    if (found.value() instanceof Map<?, ?> written) {
      return contract(written, found.document() + " " + name);
    }
    fields.refuse(found, name, "a contract, a map of its fields");
    return Optional.empty();
  }

  /** A list of maps. */
  List<Map<String, Object>> maps(String name, String expected) {
    Found found = fields.find(name);
    if (found == null) {
      return List.of();
    }
    if (!(found.value() instanceof List<?> list)
        || !list.stream().allMatch(Map.class::isInstance)) {
      fields.refuse(found, name, expected);
      return List.of();
    }
    return list.stream().map(element -> copyOf((Map<?, ?>) element)).toList();
  }

  /** Channels for messages. The class {@link Channel} is loaded only if there are any. */
  List<Channel> channels(String name) {
    List<Channel> channels = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<Map<String, Object>> all =
        maps(name, "a list of channels, each a map with the field kind");
    for (int i = 0; i < all.size(); i++) {
      String where = place(name, i);
      Optional<Channel> channel = Channel.read(all.get(i), where, fields::refuse);
      channel.ifPresent(channels::add);
      if (channel.isPresent() && !names.add(channel.get().name())) {
        fields.refuse(
            where
                + " has the name "
                + channel.get().name()
                + " of another one; set name to another");
      }
    }
    return List.copyOf(channels);
  }

  /** The place of an element of a list, for messages. */
  private String place(String name, int i) {
    return fields.find(name).document() + " " + name + "[" + i + "]";
  }

  private Optional<ContractSpec> contract(Map<?, ?> written, String where) {
    try {
      return Optional.of(ContractSpec.of(copyOf(written), where));
    } catch (InvalidContractException e) {
      fields.refuse(e.getMessage());
      return Optional.empty();
    }
  }

  private static Map<String, Object> copyOf(Map<?, ?> object) {
    Map<String, Object> copy = new HashMap<>();
    object.forEach((key, value) -> copy.put((String) key, value));
    return Collections.unmodifiableMap(copy);
  }
}
