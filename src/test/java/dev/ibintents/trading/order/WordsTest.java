package dev.ibintents.trading.order;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.store.NearNames;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that people type: nearly right names, and time zones at the end of a phrase. */
final class WordsTest {
  private static final List<String> NAMES = List.of("lmtPrice", "auxPrice", "tif", "orderRef");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lmtPrise|; did you mean lmtPrice?",
        "LMTPRICE|; did you mean lmtPrice?",
        "tiff|; did you mean tif?",
        "ti|; did you mean tif?",
        "tfi|; did you mean tif?",
        "tif|; did you mean tif?",
        "t|; did you mean tif?"
      })
  void nearNamesAreSuggested(String wrong, String suggestion) {
    assertThat(NearNames.suggestion(wrong, NAMES)).isEqualTo(suggestion);
  }

  @Test
  void noNameIsSuggestedIfNoneIsNear() {
    assertThat(NearNames.suggestion("quantity", NAMES)).isEmpty();
    assertThat(NearNames.suggestion("", NAMES)).isEmpty();
    assertThat(NearNames.suggestion("lmtPrice", List.of())).isEmpty();
  }

  @Test
  void nearestNamesComeFirstAndNoMoreThanThree() {
    List<String> names = List.of("abcdxx", "abcdef", "abcdex", "abcdey", "unlike");

    assertThat(NearNames.suggestion("abcdef", names))
        .isEqualTo("; did you mean abcdef or abcdex or abcdey?");
  }

  @Test
  void allowedDistanceGrowsWithTheLongerName() {
    assertThat(NearNames.suggestion("abcdefghi", List.of("abcdefxyz"))).isNotEmpty();
    assertThat(NearNames.suggestion("abcdefgh", List.of("abcdexyz"))).isEmpty();
    assertThat(NearNames.suggestion("strategy", List.of("strategies")))
        .isEqualTo("; did you mean strategies?");
  }

  @Test
  void nameWithoutACommonLetterIsNotSuggested() {
    assertThat(NearNames.suggestion("x", List.of("to"))).isEmpty();
    assertThat(NearNames.suggestion("ab", List.of("to"))).isEmpty();
    assertThat(NearNames.suggestion("t", List.of("to"))).isEqualTo("; did you mean to?");
  }

  @Test
  void nameOf64LettersIsComparedAndALongerNameIsNot() {
    String longest = "a".repeat(64);

    assertThat(NearNames.suggestion(longest, List.of(longest))).isNotEmpty();
    assertThat(NearNames.suggestion(longest + "a", List.of(longest + "a"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tomorrow 9:30 UTC|UTC|tomorrow 9:30",
        "9:30 gmt|UTC|9:30",
        "9:30 New York|America/New_York|9:30",
        "9:30 in New York|America/New_York|9:30",
        "9:30, new york time|America/New_York|9:30",
        "9:30 America/New_York|America/New_York|9:30",
        "9:30 Zurich Time|Europe/Zurich|9:30",
        "9:30 in Buenos Aires|America/Argentina/Buenos_Aires|9:30"
      })
  void phraseEndsWithAZone(String phrase, String zone, String rest) {
    Optional<ZoneWords> found = ZoneWords.atEndOf(phrase);

    assertThat(found).isPresent();
    assertThat(found.orElseThrow().zone().getRules()).isEqualTo(ZoneId.of(zone).getRules());
    assertThat(found.orElseThrow().rest()).isEqualTo(rest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9:30", "9:30 CST", "9:30 Easter", "9:30 EST5EDT", "New York", "9:30 York", ""})
  void phraseEndsWithNoZone(String phrase) {
    assertThat(ZoneWords.atEndOf(phrase)).isEmpty();
  }
}
