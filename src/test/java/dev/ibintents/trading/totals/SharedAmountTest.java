package dev.ibintents.trading.totals;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Shares;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The parts of a commission. */
class SharedAmountTest {
  @Test
  void theLargestShareGetsTheRest() {
    Shares shares =
        Shares.of(
            Map.of("a", BigDecimal.ONE, "b", BigDecimal.valueOf(-1), "c", BigDecimal.valueOf(4)));

    assertThat(SharedAmount.parts(new BigDecimal("1.00"), shares))
        .containsExactly(
            "a",
            new BigDecimal("0.1666"),
            "b",
            new BigDecimal("0.1666"),
            "c",
            new BigDecimal("0.6668"));
  }

  @Test
  void nothingIsSharedAmongNobody() {
    assertThat(SharedAmount.parts(BigDecimal.ONE, Shares.NONE)).isEmpty();
  }

  @Property(tries = 500)
  void partsSumToTheAmount(
      @ForAll("amounts") BigDecimal amount, @ForAll("shares") Map<String, BigDecimal> shares) {
    SortedMap<String, BigDecimal> parts = SharedAmount.parts(amount, Shares.of(shares));
    if (!parts.isEmpty()) {
      assertThat(PlainDecimal.sum(parts.values())).isEqualTo(PlainDecimal.of(amount));
    }
  }

  @Provide
  Arbitrary<BigDecimal> amounts() {
    return Arbitraries.bigDecimals()
        .between(BigDecimal.valueOf(-5), BigDecimal.valueOf(900))
        .ofScale(6);
  }

  @Provide
  Arbitrary<Map<String, BigDecimal>> shares() {
    return Arbitraries.maps(
            Arbitraries.strings().alpha().ofLength(2),
            Arbitraries.bigDecimals()
                .between(BigDecimal.valueOf(-1000), BigDecimal.valueOf(1000))
                .ofScale(4))
        .ofMaxSize(5);
  }
}
