package dev.ibintents.trading.allocation;

import static com.google.common.truth.Truth.assertThat;

import com.google.gson.JsonObject;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.QuantitySteps;
import dev.ibintents.trading.UnitValue;
import dev.ibintents.trading.Vectors;
import dev.ibintents.trading.allocation.Target.Position;
import dev.ibintents.trading.allocation.Target.Reason;
import dev.ibintents.trading.allocation.Target.Refused;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TargetTest {
  static Stream<JsonObject> vectors() throws IOException {
    return Vectors.of("target-positions.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void givesWhatTheVectorSays(JsonObject vector) {
    Vectors.objects(vector.get("legs"))
        .forEach(
            leg -> {
              UnitValue value =
                  new UnitValue(
                      leg.get("price").getAsBigDecimal(),
                      leg.get("multiplier").getAsBigDecimal(),
                      leg.get("fxToBase").getAsBigDecimal());
              Target target =
                  Target.of(
                      vector.get("capital").getAsBigDecimal(),
                      leg.get("signal").getAsBigDecimal(),
                      value,
                      QuantitySteps.ONE);
              assertThat(target).isEqualTo(new Position(leg.get("target").getAsBigDecimal()));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2.5, 1, 2",
    "1, 3.5, 1, 4",
    "1, -2.5, 1, -2",
    "1, 2.50000000000000000000000000000000000000000000000001, 1, 3",
    "1, 2.49999999999999999999999999999999999999999999999999, 1, 2",
    "0.1, 0.25, 1, 0.2",
    "0.1, 0.35, 1, 0.4",
    "100, 150, 1, 200",
    "100, 250, 1, 200",
    "100, 250.01, 1, 300",
    "0.0001, 1, 3, 0.3333",
    "5, 12.5, 1, 10",
    "1, 0, 1, 0"
  })
  void goesToTheNearestStepAndFromAHalfToTheEvenOne(
      BigDecimal increment, BigDecimal capitalTimesSignal, BigDecimal price, BigDecimal quantity) {
    QuantityStep step = new QuantityStep(increment, BigDecimal.ZERO);

    assertThat(Target.of(BigDecimal.ONE, capitalTimesSignal, priced(price), step))
        .isEqualTo(new Position(quantity));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "0, 1, 1, 1, 1, CAPITAL",
        "-5, 1, 1, 1, 1, CAPITAL",
        "none, 1, 1, 1, 1, CAPITAL",
        "1, none, 1, 1, 1, SIGNAL",
        "1, 1, none, 1, 1, PRICE",
        "1, 1, 0, 1, 1, PRICE",
        "1, 1, -1, 1, 1, PRICE",
        "1, 1, 1.7976931348623157E308, 1, 1, PRICE",
        "1, 1, 1E-400, 1, 1, PRICE",
        "1, 1, 1, none, 1, MULTIPLIER",
        "1, 1, 1, 0, 1, MULTIPLIER",
        "1, 1, 1, -2, 1, MULTIPLIER",
        "1, 1, 1, 1, none, FX_RATE",
        "1, 1, 1, 1, 0, FX_RATE",
        "1, 1, 1, 1, -1, FX_RATE",
        "1, 0, none, 1, 1, PRICE"
      })
  void refusesWhatMakesNoSense(
      BigDecimal capital,
      BigDecimal signal,
      BigDecimal price,
      BigDecimal multiplier,
      BigDecimal fxToBase,
      Reason reason) {
    UnitValue value = new UnitValue(price, multiplier, fxToBase);

    Target target = Target.of(capital, signal, value, QuantitySteps.ONE);

    assertThat(target).isInstanceOf(Refused.class);
    assertThat(((Refused) target).reason()).isEqualTo(reason);
  }

  @Test
  void saysWhichFigureItRefuses() {
    Target target =
        Target.of(BigDecimal.ONE, BigDecimal.ONE, priced(new BigDecimal("-1")), QuantitySteps.ONE);

    assertThat(((Refused) target).message()).isEqualTo("has no usable price: -1");
  }

  @Property
  void isNeverMoreThanHalfAStepAway(
      @ForAll("signals") BigDecimal signal,
      @ForAll("positives") BigDecimal capital,
      @ForAll("positives") BigDecimal price,
      @ForAll("steps") QuantityStep step) {
    BigDecimal quantity = quantity(capital, signal, price, step);

    // |quantity × price − capital × signal| ≤ step × price ÷ 2, without a division
    BigDecimal off = quantity.multiply(price).subtract(capital.multiply(signal)).abs();
    assertThat(off.add(off)).isAtMost(step.increment().multiply(price));
    assertThat(QuantitySteps.fits(step, quantity)).isTrue();
    if (off.add(off).compareTo(step.increment().multiply(price)) == 0) {
      BigInteger steps = quantity.divide(step.increment()).toBigIntegerExact();
      assertThat(steps.testBit(0)).isFalse();
    }
  }

  @Property
  void theOppositeSignalIsTheOppositeTarget(
      @ForAll("signals") BigDecimal signal,
      @ForAll("positives") BigDecimal capital,
      @ForAll("positives") BigDecimal price,
      @ForAll("steps") QuantityStep step) {
    assertThat(quantity(capital, signal.negate(), price, step))
        .isEqualTo(quantity(capital, signal, price, step).negate());
  }

  @Property
  void aLargerSignalIsNoSmallerTarget(
      @ForAll("signals") BigDecimal one,
      @ForAll("signals") BigDecimal other,
      @ForAll("positives") BigDecimal capital,
      @ForAll("positives") BigDecimal price,
      @ForAll("steps") QuantityStep step) {
    assertThat(quantity(capital, one.min(other), price, step))
        .isAtMost(quantity(capital, one.max(other), price, step));
  }

  private static BigDecimal quantity(
      BigDecimal capital, BigDecimal signal, BigDecimal price, QuantityStep step) {
    return ((Position) Target.of(capital, signal, priced(price), step)).quantity();
  }

  private static UnitValue priced(BigDecimal price) {
    return new UnitValue(price, BigDecimal.ONE, BigDecimal.ONE);
  }

  @Provide
  Arbitrary<BigDecimal> signals() {
    return Arbitraries.bigDecimals()
        .between(BigDecimal.valueOf(-3), BigDecimal.valueOf(3))
        .ofScale(3);
  }

  @Provide
  Arbitrary<BigDecimal> positives() {
    return Arbitraries.bigDecimals()
        .between(new BigDecimal("0.01"), BigDecimal.valueOf(1_000_000))
        .ofScale(2);
  }

  @Provide
  Arbitrary<QuantityStep> steps() {
    return Arbitraries.of("1", "0.0001", "0.5", "100", "2.5", "3")
        .map(step -> new QuantityStep(new BigDecimal(step), BigDecimal.ZERO));
  }
}
