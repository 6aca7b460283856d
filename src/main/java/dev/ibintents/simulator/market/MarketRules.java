package dev.ibintents.simulator.market;

import dev.ibintents.ibapi.message.MarketRule;
import dev.ibintents.ibapi.message.MarketRule.PriceIncrement;
import dev.ibintents.simulator.market.Instrument.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The market rules of this market: the price steps of instruments. Rule 26 is as recorded from a
 * real gateway. The rule of Tokyo has larger steps at higher prices.
 */
public final class MarketRules {
  /** The rule of options. It has the same step as the rule of shares, which comes first. */
  private static final MarketRule OPTIONS = flat(32, "0.01");

  private static final List<MarketRule> RULES =
      List.of(
          flat(26, "0.01"),
          OPTIONS,
          flat(67, "0.25"),
          flat(239, "0.00005"),
          flat(240, "0.005"),
          flat(241, "0.001"),
          flat(242, "0.02"),
          flat(243, "5"),
          flat(245, "0.0001"),
          flat(246, "0.05"),
          flat(247, "0.1"),
          flat(248, "1"),
          new MarketRule(244, List.of(step("0", "0.5"), step("5000", "1"), step("10000", "5"))));

  private MarketRules() {}

  private static MarketRule flat(int id, String increment) {
    return new MarketRule(id, List.of(step("0", increment)));
  }

  private static PriceIncrement step(String lowEdge, String increment) {
    return new PriceIncrement(new BigDecimal(lowEdge), new BigDecimal(increment));
  }

  /** The rule of a number; empty if there is none. */
  public static Optional<MarketRule> find(int id) {
    return RULES.stream().filter(rule -> rule.marketRuleId() == id).findFirst();
  }

  /** The steps of the rules, of which an instrument has one. */
  public static List<BigDecimal> steps() {
    return RULES.stream()
        .map(rule -> rule.priceIncrements().get(0).increment().stripTrailingZeros())
        .distinct()
        .sorted()
        .toList();
  }

  /** The rule of an instrument: its smallest step is the instrument's own. */
  static MarketRule of(Instrument instrument) {
    if (instrument.kind() == Kind.OPT) {
      return OPTIONS;
    }
    return RULES.stream()
        .filter(
            rule -> rule.priceIncrements().get(0).increment().compareTo(instrument.minTick()) == 0)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no market rule has the step " + instrument.minTick() + " of " + instrument));
  }

  /** The step of an instrument at a price. */
  public static BigDecimal increment(Instrument instrument, BigDecimal price) {
    BigDecimal increment = instrument.minTick();
    for (PriceIncrement step : of(instrument).priceIncrements()) {
      if (price.compareTo(step.lowEdge()) >= 0) {
        increment = step.increment();
      }
    }
    return increment;
  }
}
