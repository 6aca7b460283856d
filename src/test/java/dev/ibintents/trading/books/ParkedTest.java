package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.trading.Quantities;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParkedTest {
  private static Parked parked(int quantity) {
    return new Parked(Quantities.of(1, BigDecimal.valueOf(quantity)));
  }

  @ParameterizedTest
  @CsvSource({
    "100, 300, 200",
    "100, 100, 0",
    // Less is held than is parked: nothing is left, and nothing to buy.
    "100, 60, 0",
    "100, 0, 0",
    // The account is short of what strategies sold besides.
    "100, -40, -40",
    "-100, -300, -200",
    "-100, -60, 0",
    "-100, 40, 40"
  })
  void whatIsLeftNeverGoesBeyondWhatIsHeld(int parked, int held, int left) {
    assertThat(parked(parked).leftOutOf(1, BigDecimal.valueOf(held)))
        .isEqualTo(BigDecimal.valueOf(left));
  }

  @Property
  void sellingWhatIsLeftOnlyReduces(
      @ForAll @IntRange(min = -50, max = 50) int parked,
      @ForAll @IntRange(min = -50, max = 50) int held) {
    BigDecimal position = BigDecimal.valueOf(held);

    BigDecimal after = position.subtract(parked(parked).leftOutOf(1, position));

    assertThat(after.abs()).isAtMost(position.abs());
    assertThat(after.signum() * position.signum()).isAtLeast(0);
  }

  @Test
  void othersContractsAreLeftAsTheyAre() {
    assertThat(
            parked(100)
                .leftOutOf(
                    Quantities.of(1, BigDecimal.valueOf(100)).plus(2, BigDecimal.valueOf(7))))
        .isEqualTo(Quantities.of(2, BigDecimal.valueOf(7)));
  }
}
