package dev.ibintents.strategy;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MacdTest {
  /** 500 + 10 sin(i ÷ 5) + 0.35 i, to the cent. */
  private static final List<BigDecimal> CLOSES =
      Stream.of(
              ("500.0 502.34 504.59 506.7 508.57 510.16 511.42 512.3 512.8 512.89 512.59 511.93"
                      + " 510.95 509.71 508.25 506.66 505.02 503.39 501.87 500.53 499.43 498.63"
                      + " 498.18 498.11 498.44 499.16 500.27 501.72 503.49 505.5 507.71 510.02"
                      + " 512.37 514.67 516.84 518.82 520.54 521.94 522.98 523.64 523.89 523.76"
                      + " 523.25 522.39 521.25 519.87 518.33 516.7 515.06 513.49 512.06 510.85"
                      + " 509.92 509.32 509.09 509.25 509.81 510.76 512.07 513.71")
                  .split(" "))
          .map(BigDecimal::new)
          .toList();

  private static final BigDecimal TOLERANCE = new BigDecimal("1e-25");

  private static Macd usual(List<BigDecimal> closes) {
    return Macd.of(closes, Macd.Periods.USUAL);
  }

  private static void assertNear(BigDecimal actual, String expected) {
    assertThat(actual.subtract(new BigDecimal(expected)).abs()).isLessThan(TOLERANCE);
  }

  /** The expected values are computed with Python's exact fractions. */
  @Test
  void macdEqualsTheResultOfExactFractions() {
    Macd all = usual(CLOSES);
    assertNear(all.line(), "-0.799634092569831866453765168452");
    assertNear(all.signal(), "-0.281084356359009241045142044770");
    assertThat(all.isRising()).isFalse();

    Macd shorter = usual(CLOSES.subList(0, 45));
    assertNear(shorter.line(), "4.38519055187476955125694031614");
    assertNear(shorter.signal(), "3.57277790193566554470257768514");
    assertThat(shorter.isRising()).isTrue();

    Macd shortest = usual(CLOSES.subList(0, 34));
    assertNear(shortest.line(), "0.187980850293373605220793247219");
    assertNear(shortest.signal(), "-2.45017926954935027767992351194");
  }

  /** The expected values are computed with Python's exact fractions. */
  @Test
  void otherPeriodsEqualTheResultOfExactFractions() {
    Macd shorter = Macd.of(CLOSES, new Macd.Periods(5, 20, 4));
    assertNear(shorter.line(), "-1.167090596313922086757402494514");
    assertNear(shorter.signal(), "-2.0129608922266910225366428724291");

    Macd shortest = Macd.of(CLOSES, new Macd.Periods(1, 2, 1));
    assertNear(shortest.line(), "0.73414871297955749635246723059565");
    assertNear(shortest.signal(), "0.73414871297955749635246723059565");
  }

  @Test
  void tooFewPricesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> usual(CLOSES.subList(0, 33)));
  }

  @Property(tries = 50)
  void constantPriceIsNoTrend(
      @ForAll @IntRange(min = 34, max = 400) int days,
      @ForAll @BigRange(min = "0.01", max = "100000") BigDecimal price) {
    Macd macd = usual(Collections.nCopies(days, price));

    assertThat(macd.line().abs()).isLessThan(TOLERANCE);
    assertThat(macd.signal().abs()).isLessThan(TOLERANCE);
  }

  @Property(tries = 50)
  void trendDoesNotDependOnTheUnit(
      @ForAll @Size(min = 34, max = 120)
          List<@BigRange(min = "1", max = "1000") BigDecimal> closes) {
    Macd macd = usual(closes);
    Macd inCents = usual(closes.stream().map(close -> close.scaleByPowerOfTen(2)).toList());

    assertNear(inCents.line().scaleByPowerOfTen(-2), macd.line().toString());
    assertNear(inCents.signal().scaleByPowerOfTen(-2), macd.signal().toString());
  }
}
