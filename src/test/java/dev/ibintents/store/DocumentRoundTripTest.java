package dev.ibintents.store;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Tests that every document is read back unchanged. */
class DocumentRoundTripTest {
  private static Path folder;
  private static DocumentStore store;

  @BeforeContainer
  static void open() throws IOException {
    folder = Files.createTempDirectory("round-trip");
    store = new SqliteDocumentStore(folder);
  }

  @AfterContainer
  static void close() throws IOException {
    store.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(DocumentRoundTripTest::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void everyDocumentIsReadBackFromTheFile(@ForAll("documents") Map<String, Object> fields) {
    store.set("any/document", fields);
    assertThat(store.get("any/document").orElseThrow().fields()).isEqualTo(fields);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void everyDocumentIsReadBackFromItsJson(@ForAll("documents") Map<String, Object> fields)
      throws IOException {
    assertThat(FieldsJson.read(FieldsJson.write(fields))).isEqualTo(fields);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void everyDocumentIsReadBackFromItsLine(
      @ForAll("documents") Map<String, Object> fields, @ForAll("ids") String id) {
    Document document = new Document("any/" + id, fields);

    String line = DocumentLine.write(document);

    assertThat(line.lines().count()).isEqualTo(1);
    assertThat(DocumentLine.read(line)).isEqualTo(document);
    assertThat(DocumentLine.write(DocumentLine.read(line))).isEqualTo(line);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void equalityOfValuesIsSymmetric(@ForAll("values") Object a, @ForAll("values") Object b) {
    assertThat(FirestoreOrder.isEqual(a, a)).isTrue();
    assertThat(FirestoreOrder.isEqual(a, b)).isEqualTo(FirestoreOrder.isEqual(b, a));
  }

  @Property
  void textsAreInTheOrderOfTheirBytes(@ForAll("ids") String a, @ForAll("ids") String b) {
    int expected = Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

    assertThat(Integer.signum(FirestoreOrder.texts(a, b))).isEqualTo(Integer.signum(expected));
  }

  @Provide
  Arbitrary<Map<String, Object>> documents() {
    return Arbitraries.maps(names(), values()).ofMaxSize(6).map(HashMap::new);
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.strings()
        .ofMinLength(1)
        .ofMaxLength(20)
        .filter(FieldValues::isUnicode)
        .filter(id -> id.chars().noneMatch(c -> c == '/' || Character.isISOControl(c)))
        .filter(id -> !id.startsWith(".") && !id.startsWith("__"));
  }

  @Provide
  Arbitrary<Object> values() {
    return values(3);
  }

  private static Arbitrary<Object> values(int depth) {
    Arbitrary<Object> scalar =
        Arbitraries.oneOf(
            List.of(
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.longs().map(bits -> (Object) Double.longBitsToDouble(bits)),
                Arbitraries.of(0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY).asGeneric(),
                texts().asGeneric(),
                instants().asGeneric()));
    Arbitrary<Object> withNull = scalar.injectNull(0.05);
    if (depth == 0) {
      return withNull;
    }
    Arbitrary<Object> deeper = values(depth - 1);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(6, withNull),
        net.jqwik.api.Tuple.of(
            1, deeper.filter(value -> !(value instanceof List)).list().ofMaxSize(5).asGeneric()),
        net.jqwik.api.Tuple.of(
            1, Arbitraries.maps(names(), deeper).ofMaxSize(5).map(HashMap::new).asGeneric()));
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(40).filter(FieldValues::isUnicode);
  }

  private static Arbitrary<String> names() {
    Arbitrary<String> odd = Arbitraries.of("$map", "$instant", "$double", "$", "756733", "a.b");
    Arbitrary<String> any =
        texts().filter(name -> !name.isEmpty() && !(name.startsWith("__") && name.endsWith("__")));
    return Arbitraries.oneOf(odd, any);
  }

  private static Arbitrary<Instant> instants() {
    return Arbitraries.longs()
        .between(-62_135_596_800_000_000L, 253_402_300_799_999_999L)
        .map(
            micros ->
                Instant.ofEpochSecond(
                    Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1000L));
  }
}
