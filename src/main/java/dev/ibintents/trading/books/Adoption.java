package dev.ibintents.trading.books;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.ibintents.trading.PlainDecimal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A correction of holdings that a person asks for, because what happened cannot be known any more,
 * or happened by hand.
 *
 * @param corrections what is added to what each strategy holds, or to what is {@link Parked}, by
 *     strategy and conId; negative to take away, and 0 to confirm what is held
 */
public record Adoption(SortedMap<String, SortedMap<Integer, BigDecimal>> corrections) {
  private static final Pattern DECIMAL =
      Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?([eE][-+]?\\d{1,2})?");

  /** Copies the maps. */
  public Adoption {
    SortedMap<String, SortedMap<Integer, BigDecimal>> copy = new TreeMap<>();
    corrections.forEach(
        (strategy, quantities) -> {
          SortedMap<Integer, BigDecimal> plain = new TreeMap<>();
          quantities.forEach((conId, quantity) -> plain.put(conId, PlainDecimal.of(quantity)));
          copy.put(strategy, Collections.unmodifiableSortedMap(plain));
        });
    corrections = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * Reads {@code {"strategy": {"conId": quantity}}}; a quantity is a number, or a text that has the
   * exact decimal.
   *
   * @param given what a request gives
   * @param known the strategies that there are
   * @throws InvalidAdoptionException naming everything that is wrong
   */
  public static Adoption parse(JsonObject given, Set<String> known) {
    List<String> problems = new ArrayList<>();
    SortedMap<String, SortedMap<Integer, BigDecimal>> corrections = new TreeMap<>();
    SortedSet<String> unknown = new TreeSet<>(given.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      problems.add(
          "unknown strategies "
              + String.join(", ", unknown)
              + "; there are "
              + String.join(", ", new TreeSet<>(known)));
    }
    given.asMap().forEach((id, of) -> corrections.put(id, quantities(id, of, problems)));
    if (given.isEmpty()) {
      problems.add("it names no strategy");
    }
    if (problems.isEmpty()) {
      return new Adoption(corrections);
    }
    throw new InvalidAdoptionException(
        "adopt cannot be understood: "
            + String.join("; ", problems)
            + ". It is to be {\"strategy\": {\"conId\": quantity}}, with what is to be added to the"
            + " strategy's holdings");
  }

  private static SortedMap<Integer, BigDecimal> quantities(
      String strategy, JsonElement given, List<String> problems) {
    SortedMap<Integer, BigDecimal> quantities = new TreeMap<>();
    if (!given.isJsonObject() || given.getAsJsonObject().isEmpty()) {
      problems.add(strategy + " is " + given + ", it must be an object of quantities by conId");
      return quantities;
    }
    given
        .getAsJsonObject()
        .asMap()
        .forEach(
            (conId, value) -> {
              Optional<BigDecimal> quantity = quantity(value);
              if (!conId.matches("[1-9]\\d{0,8}")) {
                problems.add(strategy + "." + conId + " is no conId, which is a whole number");
              } else if (quantity.isEmpty()) {
                problems.add(
                    strategy + "." + conId + " is " + value + ", it must be an exact decimal");
              } else {
                quantities.put(Integer.parseInt(conId), quantity.get());
              }
            });
    return quantities;
  }

  private static Optional<BigDecimal> quantity(JsonElement value) {
    if (!(value instanceof JsonPrimitive primitive) || primitive.isBoolean()) {
      return Optional.empty();
    }
    String text = primitive.getAsString();
    return DECIMAL.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  /** The contracts of which it says something. */
  public SortedSet<Integer> conIds() {
    SortedSet<Integer> conIds = new TreeSet<>();
    corrections.values().forEach(quantities -> conIds.addAll(quantities.keySet()));
    return conIds;
  }

  /** What all strategies together would hold with it. */
  SortedMap<Integer, BigDecimal> addedTo(Map<Integer, BigDecimal> sums) {
    SortedMap<Integer, BigDecimal> with = new TreeMap<>(sums);
    corrections
        .values()
        .forEach(
            of -> of.forEach((conId, quantity) -> with.merge(conId, quantity, BigDecimal::add)));
    with.values().removeIf(sum -> sum.signum() == 0);
    return with;
  }

  /** Whether it is just what the account has more than the strategies. */
  boolean explains(List<Difference> differences) {
    Map<Integer, BigDecimal> amounts = new TreeMap<>();
    differences.forEach(one -> amounts.put(one.conId(), one.amount()));
    return Difference.between(addedTo(Map.of()), amounts).isEmpty();
  }

  /** This one and another. */
  Adoption and(Adoption other) {
    SortedMap<String, SortedMap<Integer, BigDecimal>> both = new TreeMap<>();
    for (Adoption each : List.of(this, other)) {
      each.corrections.forEach(
          (strategy, of) -> {
            SortedMap<Integer, BigDecimal> sums =
                both.computeIfAbsent(strategy, id -> new TreeMap<>());
            of.forEach((conId, quantity) -> sums.merge(conId, quantity, BigDecimal::add));
          });
    }
    return new Adoption(both);
  }

  /** As a request is to give it. */
  @Override
  public String toString() {
    JsonObject json = new JsonObject();
    corrections.forEach(
        (strategy, of) -> {
          JsonObject quantities = new JsonObject();
          of.forEach((conId, quantity) -> quantities.addProperty(conId.toString(), quantity));
          json.add(strategy, quantities);
        });
    return json.toString();
  }
}
