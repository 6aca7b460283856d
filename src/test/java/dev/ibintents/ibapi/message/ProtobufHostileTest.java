package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Any bytes behind a raw id are either a message or an error that names the message. {@code
 * -Dfuzz.bodies=1000000} tries more of them.
 */
class ProtobufHostileTest {
  private static final int VERSION = 226;
  private static final int BODIES = Integer.getInteger("fuzz.bodies", 20_000);
  private static final int LONGEST_BODY = 96;

  private final Random random = new Random(20261128);

  @Test
  void anyBytesAreAMessageOrAProtocolException() {
    for (int i = 0; i < BODIES; i++) {
      byte[] body = new byte[random.nextInt(LONGEST_BODY)];
      random.nextBytes(body);
      assertReadOrRefused(201 + random.nextInt(110), body);
    }
  }

  @Test
  void anyChangeOfARecordedMessageIsAMessageOrAProtocolException() {
    List<ProtobufSamplesTest.Sample> samples = ProtobufSamplesTest.samples().toList();
    for (int i = 0; i < BODIES; i++) {
      byte[] frame = samples.get(random.nextInt(samples.size())).frame();
      int id = ByteBuffer.wrap(frame).getInt(Integer.BYTES);
      byte[] body = Arrays.copyOfRange(frame, 2 * Integer.BYTES, frame.length);
      for (int changes = random.nextInt(4); body.length > 0 && changes >= 0; changes--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }
      assertReadOrRefused(id, Arrays.copyOf(body, random.nextInt(body.length + 1)));
    }
  }

  private static void assertReadOrRefused(int id, byte[] body) {
    for (boolean isRequest : new boolean[] {true, false}) {
      try {
        read(isRequest, id, body);
      } catch (ProtocolException e) {
        assertThat(e).hasMessageThat().contains("from the " + (isRequest ? "client" : "gateway"));
        assertThat(e.getMessage().length()).isLessThan(500);
      }
    }
  }

  @Test
  void aListThatWouldTakeMuchMoreMemoryThanItsBytesIsRefusedAtOnce() {
    byte[] emptyBars = new byte[4_000_000];
    for (int i = 0; i < emptyBars.length; i += 2) {
      emptyBars[i] = 0x12; // field 2, a bar
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          ProtocolException e =
              assertThrows(ProtocolException.class, () -> read(false, 217, emptyBars));
          assertThat(e).hasMessageThat().contains("more elements");
        });
  }

  @Test
  void aLengthBeyondTheMessageIsRefused() {
    for (byte[] body :
        List.of(
            bytes(0x12, 0x7f),
            bytes(0x12, 0xff, 0xff, 0xff, 0xff, 0x0f),
            bytes(0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01))) {
      assertRefused(body, "message 61 from the gateway: field 2 has ");
    }
  }

  @Test
  void bytesThatAreNoProtobufAreRefused() {
    assertRefused(bytes(0x00), "field has the impossible number 0");
    assertRefused(bytes(0x0b), "field 1 has the wire type 3");
    assertRefused(bytes(0x08), "ends inside a number");
    assertRefused(
        bytes(0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01),
        "more than ten bytes");
  }

  @Test
  void aFieldOfAnotherTypeIsRefused() {
    assertRefused(bytes(0x12, 0x00, 0x08, 0x01), "field 1 has the wire type 0, not 2");
  }

  @Test
  void aTextWithANulIsRefused() {
    assertRefused(bytes(0x0a, 0x03, 'D', 0, 'U', 0x12, 0x00), "contains a NUL");
  }

  private static void assertRefused(byte[] position, String why) {
    ProtocolException e = assertThrows(ProtocolException.class, () -> read(false, 261, position));
    assertThat(e).hasMessageThat().contains(why);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static void read(boolean isRequest, int rawId, byte[] body) {
    byte[] frame = ByteBuffer.allocate(Integer.BYTES + body.length).putInt(rawId).put(body).array();
    FieldReader in = FieldReader.of(frame, VERSION);
    if (isRequest) {
      var unused = Requests.read(in);
    } else {
      var unused = Responses.read(in);
    }
  }
}
