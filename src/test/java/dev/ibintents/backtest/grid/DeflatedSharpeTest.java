package dev.ibintents.backtest.grid;

import static com.google.common.truth.Truth.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected values are computed with Python's mpmath and scipy, unless they are the paper's. */
final class DeflatedSharpeTest {
  @ParameterizedTest
  @CsvSource({
    "-8, 6.2209605742717841e-16",
    "-3.5, 0.00023262907903552504",
    "-1, 0.15865525393145705",
    "-0.1, 0.46017216272297102",
    "0, 0.5",
    "0.5, 0.6914624612740131",
    "1.96, 0.97500210485177956",
    "5, 0.99999971334842812",
    "7.5, 0.99999999999996809",
    "40, 1",
    "-40, 0"
  })
  void cumulativeProbabilityIsExact(double value, double expected) {
    assertThat(NormalDistribution.cumulative(value)).isWithin(1e-15).of(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "0.25, 0.67448975019608174",
    "0.01, 2.3263478740408411",
    "1e-6, 4.7534243088228989",
    "0.9, -1.2815515655446005"
  })
  void valueThatIsExceededWithAProbabilityIsExact(double probability, double expected) {
    assertThat(NormalDistribution.exceededWith(probability)).isWithin(1e-10).of(expected);
  }

  /**
   * The paper's example: a Sharpe ratio of 2.5 a year over 1250 days of 250 a year, with a skewness
   * of -3 and a kurtosis of 10. The variance of the tries is a half a year.
   */
  @ParameterizedTest
  @CsvSource({"100, 0.1132, 0.9004", "46, 0.1004, 0.9505"})
  void exampleOfThePaper(int tries, double expectedBest, double probability) {
    DeflatedSharpe deflated = DeflatedSharpe.of(tries, 1 / (2.0 * 250));

    assertThat(deflated.expectedBest()).isWithin(5e-5).of(expectedBest);
    assertThat(
            deflated
                .probability(2.5 / Math.sqrt(250), new Moments(1250, -3, 10))
                .value()
                .orElseThrow())
        .isWithin(5e-5)
        .of(probability);
  }

  @Test
  void varianceIsThatOfTheTries() {
    DeflatedSharpe deflated =
        DeflatedSharpe.of(List.of(0.05, 0.01, -0.02, 0.08)).value().orElseThrow();

    assertThat(deflated.expectedBest()).isWithin(1e-13).of(0.0462615107681119);
    assertThat(deflated.probability(0.08, new Moments(500, -0.7, 6)).value().orElseThrow())
        .isWithin(1e-12)
        .of(0.767501309330585);
    assertThat(deflated.probability(-0.02, new Moments(500, 0.3, 4)).value().orElseThrow())
        .isWithin(1e-12)
        .of(0.0700351337676788);
  }

  @Test
  void momentsAreThoseOfThePopulation() {
    Moments moments = Moments.of(List.of(0.01, -0.02, 0.005, 0.03, -0.001, 0.0, 0.012, -0.04));

    assertThat(moments.count()).isEqualTo(8);
    assertThat(moments.skewness()).isWithin(1e-12).of(-0.5931721764775605);
    assertThat(moments.kurtosis()).isWithin(1e-12).of(2.7754019838536874);
  }

  @Test
  void oneTryIsNoChoice() {
    assertThat(DeflatedSharpe.of(List.of(0.05)).value()).isEmpty();
    assertThat(DeflatedSharpe.of(List.of(0.05)).why())
        .isEqualTo("1 tries with a Sharpe ratio are too few; at least 2 are needed");
  }

  @Test
  void oneReturnIsTooFew() {
    DeflatedSharpe deflated = DeflatedSharpe.of(2, 0.01);

    assertThat(deflated.probability(0.1, new Moments(1, 0, 3)).value()).isEmpty();
    assertThat(deflated.probability(0.1, new Moments(1, 0, 3)).why()).contains("too few");
  }

  /** Two equal tries are no choice between luck and skill. */
  @Test
  void equalTriesHaveNoLuck() {
    assertThat(DeflatedSharpe.of(List.of(0.05, 0.05)).value().orElseThrow().expectedBest())
        .isEqualTo(0);
  }
}
