package dev.ibintents.trading;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Quantities by contract, holdings by strategy, and the shares of one order. */
final class QuantitiesTest {
  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  @Test
  void zerosAreLeftOutAndQuantitiesArePlain() {
    Quantities quantities =
        Quantities.of(Map.of(9, decimal("1.50"), 3, decimal("0.00"), 1, decimal("1E+2")));

    assertThat(quantities.byContract())
        .containsExactly(1, decimal("100"), 9, decimal("1.5"))
        .inOrder();
    assertThat(quantities.contracts()).containsExactly(1, 9).inOrder();
    assertThat(quantities.of(3)).isEqualTo(BigDecimal.ZERO);
    assertThat(quantities.has(3)).isFalse();
    assertThat(quantities.toString()).isEqualTo("{1=100, 9=1.5}");
  }

  @Test
  void contractsCanBeLeftOut() {
    Quantities quantities = Quantities.of(1, decimal("2")).plus(2, decimal("3"));

    assertThat(quantities.without(Set.of(1))).isEqualTo(Quantities.of(2, decimal("3")));
    assertThat(quantities.without(conId -> conId == 2)).isEqualTo(Quantities.of(1, decimal("2")));
    assertThat(quantities.only(Set.of(1, 7))).isEqualTo(Quantities.of(1, decimal("2")));
    assertThat(quantities.contracts()).containsExactly(1, 2);
  }

  @Test
  void strategyThatHoldsNothingIsLeftOut() {
    Holdings holdings =
        Holdings.of(Map.of("a", Quantities.of(1, decimal("2")), "b", Quantities.NONE));

    assertThat(holdings.strategies()).containsExactly("a");
    assertThat(holdings.of("b")).isEqualTo(Quantities.NONE);
    assertThat(holdings.plus(1, Shares.of("a", decimal("-2")))).isEqualTo(Holdings.NONE);
  }

  @Test
  void holdingsCanBeNarrowedToStrategiesAndContracts() {
    Holdings holdings =
        Holdings.of(1, Shares.of("a", decimal("2")).plus("b", decimal("5")))
            .plus(2, Shares.of("b", decimal("7")));

    assertThat(holdings.only(Set.of("a", "c"))).isEqualTo(holdings.without(Set.of("b")));
    assertThat(holdings.withoutContracts(Set.of(1)))
        .isEqualTo(Holdings.of(2, Shares.of("b", decimal("7"))));
    assertThat(holdings.contracts()).containsExactly(1, 2).inOrder();
  }

  @Test
  void shareOfAStrategyCanBeLeftOut() {
    Shares shares = Shares.of("a", decimal("2")).plus("b", decimal("-5"));

    assertThat(shares.without("b")).isEqualTo(Shares.of("a", decimal("2")));
    assertThat(shares.without("c")).isEqualTo(shares);
    assertThat(shares.total()).isEqualTo(decimal("-3"));
    assertThat(shares.has("c")).isFalse();
    assertThat(shares.of("c")).isEqualTo(BigDecimal.ZERO);
  }

  @Test
  void mapsThatAreShownCannotBeChanged() {
    assertThrows(
        UnsupportedOperationException.class,
        () -> Quantities.NONE.byContract().put(1, BigDecimal.ONE));
    assertThrows(
        UnsupportedOperationException.class,
        () -> Shares.NONE.byStrategy().put("a", BigDecimal.ONE));
    assertThrows(
        UnsupportedOperationException.class,
        () -> Holdings.NONE.byStrategy().put("a", Quantities.NONE));
  }

  @Test
  void laterChangesOfTheSourceDoNotMatter() {
    SortedMap<Integer, BigDecimal> source = new TreeMap<>(Map.of(1, BigDecimal.ONE));
    Quantities quantities = new Quantities(source);
    source.put(2, BigDecimal.ONE);

    assertThat(quantities.contracts()).containsExactly(1);
  }

  @Property
  void quantitiesReturnToWhatTheyWere(
      @ForAll("quantities") Quantities some, @ForAll("quantities") Quantities others) {
    assertThat(some.plus(others).minus(others)).isEqualTo(some);
    assertThat(some.minus(some)).isEqualTo(Quantities.NONE);
    assertThat(some.negated().negated()).isEqualTo(some);
  }

