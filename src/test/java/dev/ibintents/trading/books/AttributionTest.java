package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.Vectors;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AttributionTest {
  private static final BigDecimal HALF = new BigDecimal("0.5");

  static Stream<JsonObject> vectors() throws IOException {
    return Vectors.of("attribution.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void givesWhatTheVectorSays(JsonObject vector) {
    Attribution attribution =
        new Attribution(Shares.of(Vectors.amounts(vector.get("source"))), BigDecimal.ONE);
    Shares before = Shares.NONE;
    for (JsonObject fill : Vectors.objects(vector.get("fills")).toList()) {
      Shares shares = attribution.shares(before, fill.get("fill").getAsBigDecimal());
      assertThat(shares).isEqualTo(Shares.of(Vectors.amounts(fill.get("applied"))));
      before = before.plus(shares);
    }
    assertThat(before).isEqualTo(attribution.source());
  }

  @Test
  void aTieGoesToTheFirstId() {
    Attribution thirds = whole(Map.of("z", 1, "y", 1, "x", 1));

    assertThat(thirds.totals(decimal("1"))).isEqualTo(amounts("x", "1", "y", "0", "z", "0"));
    assertThat(thirds.totals(decimal("2"))).isEqualTo(amounts("x", "1", "y", "1", "z", "0"));
  }

  @Test
  void thirdsAreTiesExactly() {
    // As rounded decimals 1/3 and 3.33…/10 would differ in the last place.
    Attribution attribution = whole(Map.of("a", 10, "b", 10, "c", 10, "d", 3));

    assertThat(attribution.totals(decimal("11")))
        .isEqualTo(amounts("a", "4", "b", "3", "c", "3", "d", "1"));
  }

  @Test
  void aLargeSourceBehindASmallOrderMovesAllAtOnce() {
    Attribution attribution = whole(Map.of("a", 1000, "b", -999));

    assertThat(attribution.totals(decimal("1"))).isEqualTo(amounts("a", "1000", "b", "-999"));
    assertThat(attribution.totals(decimal("0"))).isEqualTo(amounts("a", "0", "b", "0"));
    assertThat(attribution.totals(HALF)).isEqualTo(amounts("a", "500", "b", "-499.5"));
  }

  @Test
  void aFractionInAContractOfWholeUnitsIsNotLost() {
    Attribution attribution =
        new Attribution(Shares.of("a", decimal("1.5")).plus("b", decimal("1")), BigDecimal.ONE);

    assertThat(attribution.totals(decimal("2.5"))).isEqualTo(amounts("a", "1.5", "b", "1"));
    assertThat(attribution.totals(decimal("0.1"))).isEqualTo(amounts("a", "0.1", "b", "0"));
    assertThat(attribution.totals(decimal("0.25"))).isEqualTo(amounts("a", "0.15", "b", "0.1"));
  }

  @Test
  void usesTheContractsStep() {
    Attribution attribution =
        new Attribution(Shares.of("a", decimal("300")).plus("b", decimal("100")), decimal("100"));

    assertThat(attribution.totals(decimal("200"))).isEqualTo(amounts("a", "200", "b", "0"));
    assertThat(attribution.totals(decimal("100"))).isEqualTo(amounts("a", "100", "b", "0"));
  }

  @Test
  void aShareMayGoOneStepAgainstTheFill() {
    // The Alabama paradox: with one more to share out, the smallest one loses what it had.
    Attribution attribution = whole(Map.of("a", 6, "b", 6, "c", 2));

    assertThat(attribution.totals(decimal("10"))).isEqualTo(amounts("a", "4", "b", "4", "c", "2"));
    assertThat(attribution.shares(amounts("a", "4", "b", "4", "c", "2"), decimal("1")))
        .isEqualTo(amounts("a", "1", "b", "1", "c", "-1"));
  }

  @Test
  void aFillBeyondTheOrderIsStillShared() {
    assertThat(whole(Map.of("a", 2, "b", 1)).totals(decimal("6")))
        .isEqualTo(amounts("a", "4", "b", "2"));
  }

  @Test
  void refusesASourceThatNoOrderStandsFor() {
    assertThrows(IllegalArgumentException.class, () -> whole(Map.of()));
    assertThrows(IllegalArgumentException.class, () -> whole(Map.of("a", 2, "b", -2)));
    assertThrows(
        IllegalArgumentException.class, () -> new Attribution(amounts("a", "1"), BigDecimal.ZERO));
  }

  @Property
  void sharesSumToEachFillAndToTheSourceInTheEnd(
      @ForAll("attributions") Attribution attribution,
      @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 1000) Integer> cuts) {
    Shares before = Shares.NONE;
    BigDecimal filled = BigDecimal.ZERO;
    List<BigDecimal> totals =
        Stream.concat(
                cuts.stream().map(cut -> part(attribution, cut)), Stream.of(attribution.quantity()))
            .toList();
    for (BigDecimal total : totals) { // in any order, so that corrections are among them
      Shares shares = attribution.shares(before, total.subtract(filled));
      assertThat(shares.total()).isEqualTo(PlainDecimal.of(total.subtract(filled)));
      before = before.plus(shares);
      filled = total;
    }
    assertThat(before).isEqualTo(attribution.source());
  }

  @Property
  void totalsAreWithinOneStepOfProportionAndWithinTheSource(
      @ForAll("attributions") Attribution attribution,
      @ForAll @IntRange(min = 0, max = 1000) int cut) {
    BigDecimal filled = part(attribution, cut);
    attribution
        .totals(filled)
        .forEach(
            (strategy, total) -> {
              BigDecimal wanted = attribution.source().of(strategy);
              BigDecimal exact =
                  wanted.multiply(filled).divide(attribution.quantity(), new MathContext(60));
              assertThat(total.subtract(exact).abs()).isLessThan(attribution.increment());
              assertThat(total.remainder(attribution.increment()).signum()).isEqualTo(0);
              assertThat(total.abs()).isAtMost(wanted.abs());
              assertThat(total.signum() * wanted.signum()).isAtLeast(0);
            });
  }

  @Property
  void theSameFillsInAnotherOrderEndInTheSameTotals(
      @ForAll("attributions") Attribution attribution,
      @ForAll @IntRange(min = 0, max = 1000) int cut) {
    BigDecimal first = part(attribution, cut);
    BigDecimal second = attribution.quantity().subtract(first);

    assertThat(inTwo(attribution, first, second)).isEqualTo(inTwo(attribution, second, first));
  }

  @Property
  void whoWantedMoreNeverGetsLess(
      @ForAll("attributions") Attribution attribution,
      @ForAll @IntRange(min = 0, max = 1000) int cut) {
    Shares totals = attribution.totals(part(attribution, cut));
    attribution
        .source()
        .forEach(
            (one, wantsOne) ->
                attribution
                    .source()
                    .forEach(
                        (other, wantsOther) -> {
                          if (wantsOne.compareTo(wantsOther) > 0) {
                            assertThat(totals.of(one)).isAtLeast(totals.of(other));
                          }
                        }));
  }

  private static Shares inTwo(Attribution attribution, BigDecimal first, BigDecimal second) {
    Shares before = attribution.shares(Shares.NONE, first);
    return before.plus(attribution.shares(before, second));
  }

  /** So many thousandths of the order, in whole steps. */
  private static BigDecimal part(Attribution attribution, int thousandths) {
    return new QuantityStep(attribution.increment(), BigDecimal.ZERO)
        .towardsZero(attribution.quantity().multiply(BigDecimal.valueOf(thousandths, 3)));
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  private static Shares amounts(String... namesAndAmounts) {
    Map<String, BigDecimal> amounts = new TreeMap<>();
    for (int i = 0; i < namesAndAmounts.length; i += 2) {
      amounts.put(namesAndAmounts[i], decimal(namesAndAmounts[i + 1]));
    }
    return Shares.of(amounts);
  }

  private static Attribution whole(Map<String, Integer> source) {
    Map<String, BigDecimal> amounts = new TreeMap<>();
    source.forEach((strategy, wanted) -> amounts.put(strategy, BigDecimal.valueOf(wanted)));
    return new Attribution(Shares.of(amounts), BigDecimal.ONE);
  }

  @Provide
  Arbitrary<Attribution> attributions() {
    Arbitrary<Map<String, Integer>> steps =
        Arbitraries.maps(
                Arbitraries.of("a", "b", "c", "d", "e"),
                Arbitraries.integers().between(-40, 40).filter(wanted -> wanted != 0))
            .ofMinSize(1)
            .filter(source -> source.values().stream().mapToInt(i -> i).sum() != 0);
    Arbitrary<BigDecimal> increments =
        Arbitraries.of("1", "0.0001", "100", "2.5").map(BigDecimal::new);
    return Combinators.combine(steps, increments)
        .as(
            (source, increment) -> {
              Map<String, BigDecimal> amounts = new TreeMap<>();
              source.forEach(
                  (strategy, count) ->
                      amounts.put(strategy, increment.multiply(BigDecimal.valueOf(count))));
              return new Attribution(Shares.of(amounts), increment);
            });
  }
}
