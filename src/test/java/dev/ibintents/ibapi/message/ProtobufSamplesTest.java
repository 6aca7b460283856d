package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import com.google.protobuf.DynamicMessage;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Reads the frames that real gateways and clients sent at versions 204 to 225 to their last field,
 * and writes them again. A field is lost only if its value is the default.
 */
class ProtobufSamplesTest {
  @TestFactory
  Stream<DynamicTest> messages() {
    return samples().map(sample -> dynamicTest(sample.title(), () -> assertKept(sample)));
  }

  private static void assertKept(Sample sample) {
    Message message = sample.read().orElseThrow();
    byte[] written = message.frame(sample.version());
    if (!sample.isProtobuf()) {
      assertThat(written).isEqualTo(sample.frame());
      return;
    }
    DynamicMessage expected = ProtobufOracle.read(sample.isRequest(), sample.frame());
    assertWithMessage("the table of fields lacks some of %s", expected)
        .that(ProtobufOracle.hasUnknownFields(expected))
        .isFalse();
    assertWithMessage("read as %s", message)
        .that(ProtobufOracle.values(ProtobufOracle.read(sample.isRequest(), written)))
        .isEqualTo(ProtobufOracle.values(expected));
  }

  @Test
  void allSamplesAreThere() {
    assertThat(samples().count()).isEqualTo(48);
  }

  static Stream<Sample> samples() {
    return WireFields.rows("protobuf-samples.jsonl").stream().map(Sample::of);
  }

  /** A recorded frame. */
  record Sample(String title, int version, boolean isRequest, boolean isProtobuf, byte[] frame) {
    static Sample of(JsonObject row) {
      int version = row.get("serverVersion").getAsInt();
      return new Sample(
          version + ": " + row.get("note").getAsString(),
          version,
          row.get("direction").getAsString().equals("client"),
          row.get("encoding").getAsString().equals("protobuf"),
          Base64.getDecoder().decode(row.get("frameBase64").getAsString()));
    }

    Optional<? extends Message> read() {
      return WireFields.read(isRequest, frame, version);
    }
  }
}