  @Property
  void quantitiesAddUpContractByContract(
      @ForAll("quantities") Quantities some, @ForAll("quantities") Quantities others) {
    Quantities sum = some.plus(others);

    for (int conId = 1; conId <= 6; conId++) {
      assertThat(sum.of(conId)).isEqualToIgnoringScale(some.of(conId).add(others.of(conId)));
    }
    sum.byContract().values().forEach(quantity -> assertThat(quantity.signum()).isNotEqualTo(0));
    assertThat(sum.contracts()).isInStrictOrder();
    assertThat(others.plus(some)).isEqualTo(sum);
  }

  @Property
  void orderOfAdditionsDoesNotMatter(
      @ForAll("manyQuantities") List<Quantities> summands, @ForAll long seed) {
    List<Quantities> shuffled = new ArrayList<>(summands);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(shuffled.stream().reduce(Quantities.NONE, Quantities::plus))
        .isEqualTo(summands.stream().reduce(Quantities.NONE, Quantities::plus));
  }

  @Property
  void holdingsReturnToWhatTheyWere(
      @ForAll("holdings") Holdings some, @ForAll("holdings") Holdings others) {
    assertThat(some.plus(others).minus(others)).isEqualTo(some);
    assertThat(some.minus(some)).isEqualTo(Holdings.NONE);
    assertThat(others.plus(some)).isEqualTo(some.plus(others));
  }

  @Property
  void totalOfHoldingsIsTheSumOfStrategies(@ForAll("holdings") Holdings holdings) {
    Quantities sum = Quantities.NONE;
    for (String strategy : holdings.strategies()) {
      sum = sum.plus(holdings.of(strategy));
    }

    assertThat(holdings.total()).isEqualTo(sum);
    for (int conId : holdings.contracts()) {
      assertThat(holdings.of(conId).total()).isEqualTo(sum.of(conId));
    }
  }

  @Property
  void holdingsAreTheSharesOfTheirContracts(@ForAll("holdings") Holdings holdings) {
    Holdings again = Holdings.NONE;
    for (int conId : holdings.contracts()) {
      again = again.plus(conId, holdings.of(conId));
    }

    assertThat(again).isEqualTo(holdings);
  }

  @Property
  void sharesReturnToWhatTheyWere(@ForAll("shares") Shares some, @ForAll("shares") Shares others) {
    assertThat(some.plus(others).minus(others)).isEqualTo(some);
    assertThat(some.minus(some).isEmpty()).isTrue();
    assertThat(others.plus(some)).isEqualTo(some.plus(others));
  }

  @Property
  void totalOfSharesIsTheirSum(@ForAll("shares") Shares some, @ForAll("shares") Shares others) {
    assertThat(some.plus(others).total())
        .isEqualTo(PlainDecimal.of(some.total().add(others.total())));
    assertThat(some.negated().total()).isEqualTo(PlainDecimal.of(some.total().negate()));
    some.byStrategy().values().forEach(share -> assertThat(share.signum()).isNotEqualTo(0));
  }

  private static Arbitrary<BigDecimal> decimals() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(-3, 3).map(BigDecimal::valueOf),
        Arbitraries.bigDecimals().between(decimal("-30"), decimal("30")).ofScale(4));
  }

  @Provide
  Arbitrary<Quantities> quantities() {
    return Arbitraries.maps(Arbitraries.integers().between(1, 6), decimals())
        .ofMaxSize(5)
        .map(Quantities::of);
  }

  @Provide
  Arbitrary<List<Quantities>> manyQuantities() {
    return quantities().list().ofMaxSize(6);
  }

  @Provide
  Arbitrary<Shares> shares() {
    return Arbitraries.maps(Arbitraries.of("a", "b", "c", "(by hand)"), decimals()).map(Shares::of);
  }

  @Provide
  Arbitrary<Holdings> holdings() {
    return Arbitraries.maps(Arbitraries.of("a", "b", "c", "parked"), quantities())
        .map(Holdings::of);
  }
}
