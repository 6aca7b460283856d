package dev.ibintents.trading;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SideTest {
  @Test
  void sidesHaveTheWordsOfTheProtocol() {
    assertThat(Side.BUY.action()).isEqualTo("BUY");
    assertThat(Side.SELL.action()).isEqualTo("SELL");
    assertThat(Side.BUY.execution()).isEqualTo("BOT");
    assertThat(Side.SELL.execution()).isEqualTo("SLD");
  }

  @ParameterizedTest
  @EnumSource
  void wordsNameTheirSide(Side side) {
    assertThat(Side.of(side.action())).hasValue(side);
    assertThat(Side.ofExecution(side.execution())).hasValue(side);
    assertThat(Side.of(side.execution())).isEmpty();
    assertThat(Side.ofExecution(side.action())).isEmpty();
    assertThat(side.opposite()).isNotEqualTo(side);
    assertThat(side.opposite().opposite()).isEqualTo(side);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "buy", "SSHORT", "BUY "})
  void otherWordsNameNoSide(String word) {
    assertThat(Side.of(word)).isEmpty();
    assertThat(Side.ofExecution(word)).isEmpty();
  }

  @Test
  void nothingHasNoSide() {
    assertThrows(IllegalArgumentException.class, () -> Side.ofSigned(new BigDecimal("0.00")));
  }

  @Property
  void signedQuantityTellsItsSideAgain(@ForAll Side side, @ForAll BigDecimal quantity) {
    BigDecimal unsigned = quantity.abs();

    assertThat(side.signed(side.signed(quantity))).isEqualTo(quantity);
    assertThat(side.signed(quantity).add(side.opposite().signed(quantity)).signum()).isEqualTo(0);
    if (unsigned.signum() > 0) {
      assertThat(Side.ofSigned(side.signed(unsigned))).isEqualTo(side);
    }
  }
}
