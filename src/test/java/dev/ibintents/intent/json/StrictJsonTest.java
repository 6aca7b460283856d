package dev.ibintents.intent.json;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        """
        {"a":1\
        """,
        """
        {"a":1,}\
        """,
        "[1,]",
        "{a:1}",
        "{'a':1}",
        """
        {"a":NaN}\
        """,
        """
        {"a":Infinity}\
        """,
        """
        {"a":01}\
        """,
        """
        {"a":1} {"b":2}\
        """,
        """
        {"a":1}x\
        """,
        """
        {"a":1} // no\
        """,
        """
        {"dryRun":true,"dryRun":false}\
        """,
        """
        {"o":{"x":1,"x":2}}\
        """,
        """
        {"a":TRUE}\
        """,
        """
        {"a":1e999999999}\
        """,
        """
        {"a":11111111111111111111111111111111111111111111111111111111111111111}\
        """,
        """
        {"a":"
        "}\
        """,
        "nope"
      })
  void refusesWhatIsNotExactlyOneValue(String text) {
    assertThrows(JsonParseException.class, () -> StrictJson.parse(text));
    assertThat(JsonFault.of(text)).isPresent();
  }

  @Test
  void refusesNestingThatCouldExhaustTheStack() {
    String text = "[".repeat(100_000) + "]".repeat(100_000);

    assertThrows(JsonParseException.class, () -> StrictJson.parse(text));
    assertThat(JsonFault.of(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        """
        {"a":[1,2.50,-3,true,null,"x",{"b":{}}]}\
        """,
        """
        {"number":0.1000000000000000055511151231257827}\
        """
      })
  void keepsWhatIs(String text) {
    assertThat(StrictJson.parse(text).toString()).isEqualTo(text);
    assertThat(JsonFault.of(text)).isEmpty();
  }
}
