package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.Frames;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any input from the other side is either a message or an error that names the message. */
class HostileInputTest {
  private static final int VERSION = 178;
  private static final List<String> HOSTILE =
      List.of(
          "",
          "0",
          "1",
          "-1",
          "2",
          "x",
          "1E999999999",
          "-1E-999999999",
          "1E99999999999",
          "1E400",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "NaN",
          "Infinity",
          "1.7976931348623157E308",
          "?",
          "\uFFFD",
          "2000000000",
          "9".repeat(1000));

  @Provide
  Arbitrary<List<Message>> oneOfEach() {
    return AnyMessage.oneOfEach();
  }

  @Provide
  Arbitrary<List<String>> hostileFields() {
    return Arbitraries.of(HOSTILE).list().ofMaxSize(40);
  }

  @Property(tries = 5)
  void messageThatEndsEarlyIsRefused(@ForAll("oneOfEach") List<Message> messages) {
    for (Message message : messages) {
      byte[] body = WireFields.body(message.frame(VERSION));
      for (int length = 0; length < body.length; length++) {
        assertRefused(message, Arrays.copyOf(body, length));
      }
    }
  }

  private static void assertRefused(Message message, byte[] cut) {
    FieldReader in = FieldReader.of(cut, VERSION);
    ProtocolException e =
        assertThrows(ProtocolException.class, () -> read(message instanceof Request, in));
    assertThat(e)
        .hasMessageThat()
        .containsMatch("^(a )?message .*from the (client|gateway): field");
  }

  @Property(tries = 200)
  void anyFieldsAreAMessageOrAProtocolException(@ForAll("hostileFields") List<String> fields) {
    for (int id = 0; id <= 110; id++) {
      List<String> message = new ArrayList<>(List.of(Integer.toString(id)));
      message.addAll(fields);
      byte[] body = WireFields.join(message);
      for (boolean request : new boolean[] {true, false}) {
        try {
          read(request, FieldReader.of(body, VERSION));
        } catch (ProtocolException e) {
          assertThat(e).hasMessageThat().startsWith("message " + id + " from the ");
          assertThat(e.getMessage().length()).isLessThan(500);
        }
      }
    }
  }

  private static void read(boolean request, FieldReader in) {
    if (request) {
      var unused = Requests.read(in);
    } else {
      var unused = Responses.read(in);
    }
  }

  @Example
  void unknownIdIsSkipped() {
    assertThat(Responses.read(FieldReader.of(WireFields.join(List.of("999", "x")), VERSION)))
        .isEmpty();
  }

  @Example
  void falseCountIsRefusedAtOnce() {
    for (String count : List.of("2000000000", "-1", "100")) {
      byte[] bars = WireFields.join(List.of("17", "1", "", "", count, "20261120"));
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () ->
              assertThrows(
                  ProtocolException.class, () -> Responses.read(FieldReader.of(bars, VERSION))));
    }
  }

  @Example
  void frameOfImpossibleLengthIsRefused() {
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 16 * 1024 * 1024 + 1}) {
      byte[] prefix = ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
      assertThrows(ProtocolException.class, () -> Frames.read(new ByteArrayInputStream(prefix)));
    }
  }

  @Example
  void streamMayEndBetweenFramesButNotInsideAFrame() throws IOException {
    byte[] frame = new ReqCurrentTime().frame(VERSION);
    assertThat(Frames.read(new ByteArrayInputStream(new byte[0]))).isNull();
    for (int length = 1; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertThrows(EOFException.class, () -> Frames.read(new ByteArrayInputStream(cut)));
    }
    assertThat(Frames.read(new ByteArrayInputStream(frame))).isEqualTo(WireFields.body(frame));
  }

  @Example
  void announcedLengthAllocatesNoMemory() {
    byte[] prefix = ByteBuffer.allocate(Integer.BYTES).putInt(Frames.LONGEST_FRAME).array();
    assertThrows(EOFException.class, () -> Frames.read(new ByteArrayInputStream(prefix)));
  }
}
