package dev.ibintents.intent;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.intent.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SignatureTest {
  static Stream<JsonObject> vectors() throws IOException {
    try (InputStream in = SignatureTest.class.getResourceAsStream("/vectors/signature.json")) {
      JsonElement vectors = JsonParser.parseString(new String(in.readAllBytes(), UTF_8));
      return StreamSupport.stream(vectors.getAsJsonArray().spliterator(), false)
          .map(JsonElement::getAsJsonObject);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void givesWhatTheVectorSays(JsonObject vector) {
    JsonObject parameters = StrictJson.parse(vector.get("parameters").toString()).getAsJsonObject();

    assertThat(Signature.canonical(parameters)).isEqualTo(vector.get("canonical").getAsString());
    assertThat(
            Signature.of(
                vector.get("revision").getAsString(),
                vector.get("intent").getAsString(),
                parameters))
        .isEqualTo(vector.get("signature").getAsString());
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1.50,1.5", "1.0,1.0", "1e2,100.0", "-0.25e-3,-0.00025", "0.0,0.0"})
  void writesNumbersInOneWayOnly(String given, String canonical) {
    assertThat(Signature.canonical(StrictJson.parse(given))).isEqualTo(canonical);
  }

  @Test
  void escapesWhatIsNotPrintableAscii() {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("t", doubleQuoted("a\tb\u0001\u007f'\\\ud83d\ude00"));

    assertThat(Signature.canonical(parameters))
        .isEqualTo(doubleQuoted("{'t': 'a\\tb\\u0001\\u007f\\'\\\\\\ud83d\\ude00'}"));
  }

  @Test
  void anotherRevisionIsAnotherSignature() {
    JsonObject none = new JsonObject();

    assertThat(Signature.of("one", "Ping", none)).isNotEqualTo(Signature.of("two", "Ping", none));
  }
}
