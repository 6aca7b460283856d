package dev.ibintents.trading;

import dev.ibintents.ibapi.message.ContractDetails;
import dev.ibintents.ibapi.message.MarketRule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The prices at which a contract can be ordered. From each edge up to the next edge they are the
 * multiples of a step. The broker refuses other limit prices (error 110).
 *
 * @param byLowEdge the steps, above 0, by the lowest price with the step
 */
public record PriceSteps(NavigableMap<BigDecimal, BigDecimal> byLowEdge) {
  private static final String SEPARATOR = ",";

  /**
   * Keeps a copy.
   *
   * @throws IllegalArgumentException if there is no step, or a step is not above 0
   */
  public PriceSteps {
    byLowEdge = new TreeMap<>(byLowEdge);
    if (byLowEdge.isEmpty() || byLowEdge.values().stream().anyMatch(step -> step.signum() <= 0)) {
      throw new IllegalArgumentException("price steps must be above 0, not " + byLowEdge);
    }
  }

  /**
   * The number of the rule with the price steps of a contract on a venue. The broker lists the
   * rules in the sequence of the venues (TWS API, "Minimum Price Increment").
   *
   * @return empty if the broker names none
   */
  public static OptionalInt ruleId(ContractDetails details, String exchange) {
    List<String> exchanges = Arrays.asList(details.validExchanges().split(SEPARATOR));
    String[] rules = details.marketRuleIds().split(SEPARATOR);
    int place = exchanges.indexOf(exchange);
    return place >= 0 && place < rules.length && rules[place].matches("\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(rules[place]))
        : OptionalInt.empty();
  }

  /** The price steps of a rule; empty if it has none. */
  public static Optional<PriceSteps> of(MarketRule rule) {
    NavigableMap<BigDecimal, BigDecimal> steps = new TreeMap<>();
    for (MarketRule.PriceIncrement step : rule.priceIncrements()) {
      if (step.lowEdge() == null || step.increment() == null || step.increment().signum() <= 0) {
        return Optional.empty();
      }
      steps.put(step.lowEdge(), step.increment());
    }
    return steps.isEmpty() ? Optional.empty() : Optional.of(new PriceSteps(steps));
  }

  /** The smallest step of a contract at all prices; empty if the broker names none. */
  public static Optional<PriceSteps> ofMinTick(ContractDetails details) {
    BigDecimal minTick = details.minTick();
    return minTick == null || minTick.signum() <= 0
        ? Optional.empty()
        : Optional.of(new PriceSteps(new TreeMap<>(Map.of(BigDecimal.ZERO, minTick))));
  }

  /** The step at a price. */
  public BigDecimal at(BigDecimal price) {
    Map.Entry<BigDecimal, BigDecimal> step = byLowEdge.floorEntry(price);
    return step == null ? byLowEdge.firstEntry().getValue() : step.getValue();
  }

  /** The highest allowed price that is not above a price; 0 or less if there is none above 0. */
  public BigDecimal down(BigDecimal price) {
    BigDecimal most = price;
    BigDecimal edge = byLowEdge.floorKey(price);
    while (edge != null) {
      BigDecimal step = byLowEdge.get(edge);
      BigDecimal allowed = multiple(most, step, RoundingMode.FLOOR);
      BigDecimal next = byLowEdge.higherKey(edge);
      if (next != null && allowed.compareTo(next) >= 0) {
        allowed = allowed.subtract(step); // the edge itself belongs to the next step
      }
      if (allowed.compareTo(edge) >= 0) {
        return PlainDecimal.of(allowed);
      }
      most = edge;
      edge = byLowEdge.lowerKey(edge);
    }
    return PlainDecimal.of(multiple(most, byLowEdge.firstEntry().getValue(), RoundingMode.FLOOR));
  }

  /** The lowest allowed price that is not below a price. */
  public BigDecimal up(BigDecimal price) {
    BigDecimal least = price;
    BigDecimal edge = Optional.ofNullable(byLowEdge.floorKey(price)).orElse(byLowEdge.firstKey());
    while (true) {
      BigDecimal allowed = multiple(least, byLowEdge.get(edge), RoundingMode.CEILING);
      BigDecimal next = byLowEdge.higherKey(edge);
      if (next == null || allowed.compareTo(next) < 0) {
        return PlainDecimal.of(allowed);
      }
      least = next;
      edge = next;
    }
  }

  private static BigDecimal multiple(BigDecimal price, BigDecimal step, RoundingMode rounding) {
    return price.divide(step, 0, rounding).multiply(step);
  }
}
