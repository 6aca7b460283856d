package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.wire.ProtocolException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
  @ParameterizedTest
  @CsvSource({
    "v157..178, 157, 178, ''",
    "v100..200, 100, 200, ''",
    "v177, 177, 177, ''",
    "v157..178 +PACEAPI, 157, 178, +PACEAPI",
  })
  void handshakeOfAClientIsReadAndWritten(String text, int min, int max, String options)
      throws IOException {
    Handshake expected = new Handshake(min, max, options);
    assertThat(read(hello(text))).isEqualTo(expected);
    assertThat(read(expected.bytes())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v",
        "157..178",
        "v178..157",
        "v1x..178",
        "v-1..178",
        "v157..",
        "v157...178",
        "v9999999999..99999999999",
        "v157..178x",
        " v157..178",
        "v157-178",
        "v157..178\0"
      })
  void unreadableVersionsAreRefused(String text) {
    assertThrows(ProtocolException.class, () -> read(hello(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "APX\0", "API v157..178", "\0\0\0\0", "api\0"})
  void otherProtocolIsRefused(String text) {
    assertThrows(ProtocolException.class, () -> read(text.getBytes(UTF_8)));
  }

  @Test
  void tooLongFrameIsRefusedBeforeItArrives() {
    for (int length : new int[] {1025, Integer.MAX_VALUE, -1}) {
      byte[] start = ByteBuffer.allocate(8).put("API\0".getBytes(UTF_8)).putInt(length).array();
      assertThrows(ProtocolException.class, () -> read(start));
    }
  }

  @Test
  void clientThatDisconnectsAtAnyByteIsRefused() {
    byte[] whole = Handshake.text().bytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(EOFException.class, () -> read(cut));
    }
  }

  @Test
  void serverWithoutAVersionIsRefused() {
    for (String reply : new String[] {"", "x\0y\0", "178\0", "178", "-1\0other:4001\0", "\0\0"}) {
      assertThrows(ProtocolException.class, () -> ServerVersion.read(reply.getBytes(UTF_8)));
    }
  }

  private static byte[] hello(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + utf8.length)
        .put("API\0".getBytes(UTF_8))
        .putInt(utf8.length)
        .put(utf8)
        .array();
  }

  private static Handshake read(byte[] bytes) throws IOException {
    return Handshake.read(new ByteArrayInputStream(bytes));
  }
}
