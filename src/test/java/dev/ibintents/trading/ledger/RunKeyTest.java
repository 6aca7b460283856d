package dev.ibintents.trading.ledger;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.LIVE;
import static dev.ibintents.environment.TradingMode.PAPER;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.store.Document;
import dev.ibintents.trading.ledger.RunKey.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunKeyTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:45:03Z");
  private static final String SIGNATURE = "0123456789abcdef0123456789abcdef";

  private static RunKey key(String idempotencyKey, String job, String time, int minutes) {
    RunHeaders headers =
        new RunHeaders(
            Optional.ofNullable(idempotencyKey),
            Optional.ofNullable(job),
            Optional.ofNullable(time));
    return RunKey.of(PAPER, "allocation", headers, SIGNATURE, minutes, NOW);
  }

  @Test
  void theCallersKeyComesFirst() {
    RunKey key = key("mine", "job", "2026-11-23T15:45:00Z", 15);
    assertThat(key.source()).isEqualTo(Source.IDEMPOTENCY_KEY);
    assertThat(key.origin()).isEqualTo("Idempotency-Key 'mine'");
    assertThat(key.id()).matches("paper-key-[0-9a-f]{40}");
    assertThat(key.hash()).matches("[0-9a-f]{8}");
    assertThat(key.repeatsWithin()).isEmpty();
    assertThat(key).isEqualTo(key("mine", null, null, 0));
  }

  @Test
  void thenTheSchedulersJobAndTime() {
    RunKey key = key(" ", "daily", "2026-11-23T15:45:00Z", 15);
    assertThat(key.source()).isEqualTo(Source.SCHEDULE);
    assertThat(key.origin()).isEqualTo("job 'daily' scheduled for 2026-11-23T15:45:00Z");
    assertThat(key(null, "daily", "2026-11-23T10:45:00-05:00", 15)).isEqualTo(key);
    assertThat(key(null, "daily", "2026-11-23T15:44:59Z", 15).id()).isNotEqualTo(key.id());
    assertThat(key(null, "daily2", "2026-11-23T15:45:00Z", 15).id()).isNotEqualTo(key.id());
  }

  @Test
  void aScheduleTimeSlightlyAheadIsADifferenceOfClocks() {
    assertThat(key(null, "daily", "2026-11-23T15:45:08Z", 15).source()).isEqualTo(Source.SCHEDULE);
  }

  @ParameterizedTest
  @CsvSource({
    "daily, 2026-11-23T15:45:09Z",
    "daily, 2026-11-24T15:45:00Z",
    "daily, soon",
    "daily, 2026-11-23",
    "daily, ",
    ", 2026-11-23T15:45:00Z"
  })
  void elseTheSignatureForSomeMinutes(String job, String time) {
    RunKey key = key(null, job, time, 15);
    assertThat(key.source()).isEqualTo(Source.SIGNATURE);
    assertThat(key.repeatsWithin()).hasValue(Duration.ofMinutes(15));
    assertThat(key.origin()).isEqualTo("signature '" + SIGNATURE + "' within 15 min");
  }

  @Test
  void withoutAnyRuleEachRequestIsARun() {
    RunKey key = key(null, null, null, 0);
    assertThat(key.source()).isEqualTo(Source.UNIQUE);
    assertThat(key.id()).isNotEqualTo(key(null, null, null, 0).id());
    assertThat(key.repeatsWithin()).isEmpty();
  }

  @Test
  void modesIntentsAndSourcesNeverMeet() {
    Set<String> ids = new HashSet<>();
    for (RunHeaders headers : List.of(Samples.NO_HEADERS, mine(SIGNATURE))) {
      ids.add(RunKey.of(PAPER, "allocation", headers, SIGNATURE, 15, NOW).id());
      ids.add(RunKey.of(PAPER, "close-all", headers, SIGNATURE, 15, NOW).id());
      ids.add(RunKey.of(LIVE, "allocation", headers, SIGNATURE, 15, NOW).id());
    }
    assertThat(ids).hasSize(6);
    assertThat(key(null, "a", "2026-11-23T15:45:00Z", 15).id())
        .isNotEqualTo(key("a2026-11-23T15:45:00Z", null, null, 15).id());
  }

  private static RunHeaders mine(String key) {
    return new RunHeaders(Optional.of(key), Optional.empty(), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "..", "__x__", "\u0000\n", "\uD800", "é🚀", "x"})
  void anyTextMakesADocumentsId(String text) {
    for (String key : List.of(text, text.repeat(2000))) {
      RunKey made = key(key, null, null, 15);
      Document document = new Document("runs/" + made.id(), Map.of("key", made.origin()));
      assertThat(document.id()).isEqualTo(made.id());
      assertThat(made.origin().length()).isLessThan(120);
    }
  }

  @Test
  void textsThatNoEncodingTellsApartAreStillDifferentKeys() {
    assertThat(key("\uD800", null, null, 15).id()).isNotEqualTo(key("\uD801", null, null, 15).id());
    assertThat(key("\uD800", null, null, 15).id()).isNotEqualTo(key("?", null, null, 15).id());
  }

  @Property(tries = 500)
  void differentTextsAreDifferentKeys(@ForAll String a, @ForAll String b) {
    boolean same = key("k" + a, null, null, 1).id().equals(key("k" + b, null, null, 1).id());
    assertThat(same).isEqualTo(a.equals(b));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.MIXIN)
  void anOrdersReferenceIsShortPlainAsciiAndUnique(
      @ForAll @StringLength(max = 5) String text,
      @ForAll @LongRange(min = 1, max = 60_000_000_000L) long token,
      @ForAll @IntRange(max = 46_000) int leg) {
    RunKey key = key("k" + text, null, null, 1);
    String ref = key.orderRef(token, leg);
    assertThat(ref.length()).isAtMost(20);
    assertThat(ref).matches("[0-9a-z-]+");
    assertThat(ref).startsWith(key.hash());
    assertThat(key.orderRef(token + 1, leg)).isNotEqualTo(ref);
    assertThat(key.orderRef(token, leg + 1)).isNotEqualTo(ref);
    assertThat(ref.split("-", -1)).hasLength(3); // so no token and leg read like another pair
  }

  @Test
  void noReferenceIsCutShort() {
    assertThrows(
        IllegalArgumentException.class,
        () -> key("k", null, null, 1).orderRef(60_000_000_000L, 50_000));
  }

  @Test
  void onlyTheKeyOfASignatureIsNotPermanent() {
    assertThat(key("mine", null, null, 15).isPermanent()).isTrue();
    assertThat(key(null, null, null, 15).isPermanent()).isFalse();
  }

  @Test
  void keyForANewRunHasNoRepetition() {
    RunKey key = key("mine", null, null, 15);

    assertThat(key.afresh().repeatsWithin()).hasValue(Duration.ZERO);
    assertThat(key.afresh().id()).isEqualTo(key.id());
    assertThat(key.afresh().origin()).isEqualTo(key.origin());
  }

  @Test
  void longKeyIsShownByItsBeginning() {
    assertThat(key("k".repeat(80), null, null, 15).origin())
        .isEqualTo("Idempotency-Key '" + "k".repeat(80) + "'");
    assertThat(key("k".repeat(81), null, null, 15).origin())
        .isEqualTo("Idempotency-Key '" + "k".repeat(80) + "…'");
  }

  @Test
  void ownReferencesAreRecognized() {
    RunKey key = key("mine", null, null, 15);

    assertThat(RunKey.isOrderRef(key.orderRef(1234567, 3))).isTrue();
    assertThat(RunKey.tokenOf(key.orderRef(1234567, 3))).hasValue(1234567L);
    assertThat(RunKey.isOrderRef("my-order")).isFalse();
  }
}
