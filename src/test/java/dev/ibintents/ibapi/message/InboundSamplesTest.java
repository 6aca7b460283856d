package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Reads messages recorded from real gateways to their last field and writes them again. Every
 * number, text and "no value" must be the same as before.
 */
class InboundSamplesTest {
  /** The ids that must be known; samples of other ids are tested once the id is known. */
  private static final Set<Integer> EXPECTED =
      Set.of(
          1, 2, 4, 6, 7, 8, 9, 10, 11, 15, 17, 45, 46, 49, 52, 53, 54, 55, 57, 58, 59, 61, 62, 63,
          64, 73, 74, 81, 88, 93, 102);

  /**
   * The ids of openOrder and completedOrder. Gateways have written "no value" of one field in
   * several ways, so all of these ways count as equal.
   */
  private static final Set<Integer> SEVERAL_UNSET_FORMS = Set.of(5, 101);

  private static final Set<String> UNSET =
      Set.of(FieldWriter.UNSET_DOUBLE, FieldWriter.UNSET_INTEGER, FieldWriter.UNSET_LONG);

  @TestFactory
  Stream<DynamicTest> messages() {
    return samples()
        .filter(sample -> sample.id != null)
        .filter(sample -> EXPECTED.contains(sample.id) || isKnown(sample.id))
        .map(InboundSamplesTest::test);
  }

  @TestFactory
  Stream<DynamicTest> handshakes() {
    return samples()
        .filter(sample -> sample.id == null)
        .map(sample -> dynamicTest(sample.title(), () -> assertHandshakeRead(sample)));
  }

  private static DynamicTest test(Sample sample) {
    return dynamicTest(sample.title(), () -> assertReadAndWrittenAgain(sample));
  }

  private static void assertReadAndWrittenAgain(Sample sample) {
    FieldReader in = FieldReader.of(WireFields.join(sample.fields), sample.version);
    Optional<Response> message = Responses.read(in);
    assertWithMessage("a reader for %s", sample.title()).that(message).isPresent();
    assertWithMessage("fields left over after %s", message).that(in.hasNext()).isFalse();

    List<String> written = WireFields.split(WireFields.body(message.get().frame(sample.version)));
    if (SEVERAL_UNSET_FORMS.contains(sample.id)) {
      WireFields.assertSame(oneUnsetForm(sample.fields), oneUnsetForm(written));
    } else {
      WireFields.assertSame(sample.fields, written);
    }
  }

  private static List<String> oneUnsetForm(List<String> fields) {
    return fields.stream().map(field -> UNSET.contains(field) ? "" : field).toList();
  }

  private static boolean isKnown(int id) {
    byte[] idAlone = WireFields.join(List.of(Integer.toString(id)));
    try {
      return Responses.read(FieldReader.of(idAlone, Handshake.MAX_TEXT_VERSION)).isPresent();
    } catch (ProtocolException e) {
      return true; // the id is known, and further fields are missing
    }
  }

  private static void assertHandshakeRead(Sample sample) {
    ServerVersion reply = ServerVersion.read(WireFields.join(sample.fields));
    assertThat(reply.version()).isEqualTo(Integer.parseInt(sample.fields.get(0)));
    assertThat(WireFields.split(WireFields.body(reply.frame()))).isEqualTo(sample.fields);
  }

  private static Stream<Sample> samples() {
    return WireFields.rows("inbound-samples.jsonl").stream()
        .filter(InboundSamplesTest::hasLayoutOfKnownVersions)
        .map(Sample::of);
  }

  /**
   * Whether a sample has a known version, or another version with the same layout by the
   * collection's own remark.
   */
  private static boolean hasLayoutOfKnownVersions(JsonObject row) {
    int version = row.get("serverVersion").getAsInt();
    String remark = row.get("versionHow").getAsString();
    return row.get("id").isJsonNull()
        || (version >= Handshake.MIN_VERSION && version <= Handshake.MAX_TEXT_VERSION)
        || remark.contains("same layout")
        || remark.contains("layout is the same")
        || remark.contains("does not depend on the version");
  }

  private record Sample(Integer id, String name, List<String> fields, int version) {
    static Sample of(JsonObject row) {
      JsonElement id = row.get("id");
      int version = row.get("serverVersion").getAsInt();
      return new Sample(
          id.isJsonNull() ? null : (Integer) id.getAsInt(),
          row.get("name").getAsString(),
          StreamSupport.stream(row.getAsJsonArray("fields").spliterator(), false)
              .map(JsonElement::getAsString)
              .toList(),
          Math.max(Handshake.MIN_VERSION, Math.min(Handshake.MAX_TEXT_VERSION, version)));
    }

    String title() {
      return name + " at " + version + ": " + String.join("|", fields.subList(0, limit()));
    }

    private int limit() {
      return Math.min(6, fields.size());
    }
  }
}
