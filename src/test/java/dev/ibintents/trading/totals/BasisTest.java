package dev.ibintents.trading.totals;

import static com.google.common.truth.Truth.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The average cost of a holding, and what trades do to it. */
class BasisTest {
  private static Basis basis(String quantity, String cost) {
    return new Basis("USD", Optional.empty(), new BigDecimal(quantity), new BigDecimal(cost));
  }

  private static BigDecimal costAfter(Basis before, String quantity, String value) {
    Basis change = before.changedBy(new BigDecimal(quantity), new BigDecimal(value));
    return before.plus(change).cost();
  }

  @Test
  void purchasesAddTheirValue() {
    assertThat(costAfter(basis("0", "0"), "10", "1000")).isEqualTo(new BigDecimal("1000"));
    assertThat(costAfter(basis("10", "1000"), "5", "600")).isEqualTo(new BigDecimal("1600"));
  }

  @Test
  void aSaleTakesTheAverageCostOfItsPart() {
    assertThat(costAfter(basis("10", "1000"), "-4", "-480")).isEqualTo(new BigDecimal("600"));
  }

  @Test
  void aShortPositionHasItsProceedsAsCost() {
    assertThat(costAfter(basis("0", "0"), "-10", "-1000")).isEqualTo(new BigDecimal("-1000"));
    assertThat(costAfter(basis("-10", "-1000"), "4", "320")).isEqualTo(new BigDecimal("-600"));
  }

  @Test
  void aTradeThroughZeroOpensTheRestAtItsOwnPrice() {
    assertThat(costAfter(basis("10", "1000"), "-15", "-1800")).isEqualTo(new BigDecimal("-600"));
    assertThat(costAfter(basis("-10", "-1000"), "15", "1200")).isEqualTo(new BigDecimal("400"));
  }

  @Test
  void aHoldingThatIsClosedHasNoCostLeft() {
    assertThat(costAfter(basis("3", "100"), "-3", "-99")).isEqualTo(BigDecimal.ZERO);
    assertThat(costAfter(basis("3", "100"), "-1", "-33")).isEqualTo(new BigDecimal("66.66666667"));
  }

  @Test
  void theCostThatACorrectionLeftIsTakenAwayByTheNextTrade() {
    assertThat(costAfter(basis("0", "12.5"), "2", "200")).isEqualTo(new BigDecimal("200"));
  }
}
