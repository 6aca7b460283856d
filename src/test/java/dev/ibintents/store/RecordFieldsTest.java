package dev.ibintents.store;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Records are converted to fields and back without a loss. */
class RecordFieldsTest {
  private static final RecordFields<Sample> SAMPLES =
      RecordFields.of(Sample.class, StoredAs.text(ZoneId.class, ZoneId::getId, ZoneId::of));

  private enum Plain {
    ONE,
    OTHER_ONE
  }

  private enum Worded implements StoredWord {
    FIRST("first"),
    SECOND("the second");

    private final String id;

    Worded(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }
  }

  private sealed interface Shape {}

  private record Circle(BigDecimal radius) implements Shape {}

  private record Box(int width, int height) implements Shape {}

  private record Part(String name, Optional<Instant> at) {}

  private record Cost(Optional<BigDecimal> amount, @Stored("costCurrency") String currency) {}

  private record Sample(
      @Stored(id = true) Worded id,
      String text,
      @Stored("renamed") boolean flag,
      int number,
      long large,
      BigDecimal decimal,
      Instant moment,
      LocalDate date,
      Plain plain,
      Worded worded,
      Optional<String> leftOut,
      @Stored(nullIfEmpty = true) Optional<Part> nullIfEmpty,
      OptionalInt optionalNumber,
      Part part,
      List<Part> parts,
      List<Shape> shapes,
      Map<String, BigDecimal> decimals,
      @Stored(leftOutIfEmpty = true) SortedMap<Integer, Map<String, Worded>> byNumber,
      SortedSet<LocalDate> dates,
      Map<String, Object> anything,
      @Stored(leftOutIfEmpty = true) Instant mayBeNull,
      @Stored(leftOutIfEmpty = true) String mayBeEmpty,
      @Stored(inline = true) Cost cost,
      ZoneId zone) {}

  private static Sample full() {
    return new Sample(
        Worded.SECOND,
        "text",
        true,
        -1,
        1L << 40,
        new BigDecimal("1.5"),
        Instant.parse("2026-11-23T15:45:00.123456Z"),
        LocalDate.of(2026, 11, 20),
        Plain.OTHER_ONE,
        Worded.SECOND,
        Optional.of("there"),
        Optional.of(new Part("a", Optional.of(Instant.EPOCH))),
        OptionalInt.of(7),
        new Part("b", Optional.empty()),
        List.of(new Part("c", Optional.empty())),
        List.of(new Circle(BigDecimal.ONE), new Box(1, 2)),
        Map.of("a.b", BigDecimal.TEN),
        new TreeMap<>(Map.of(5, Map.of("x", Worded.FIRST))),
        new TreeSet<>(List.of(LocalDate.EPOCH)),
        Map.of("any", List.of(1L, "x")),
        Instant.EPOCH,
        "x",
        new Cost(Optional.of(new BigDecimal("0.35")), "USD"),
        ZoneId.of("US/Eastern"));
  }

  private static Document document(Sample sample) {
    return new Document("samples/" + sample.id().id(), SAMPLES.fields(sample));
  }

  private static Document with(String name, Object value) {
    Map<String, Object> fields = new HashMap<>(document(full()).fields());
    fields.put(name, value);
    return new Document("samples/first", fields);
  }

  private static String refusal(Document document) {
    return assertThrows(FieldException.class, () -> SAMPLES.record(document)).getMessage();
  }

  @Test
  void recordIsStoredByItsComponents() {
    Map<String, Object> fields = document(full()).fields();

    assertThat(fields)
        .containsAtLeast(
            "renamed",
            true,
            "number",
            -1L,
            "decimal",
            "1.5",
            "plain",
            "OTHER_ONE",
            "worded",
            "the second",
            "date",
            "2026-11-20",
            "costCurrency",
            "USD",
            "amount",
            "0.35",
            "zone",
            "US/Eastern",
            "optionalNumber",
            7L);
    assertThat(fields).containsEntry("nullIfEmpty", Map.of("name", "a", "at", Instant.EPOCH));
    assertThat(fields)
        .containsEntry(
            "shapes",
            List.of(
                Map.of("type", "Circle", "radius", 1L),
                Map.of("type", "Box", "width", 1L, "height", 2L)));
    assertThat(fields).containsEntry("byNumber", Map.of("5", Map.of("x", "first")));
    assertThat(fields).doesNotContainKey("id");
    assertThat(fields).doesNotContainKey("flag");
    assertThat(fields).doesNotContainKey("cost");
    assertThat(SAMPLES.record(document(full()))).isEqualTo(full());
  }

  @Test
  void emptyComponentsAreLeftOutOrNull() {
    Sample empty =
        new Sample(
            Worded.FIRST,
            "",
            false,
            0,
            0,
            BigDecimal.ZERO,
            Instant.EPOCH,
            LocalDate.EPOCH,
            Plain.ONE,
            Worded.FIRST,
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            new Part("", Optional.empty()),
            List.of(),
            List.of(),
            Map.of(),
            new TreeMap<>(),
            new TreeSet<>(),
            Map.of(),
            null,
            "",
            new Cost(Optional.empty(), ""),
            ZoneId.of("UTC"));
    Map<String, Object> fields = document(empty).fields();

    for (String name :
        List.of("leftOut", "optionalNumber", "byNumber", "mayBeNull", "mayBeEmpty", "amount")) {
      assertThat(fields).doesNotContainKey(name);
    }
    assertThat(fields).containsEntry("nullIfEmpty", null);
    assertThat(fields).containsEntry("text", "");
    assertThat(fields).containsEntry("decimals", Map.of());
    assertThat(SAMPLES.record(document(empty))).isEqualTo(empty);
  }

