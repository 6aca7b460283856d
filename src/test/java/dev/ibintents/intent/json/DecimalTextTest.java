package dev.ibintents.intent.json;

import static com.google.common.truth.Truth.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class DecimalTextTest {
  @Property
  void textHasNoExponent(
      @ForAll BigInteger digits, @ForAll @IntRange(min = -20, max = 40) int scale) {
    BigDecimal value = new BigDecimal(digits, scale);
    assertThat(DecimalText.of(value)).isEqualTo(value.toPlainString());
  }

  @Property
  void smallNumbersHaveNoExponent(
      @ForAll @IntRange(min = -999, max = 999) int digits,
      @ForAll @IntRange(min = -3, max = 12) int scale) {
    BigDecimal value = BigDecimal.valueOf(digits, scale);
    assertThat(DecimalText.of(value)).isEqualTo(value.toPlainString());
  }

  @Test
  void smallestReturnsAreWrittenInFull() {
    assertThat(DecimalText.of(new BigDecimal("1E-8"))).isEqualTo("0.00000001");
    assertThat(DecimalText.of(new BigDecimal("0.00"))).isEqualTo("0.00");
    assertThat(DecimalText.of(new BigDecimal("1E+3"))).isEqualTo("1000");
  }
}
