package dev.ibintents.ibapi.wire;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentTextsTest {
  private final RecentTexts texts = new RecentTexts();

  private String text(String written) {
    byte[] bytes = ("a" + written + "z").getBytes(UTF_8);
    return texts.text(bytes, 1, bytes.length - 1);
  }

  @Test
  void textThatComesAgainIsTheSameObject() {
    String first = text("DU1234567");

    assertThat(text("USD")).isEqualTo("USD");
    assertThat(text("DU1234567")).isSameInstanceAs(first);
  }

  @Test
  void textsOfEqualHashStayApart() {
    for (int i = 0; i < 3; i++) {
      assertThat(text("Aa")).isEqualTo("Aa");
      assertThat(text("BB")).isEqualTo("BB"); // String.hashCode gives both the same
    }
  }

  @Test
  void anyTextIsReadAsItWasWritten() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(4); length >= 0; length--) {
        text.appendCodePoint(random.nextBoolean() ? 'a' + random.nextInt(26) : random.nextInt(800));
      }
      assertWithMessage("text %s", i).that(text(text.toString())).isEqualTo(text.toString());
    }
  }
}
