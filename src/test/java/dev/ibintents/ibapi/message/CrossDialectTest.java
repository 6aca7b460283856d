package dev.ibintents.ibapi.message;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ibintents.ibapi.wire.FieldReader;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A message that came as texts, goes out as protobuf, and comes back as the same message. */
class CrossDialectTest {
  private static final int TEXT = 178;
  private static final int LAST_OF_TEXT = 200;
  private static final int PROTOBUF = 226;

  @TestFactory
  Stream<DynamicTest> answersOfRealGateways() {
    return WireFields.rows("inbound-samples.jsonl").stream()
        .filter(row -> !row.get("id").isJsonNull())
        .filter(row -> row.get("serverVersion").getAsInt() >= 163)
        .map(
            row -> {
              List<String> fields =
                  StreamSupport.stream(row.getAsJsonArray("fields").spliterator(), false)
                      .map(field -> field.getAsString())
                      .toList();
              int version = Math.min(row.get("serverVersion").getAsInt(), LAST_OF_TEXT);
              return dynamicTest(
                  row.get("name").getAsString()
                      + " "
                      + fields.subList(0, Math.min(6, fields.size())),
                  () ->
                      Responses.read(FieldReader.of(WireFields.join(fields), version))
                          .ifPresent(CrossDialectTest::assertCrosses));
            });
  }

  @TestFactory
  Stream<DynamicTest> requestsOfAnotherClient() {
    return WireFields.rows("requests-v178.jsonl").stream()
        .filter(row -> row.has("hex"))
        .map(
            row -> {
              byte[] body = HexFormat.of().parseHex(row.get("hex").getAsString());
              return dynamicTest(
                  row.get("call").getAsString() + " " + row.get("args"),
                  () ->
                      Requests.read(FieldReader.of(body, TEXT))
                          .ifPresent(CrossDialectTest::assertCrosses));
            });
  }

  private static void assertCrosses(Message message) {
    Optional<? extends Message> read =
        WireFields.read(message instanceof Request, message.frame(PROTOBUF), PROTOBUF);

    WireFields.assertSame(PlainTexts.of(message), PlainTexts.of(read.orElseThrow()));
  }
}
