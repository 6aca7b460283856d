package dev.ibintents.store;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentTest {
  private static final Document CONFIG =
      new Document(
          "config/paper",
          Map.of(
              "apiPort",
              4002,
              "account",
              "DU123",
              "tradingEnabled",
              true,
              "exposure",
              Map.of("overall", 0.9, "strategies", Map.of("trend", "0.25"))));

  @Test
  void fieldsAreReadByType() {
    assertThat(CONFIG.id()).isEqualTo("paper");
    assertThat(CONFIG.integer("apiPort")).isEqualTo(4002);
    assertThat(CONFIG.bool("tradingEnabled")).isTrue();
    assertThat(CONFIG.map("exposure").decimal("overall")).isEqualTo(new BigDecimal("0.9"));
    assertThat(CONFIG.map("exposure").map("strategies").decimals())
        .containsExactly("trend", new BigDecimal("0.25"));
    assertThat(CONFIG.findInteger("clientId")).isEmpty();
    assertThat(CONFIG.has("clientId")).isFalse();
  }

  @Test
  void fieldOfAWrongTypeIsNamedWithTheExpectedType() {
    assertThat(assertThrows(FieldException.class, () -> CONFIG.integer("account")))
        .hasMessageThat()
        .isEqualTo("config/paper: field account is the String DU123; it must be an integer");
    assertThat(
            assertThrows(
                FieldException.class, () -> CONFIG.map("exposure").map("strategies").bool("trend")))
        .hasMessageThat()
        .isEqualTo(
            "config/paper: field exposure.strategies.trend is the String 0.25;"
                + " it must be true or false");
    assertThrows(FieldException.class, () -> CONFIG.findDecimal("account"));
  }

  @Test
  void missingFieldAndNullHaveDifferentMessages() {
    assertThat(assertThrows(FieldException.class, () -> CONFIG.string("apiHost")))
        .hasMessageThat()
        .isEqualTo("config/paper: field apiHost is missing; it must be a string");
    Document empty = new Document("a/b", Collections.singletonMap("x", null));
    assertThat(assertThrows(FieldException.class, () -> empty.string("x")))
        .hasMessageThat()
        .isEqualTo("a/b: field x is null; it must be a string");
  }

  @Test
  void valueThatCannotBeStoredIsRefusedWithItsPath() {
    assertRefused(Map.of("a", Map.of("b", List.of(1, new Date(0)))), "field a.b[1]");
    assertRefused(Map.of("a", 1.5f), "field a is a java.lang.Float");
    assertRefused(Map.of("a", List.of(List.of())), "field a[0] is a list in a list");
    assertRefused(Map.of("a", "\uD83D"), "field a has half a surrogate pair");
    assertRefused(Map.of("__a__", 1), "field __a__");
    assertRefused(Map.of("", 1), "name is empty");
    assertRefused(Map.of("a", Map.of(1, 1)), "name is not a string");
    assertRefused(Map.of("a", new BigDecimal("1E+2000000")), "field a is a decimal");
    assertRefused(Map.of("a", java.time.Instant.MAX), "field a is +1000000000");
    Map<String, ?> deep = Map.of("x", 1);
    for (int i = 0; i < 20; i++) {
      deep = Map.of("x", deep);
    }
    assertRefused(deep, "nested deeper than 20 levels");
  }

  @SuppressWarnings("unchecked") // as a caller without generics could do
  private static Map<String, Object> cast(Map<String, ?> fields) {
    return (Map<String, Object>) fields;
  }

  private static void assertRefused(Map<String, ?> fields, String message) {
    InvalidDocumentException e =
        assertThrows(InvalidDocumentException.class, () -> new Document("c/d", cast(fields)));
    assertThat(e).hasMessageThat().contains("c/d");
    assertThat(e).hasMessageThat().contains(message);
  }

  @Test
  void queriesThatFirestoreRefusesAreRefused() {
    Query bars = Query.in("bars");
    assertThrows(InvalidDocumentException.class, () -> bars.whereEqualTo("a", List.of()));
    assertThrows(InvalidDocumentException.class, () -> bars.whereEqualTo("a", new Date(0)));
  }
}
