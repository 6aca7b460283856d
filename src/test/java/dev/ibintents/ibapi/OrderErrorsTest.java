package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.message.ErrorMessage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderErrorsTest {
  private static final String HELD_UNTIL_THE_OPENING =
      "Order Message:\nSELL 12 GOOG NASDAQ.NMS\nWarning: your order will not be placed at the"
          + " exchange until 2016-10-06 09:30:00 US/Eastern";

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          103, REFUSES
          106, REFUSES
          107, REFUSES
          109, REFUSES
          163, REFUSES
          164, REFUSES
          382, REFUSES
          383, REFUSES
          110, REFUSES
          111, REFUSES
          113, REFUSES
          116, REFUSES
          133, REFUSES
          140, REFUSES
          141, REFUSES
          160, REFUSES
          200, REFUSES
          201, REFUSES
          203, REFUSES
          320, REFUSES
          321, REFUSES
          322, REFUSES
          387, REFUSES
          388, REFUSES
          391, REFUSES
          392, REFUSES
          400, REFUSES
          401, REFUSES
          434, REFUSES
          439, REFUSES
          441, REFUSES
          442, REFUSES
          443, REFUSES
          413, REFUSES
          10006, REFUSES
          10015, REFUSES
          10243, REFUSES
          10244, REFUSES
          10245, REFUSES
          10246, REFUSES
          10247, REFUSES
          10248, REFUSES
          10249, REFUSES
          10250, REFUSES
          10251, REFUSES
          10252, REFUSES
          10318, REFUSES
          10268, REFUSES
          10269, REFUSES
          10270, REFUSES
          10289, REFUSES
          10290, REFUSES
          10293, REFUSES
          10314, REFUSES
          10340, REFUSES
          460, REFUSES
          451, REFUSES
          10052, REFUSES
          399, REFUSES
          202, ENDS
          104, REFUSES_CHANGE
          105, REFUSES_CHANGE
          134, REFUSES_CHANGE
          329, REFUSES_CHANGE
          2102, REFUSES_CHANGE
          135, ANSWERS_CANCEL
          136, ANSWERS_CANCEL
          161, ANSWERS_CANCEL
          10147, ANSWERS_CANCEL
          10148, ANSWERS_CANCEL
          10149, ANSWERS_CANCEL
          404, WARNS
          481, WARNS
          2100, WARNS
          2109, WARNS
          2137, WARNS
          2148, WARNS
          2174, WARNS
          2176, WARNS
          2199, WARNS
          10233, WARNS
          10349, WARNS
          10018, WARNS
          10019, WARNS
          354, MARKET_DATA
          10089, MARKET_DATA
          10090, MARKET_DATA
          10091, MARKET_DATA
          10167, MARKET_DATA
          10168, MARKET_DATA
          10186, MARKET_DATA
          10187, MARKET_DATA
          10189, MARKET_DATA
          10197, MARKET_DATA
          300, MARKET_DATA
          10311, DEPENDS_ON_SETTINGS
          10329, DEPENDS_ON_SETTINGS
          461, UNKNOWN
          """)
  void knownCodeHasItsEffect(int code, OrderErrorEffect effect) {
    assertThat(OrderErrors.effectOf(code, "some words")).isEqualTo(effect);
  }

  static IntStream notifications() {
    return IntStream.rangeClosed(2100, 2199).filter(code -> code != 2102);
  }

  @ParameterizedTest
  @MethodSource("notifications")
  void codesFrom2100To2199WarnExcept2102(int code) {
    assertThat(OrderErrors.effectOf(code, "")).isEqualTo(OrderErrorEffect.WARNS);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {-1, 0, 100, 102, 461, 501, 1100, 2099, 2200, 10020, 10242, 10253, 10350, 99999})
  void codeThatIsNotInTheTableIsUnknown(int code) {
    assertThat(OrderErrors.effectOf(code, "Warning: x")).isEqualTo(OrderErrorEffect.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HELD_UNTIL_THE_OPENING,
        "Warning: your order will not be placed",
        "Order Message:<br>BUY 1 SPY<br>Warning: held",
        "Order Message:<BR/>  WARNING: held",
        "Order Message:\r\nWarning: held",
        "Order Message:\\nWarning: held"
      })
  void code399WithAWarningLineWarns(String text) {
    assertThat(OrderErrors.effectOf(399, text)).isEqualTo(OrderErrorEffect.WARNS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Order Message:\nBUY 1 SPY\nThis order is not permitted",
        "Order Message:\nBUY 1 SPY\nRejected. No Warning: was given",
        "Order Message:\nWarning was ignored"
      })
  void code399WithoutAWarningLineRefuses(String text) {
    assertThat(OrderErrors.effectOf(399, text)).isEqualTo(OrderErrorEffect.REFUSES);
  }

  @ParameterizedTest
  @CsvSource({
    "110, REFUSES_CHANGE",
    "321, REFUSES_CHANGE",
    "104, REFUSES_CHANGE",
    "2102, REFUSES_CHANGE",
    "201, UNKNOWN",
    "103, UNKNOWN",
    "399, UNKNOWN",
    "202, ENDS",
    "10349, WARNS",
    "10148, ANSWERS_CANCEL",
    "10311, DEPENDS_ON_SETTINGS",
    "7, UNKNOWN"
  })
  void effectOnChangeIsUnknownExceptForKnownCodes(int code, OrderErrorEffect effect) {
    assertThat(OrderErrors.effectOnChange(new ErrorMessage(5, code, "words", "")))
        .isEqualTo(effect);
  }

  @Test
  void effectIsTakenFromTheCodeAndTextOfAnError() {
    assertThat(OrderErrors.effectOf(new ErrorMessage(5, 399, HELD_UNTIL_THE_OPENING, "")))
        .isEqualTo(OrderErrorEffect.WARNS);
    assertThat(OrderErrors.effectOnChange(new ErrorMessage(5, 399, HELD_UNTIL_THE_OPENING, "")))
        .isEqualTo(OrderErrorEffect.WARNS);
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSES, true, false",
    "ENDS, true, false",
    "REFUSES_CHANGE, false, true",
    "ANSWERS_CANCEL, false, false",
    "WARNS, false, true",
    "MARKET_DATA, false, true",
    "DEPENDS_ON_SETTINGS, false, false",
    "UNKNOWN, false, false"
  })
  void effectTellsWhetherItIsFinalOrHarmless(
      OrderErrorEffect effect, boolean isFinal, boolean isHarmless) {
    assertThat(effect.isFinal()).isEqualTo(isFinal);
    assertThat(effect.isHarmless()).isEqualTo(isHarmless);
  }
}
