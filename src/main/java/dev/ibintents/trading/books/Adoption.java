package dev.ibintents.trading.books;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.Shares;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A correction of holdings that a person asks for. The cause is a trade by hand, or it cannot be
 * found any more.
 *
 * @param adjustments the corrections of single holdings, {@link Parked} ones included; sorted by
 *     strategy and conId, at most one for each contract of a strategy
 */
public record Adoption(List<Adjustment> adjustments) {
  private static final Pattern DECIMAL =
      Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?([eE][-+]?\\d{1,2})?");

  /**
   * The correction of one strategy's holding of one contract.
   *
   * @param strategy the strategy's id, or {@link Parked#OWNER}
   * @param conId the contract
   * @param quantity the quantity to add; negative to take away, and 0 to confirm the holding
   */
  public record Adjustment(String strategy, int conId, BigDecimal quantity) {
    private static final Comparator<Adjustment> ORDER =
        Comparator.comparing(Adjustment::strategy).thenComparingInt(Adjustment::conId);

    /** Brings the quantity into its plain form. */
    public Adjustment {
      quantity = PlainDecimal.of(quantity);
    }
  }

  /** Sorts the adjustments. */
  public Adoption {
    adjustments = adjustments.stream().sorted(Adjustment.ORDER).toList();
  }

  /** The correction that adds quantities to holdings. */
  static Adoption of(Holdings added) {
    List<Adjustment> adjustments = new ArrayList<>();
    added.forEach(
        (strategy, quantities) ->
            quantities.forEach(
                (conId, quantity) -> adjustments.add(new Adjustment(strategy, conId, quantity))));
    return new Adoption(adjustments);
  }

  /**
   * Reads {@code {"strategy": {"conId": quantity}}}; a quantity is a number, or a text that has the
   * exact decimal.
   *
   * @param given the object in the request
   * @param existing the ids of the strategies that exist
   * @throws InvalidAdoptionException if something is wrong; the message names all of it
   */
  public static Adoption parse(JsonObject given, Set<String> existing) {
    List<String> problems = new ArrayList<>();
    List<Adjustment> adjustments = new ArrayList<>();
    SortedSet<String> unknown = new TreeSet<>(given.keySet());
    unknown.removeAll(existing);
    if (!unknown.isEmpty()) {
      problems.add(
          "unknown strategies "
              + String.join(", ", unknown)
              + "; there are "
              + String.join(", ", new TreeSet<>(existing)));
    }
    given
        .asMap()
        .forEach(
            (strategy, quantities) ->
                adjustments.addAll(adjustments(strategy, quantities, problems)));
    if (given.isEmpty()) {
      problems.add("it names no strategy");
    }
    if (problems.isEmpty()) {
      return new Adoption(adjustments);
    }
    throw new InvalidAdoptionException(
        "adopt cannot be understood: "
            + String.join("; ", problems)
            + ". It is to be {\"strategy\": {\"conId\": quantity}}, with what is to be added to the"
            + " strategy's holdings");
  }

  private static List<Adjustment> adjustments(
      String strategy, JsonElement given, List<String> problems) {
    List<Adjustment> adjustments = new ArrayList<>();
    if (!given.isJsonObject() || given.getAsJsonObject().isEmpty()) {
      problems.add(strategy + " is " + given + ", it must be an object of quantities by conId");
      return adjustments;
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
                adjustments.add(new Adjustment(strategy, Integer.parseInt(conId), quantity.get()));
              }
            });
    return adjustments;
  }

  private static Optional<BigDecimal> quantity(JsonElement value) {
    if (!(value instanceof JsonPrimitive primitive) || primitive.isBoolean()) {
      return Optional.empty();
    }
    String text = primitive.getAsString();
    return DECIMAL.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  /** The contracts that it names. */
  public SortedSet<Integer> conIds() {
    SortedSet<Integer> conIds = new TreeSet<>();
    adjustments.forEach(adjustment -> conIds.add(adjustment.conId()));
    return conIds;
  }

  /** The strategies whose holdings it corrects or confirms. */
  SortedSet<String> strategies() {
    SortedSet<String> strategies = new TreeSet<>();
    adjustments.forEach(adjustment -> strategies.add(adjustment.strategy()));
    return strategies;
  }

  /** The quantities that it adds to the holdings. */
  Holdings added() {
    Holdings added = Holdings.NONE;
    for (Adjustment adjustment : adjustments) {
      added =
          added.plus(adjustment.conId(), Shares.of(adjustment.strategy(), adjustment.quantity()));
    }
    return added;
  }

  /** The given sums of holdings, with this correction added. */
  Quantities addedTo(Quantities sums) {
    return sums.plus(added().total());
  }

  /**
   * Whether it equals the differences: the quantities that the account holds more than the
   * strategies.
   */
  boolean explains(List<Difference> differences) {
    return added().total().equals(Difference.amounts(differences));
  }

  /** The sum of this correction and another. */
  Adoption and(Adoption other) {
    List<Adjustment> sums = new ArrayList<>(adjustments);
    for (Adjustment added : other.adjustments) {
      Optional<Adjustment> same =
          sums.stream()
              .filter(adjustment -> adjustment.strategy().equals(added.strategy()))
              .filter(adjustment -> adjustment.conId() == added.conId())
              .findFirst();
      same.ifPresent(sums::remove);
      BigDecimal before = same.map(Adjustment::quantity).orElse(BigDecimal.ZERO);
      sums.add(new Adjustment(added.strategy(), added.conId(), before.add(added.quantity())));
    }
    return new Adoption(sums);
  }

  /** The JSON text in which a request has it. */
  @Override
  public String toString() {
    JsonObject json = new JsonObject();
    for (Adjustment adjustment : adjustments) {
      if (!json.has(adjustment.strategy())) {
        json.add(adjustment.strategy(), new JsonObject());
      }
      json.getAsJsonObject(adjustment.strategy())
          .addProperty(Integer.toString(adjustment.conId()), adjustment.quantity());
    }
    return json.toString();
  }
}
