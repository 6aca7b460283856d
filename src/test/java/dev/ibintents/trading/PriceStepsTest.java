package dev.ibintents.trading;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDetailsBuilder;
import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The prices at which contracts can be ordered. */
final class PriceStepsTest {
  private static final Contract STOCK = Contract.builder().conId(1).secType("STK").build();
  private static final int HIGHEST_CENTS = 2_000;

  private static BigDecimal cents(int cents) {
    return BigDecimal.valueOf(cents, 2);
  }

  private static PriceSteps random(Random random) {
    TreeMap<BigDecimal, BigDecimal> steps = new TreeMap<>();
    steps.put(BigDecimal.ZERO, cents(1 + random.nextInt(30)));
    for (int i = random.nextInt(4); i > 0; i--) {
      steps.put(cents(1 + random.nextInt(1_500)), cents(1 + random.nextInt(60)));
    }
    return new PriceSteps(steps);
  }

  /** All allowed prices up to the highest, found without the class's own arithmetic. */
  private static TreeSet<BigDecimal> allowed(PriceSteps steps) {
    TreeSet<BigDecimal> allowed = new TreeSet<>();
    for (int i = 0; i <= HIGHEST_CENTS; i++) {
      BigDecimal price = cents(i);
      BigDecimal step = steps.byLowEdge().floorEntry(price).getValue();
      if (price.remainder(step).signum() == 0) {
        allowed.add(price);
      }
    }
    return allowed;
  }

  @Property(tries = 300)
  void roundingFindsTheNearestAllowedPriceOnItsSide(@ForAll long seed) {
    Random random = new Random(seed);
    PriceSteps steps = random(random);
    TreeSet<BigDecimal> allowed = allowed(steps);
    for (int i = 0; i < 50; i++) {
      BigDecimal price = BigDecimal.valueOf(random.nextInt(1_800_000), 5);
      String words = steps + " at " + price;
      assertWithMessage(words).that(steps.down(price)).isEqualToIgnoringScale(allowed.floor(price));
      assertWithMessage(words).that(steps.up(price)).isEqualToIgnoringScale(allowed.ceiling(price));
      assertWithMessage(words)
          .that(steps.down(steps.up(price)))
          .isEqualToIgnoringScale(steps.up(price));
    }
  }

  @Test
  void edgeBelongsToTheStepAboveIt() {
    PriceSteps steps =
        new PriceSteps(
            new TreeMap<>(
                Map.of(
                    BigDecimal.ZERO, new BigDecimal("0.5"), new BigDecimal("5000"), cents(100))));

    assertThat(steps.at(new BigDecimal("4999.9"))).isEqualTo(new BigDecimal("0.5"));
    assertThat(steps.at(new BigDecimal("5000"))).isEqualToIgnoringScale("1");
    assertThat(steps.down(new BigDecimal("5000.7"))).isEqualToIgnoringScale("5000");
    assertThat(steps.up(new BigDecimal("4999.6"))).isEqualToIgnoringScale("5000");
    assertThat(steps.up(new BigDecimal("5000.2"))).isEqualToIgnoringScale("5001");
  }

  @Test
  void priceBelowTheFirstStepRoundsToNothing() {
    PriceSteps steps = new PriceSteps(new TreeMap<>(Map.of(BigDecimal.ZERO, cents(5))));

    assertThat(steps.down(cents(4))).isEqualToIgnoringScale("0");
    assertThat(steps.up(cents(4))).isEqualToIgnoringScale("0.05");
  }

  @Test
  void ruleIsThatOfTheVenueOfTheOrder() {
    ContractDetailsBuilder details =
        new ContractDetailsBuilder(STOCK)
            .validExchanges("SMART,IBIS,FWB")
            .marketRuleIds("26,1893,x");

    assertThat(PriceSteps.ruleId(details.build(), "SMART")).isEqualTo(OptionalInt.of(26));
    assertThat(PriceSteps.ruleId(details.build(), "IBIS")).isEqualTo(OptionalInt.of(1893));
    assertThat(PriceSteps.ruleId(details.build(), "FWB")).isEqualTo(OptionalInt.empty());
    assertThat(PriceSteps.ruleId(details.build(), "TGATE")).isEqualTo(OptionalInt.empty());
    assertThat(PriceSteps.ruleId(details.marketRuleIds("").build(), "SMART"))
        .isEqualTo(OptionalInt.empty());
  }

  @Test
  void withoutARuleTheSmallestStepOfTheContractCounts() {
    PriceSteps steps =
        PriceSteps.ofMinTick(new ContractDetailsBuilder(STOCK).minTick(cents(25)).build())
            .orElseThrow();

    assertThat(steps.down(new BigDecimal("100.4"))).isEqualToIgnoringScale("100.25");
    assertThat(
            PriceSteps.ofMinTick(
                new ContractDetailsBuilder(STOCK).minTick(BigDecimal.ZERO).build()))
        .isEmpty();
  }
}