  @Test
  void refusalNamesDocumentAndField() {
    Map<String, Object> fields = new HashMap<>(document(full()).fields());
    fields.remove("text");

    assertThat(refusal(new Document("samples/first", fields)))
        .isEqualTo("samples/first: field text is missing; it must be a string");
    assertThat(refusal(with("text", null)))
        .isEqualTo("samples/first: field text is null; it must be a string");
    assertThat(refusal(with("number", 1L << 40)))
        .isEqualTo(
            "samples/first: field number is the Long 1099511627776; it must be an integer of up"
                + " to 32 bits");
    assertThat(refusal(with("worded", "third")))
        .isEqualTo(
            "samples/first: field worded is the String third; it must be one of first, the"
                + " second");
    assertThat(refusal(with("date", "20 November")))
        .isEqualTo(
            "samples/first: field date is the String 20 November; it must be a date such as"
                + " 2026-11-20");
    assertThat(refusal(with("zone", "Nowhere")))
        .isEqualTo(
            "samples/first: field zone is the String Nowhere; it must be a string that is a"
                + " ZoneId");
    assertThat(refusal(with("parts", List.of(Map.of("at", Instant.EPOCH)))))
        .isEqualTo("samples/first: field parts[0].name is missing; it must be a string");
    assertThat(refusal(with("parts", Arrays.asList((Object) null))))
        .isEqualTo("samples/first: field parts[0] is null; it must be a map");
    assertThat(refusal(with("byNumber", Map.of("5", Map.of("x", 1)))))
        .isEqualTo(
            "samples/first: field byNumber.5.x is the Long 1; it must be one of first, the"
                + " second");
    assertThat(refusal(with("byNumber", Map.of("five", Map.of()))))
        .isEqualTo("samples/first: field byNumber.five: the name is no whole number");
    assertThat(refusal(with("shapes", List.of(Map.of("type", "Star")))))
        .isEqualTo(
            "samples/first: field shapes[0] is the map {type=Star}; it must be a map"
                + " with a type of Circle, Box");
  }

  @Test
  void nullIsRefusedWhereItCouldNotBeReadAgain() {
    assertThrows(
        IllegalArgumentException.class,
        () -> RecordFields.of(Part.class).fields(new Part(null, Optional.empty())));
  }

  @Test
  void typeThatDocumentsDoNotHoldIsRefused() {
    record Odd(Thread thread) {}

    assertThrows(
        IllegalArgumentException.class,
        () -> RecordFields.of(Odd.class).fields(new Odd(Thread.currentThread())));
  }

  @Test
  void refusalOfTheRecordItselfIsThrownAsItIs() {
    record Positive(int number) {
      Positive {
        if (number <= 0) {
          throw new ArithmeticException("not above 0");
        }
      }
    }

    assertThrows(
        ArithmeticException.class,
        () -> RecordFields.of(Positive.class).record(new Document("a/b", Map.of("number", 0))));
  }

  @Test
  void fieldsThatEarlierVersionsLackAreFilledIn() {
    Document earlier = new Document("a/b", new HashMap<>(Map.of("height", 3)));

    assertThat(RecordFields.of(Box.class).record(earlier, Map.of("width", 1, "height", 1)))
        .isEqualTo(new Box(1, 3));
  }

  @Test
  void sparseRecordKeepsTheNamedComponentsThatSaySomething() {
    record Wide(int number, String kept, String forgotten, BigDecimal amount) {}

    RecordFields<Wide> wide =
        RecordFields.sparse(new Wide(0, "", "", null), "number", "kept", "amount");
    Wide record = new Wide(3, "", "gone", BigDecimal.ZERO);
    Map<String, Object> fields = wide.fields(record);

    assertThat(fields).containsExactly("number", 3, "amount", BigDecimal.ZERO);
    assertThat(wide.record(new Document("a/b", fields)))
        .isEqualTo(new Wide(3, "", "", BigDecimal.ZERO));
  }

  @Property(tries = 300)
  void everyRecordComesBack(
      @ForAll("parts") List<Part> parts, @ForAll("decimals") BigDecimal decimal) {
    record Held(List<Part> parts, BigDecimal decimal, Map<String, Part> byName) {}
    Map<String, Part> byName = new TreeMap<>();
    parts.forEach(part -> byName.put("of " + part.name(), part));
    Held held = new Held(parts, decimal, byName);
    Map<String, Object> fields = new HashMap<>(RecordFields.of(Held.class).fields(held));
    fields.put("unknown", List.of(1));

    Held read = RecordFields.of(Held.class).record(new Document("a/b", fields));

    assertThat(read.parts()).isEqualTo(parts);
    assertThat(read.byName()).isEqualTo(byName);
    assertThat(read.decimal()).isEquivalentAccordingToCompareTo(decimal);
  }

  @Provide
  static Arbitrary<List<Part>> parts() {
    Arbitrary<Instant> moments =
        Arbitraries.longs()
            .between(0, 4_000_000_000_000_000L)
            .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    return Combinators.combine(Arbitraries.strings().ascii().ofMaxLength(10), moments.optional())
        .as(Part::new)
        .list()
        .ofMaxSize(5);
  }

  @Provide
  static Arbitrary<BigDecimal> decimals() {
    return Arbitraries.bigDecimals()
        .between(new BigDecimal("-1E+12"), new BigDecimal("1E+12"))
        .ofScale(9);
  }
}
