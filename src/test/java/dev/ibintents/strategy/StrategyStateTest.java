package dev.ibintents.strategy;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.GoldenDocuments;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.InvalidDocumentException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The memory of a strategy: the types of its values, its parts, and its limits. */
final class StrategyStateTest {
  private static final String PATH = StateDocument.path(TradingMode.PAPER, "ml");
  private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

  private final StrategyState state = StrategyState.of(PATH, Map.of());

  /** The memory as a later run reads it. */
  private static StrategyState later(StrategyState state) {
    Map<String, Object> fields = StateDocument.fields(state.stored(), "runs/1", Instant.EPOCH);
    return StrategyState.of(PATH, StateDocument.values(Optional.of(new Document(PATH, fields))));
  }

  private static String refusal(Executable read) {
    return assertThrows(NoSignalsException.class, read).reason();
  }

  @Test
  void aLaterRunReadsWhatWasPut() {
    state.put("name", "trend");
    state.put("high", new BigDecimal("612.3500"));
    state.put("runs", 7);
    state.put("since", DAY);
    state.put("armed", true);
    state.putTexts("held", List.of("SPY", "GLD"));
    state.putNumbers("closes", List.of(new BigDecimal("1.5"), new BigDecimal("2")));

    StrategyState read = later(state);

    assertThat(read.text("name")).hasValue("trend");
    assertThat(read.number("high")).hasValue(new BigDecimal("612.35"));
    assertThat(read.number("runs")).hasValue(new BigDecimal("7"));
    assertThat(read.date("since")).hasValue(DAY);
    assertThat(read.flag("armed")).isTrue();
    assertThat(read.texts("held")).containsExactly("SPY", "GLD").inOrder();
    assertThat(read.numbers("closes"))
        .containsExactly(new BigDecimal("1.5"), new BigDecimal("2"))
        .inOrder();
    assertThat(read.names())
        .containsExactly("armed", "closes", "held", "high", "name", "runs", "since")
        .inOrder();
  }

  @Test
  void aNameWithoutAValueIsEmpty() {
    assertThat(state.has("high")).isFalse();
    assertThat(state.text("high")).isEmpty();
    assertThat(state.number("high")).isEmpty();
    assertThat(state.date("high")).isEmpty();
    assertThat(state.flag("high")).isFalse();
    assertThat(state.texts("high")).isEmpty();
    assertThat(state.numbers("high")).isEmpty();
    assertThat(state.names()).isEmpty();
  }

  @Test
  void aPartHasNamesOfItsOwn() {
    state.part("SPY").put("high", new BigDecimal("612.35"));
    state.part("a/b.c").part("deeper").put("high", 1);
    assertThat(state.part("nothing").number("high")).isEmpty();
    assertThat(state.has("nothing")).isFalse();

    StrategyState read = later(state);

    assertThat(read.part("SPY").number("high")).hasValue(new BigDecimal("612.35"));
    assertThat(read.part("a/b.c").part("deeper").number("high")).hasValue(BigDecimal.ONE);
    assertThat(read.names()).containsExactly("SPY", "a/b.c"); // an empty part leaves no trace
    read.part("SPY").remove("high");
    read.part("a/b.c").clear();
    assertThat(later(read).names()).isEmpty();
  }

  @Test
  void aValueOfAnotherTypeIsRefusedByItsPlace() {
    state.put("high", "much");
    state.put("since", "yesterday");
    state.part("SPY").put("armed", "yes");
    state.putTexts("held", List.of("SPY"));

    assertThat(refusal(() -> state.number("high")))
        .isEqualTo(
            "positions/paper/states/ml.high is the String much; it must be an exact decimal (an"
                + doubleQuoted(" integer, or a string such as '1.5')"));
    assertThat(refusal(() -> state.date("since")))
        .isEqualTo(
            doubleQuoted("positions/paper/states/ml.since is 'yesterday'; it must be a day such as")
                + " 2026-11-27");
    assertThat(refusal(() -> state.part("SPY").flag("armed")))
        .startsWith("positions/paper/states/ml.SPY.armed is ");
    assertThat(refusal(() -> state.text("held"))).startsWith("positions/paper/states/ml.held is ");
    assertThat(refusal(() -> state.numbers("held"))).contains("held");
    assertThat(refusal(() -> state.part("high")))
        .isEqualTo(
            "positions/paper/states/ml.high is much; it must be a part with values of its own");
  }

  @Test
  void whatNoStoreKeepsIsRefusedWhereItIsPut() {
    assertThrows(NullPointerException.class, () -> state.put("high", (BigDecimal) null));
    assertThrows(NullPointerException.class, () -> state.put("name", (String) null));
    assertThrows(InvalidDocumentException.class, () -> state.put("", 1));
    assertThrows(InvalidDocumentException.class, () -> state.put("__high__", 1));
    assertThat(state.names()).isEmpty();
  }

  @Test
  void aMemoryHasALargestSizeAndADeepestPart() {
    state.put("x", "x".repeat(StrategyState.MOST_BYTES - 8));
    assertThat(later(state).text("x").orElseThrow()).hasLength(99_992);

    state.put("x", "x".repeat(StrategyState.MOST_BYTES - 7));
    assertThat(refusal(state::stored))
        .isEqualTo(
            "positions/paper/states/ml has 100,001 bytes of JSON, and may have at most 100,000;"
                + " keep less in the state");

    state.clear();
    StrategyState part = state;
    for (int i = 0; i < 30; i++) {
      part = part.part("deeper");
    }
    part.put("high", 1);
    assertThat(refusal(state::stored)).contains("is nested deeper than 20 levels");
  }

  @Test
  void aDocumentWithAnotherFormIsRefused() {
    Document misspelt = new Document(PATH, Map.of("valuess", Map.of(), "run", 7));
    assertThat(refusal(() -> StateDocument.values(Optional.of(misspelt))))
        .isEqualTo(
            "positions/paper/states/ml run is 7; it must be text; positions/paper/states/ml valuess"
                + " is unknown; did you mean values?"
                + " positions/paper/states/ml takes run, updatedAt, values, and fields of your own"
                + " that begin with x-");
    Document noMap = new Document(PATH, Map.of("values", List.of(1)));
    assertThat(refusal(() -> StateDocument.values(Optional.of(noMap))))
        .isEqualTo(
            "positions/paper/states/ml values is [1]; it must be a map with a value for each name");
    assertThat(StateDocument.values(Optional.empty())).isEmpty();
  }

  @Test
  void documentsAreWrittenAsTheyWereAlwaysAndReadAgain() {
    Instant begun = Instant.parse("2026-11-27T14:31:02.123456Z");
    state.put("high", new BigDecimal("612.35"));
    state.put("runs", 7);
    state.part("SPY").put("since", DAY);
    state.putTexts("held", List.of("SPY"));
    state.put("armed", true);
    LastRun run =
        LastRun.of(begun, Map.of(756733, new BigDecimal("0.6"), 265598, BigDecimal.ONE.negate()));
    String last = LastRunDocument.path(TradingMode.PAPER, "ml");

    GoldenDocuments.requireWritten(
        "states",
        List.of(new Document(PATH, StateDocument.fields(state.stored(), "runs/key-1", begun))));
    GoldenDocuments.requireWritten(
        "lastRuns", List.of(new Document(last, LastRunDocument.fields("runs/key-1", run))));

    assertThat(StateDocument.values(Optional.of(GoldenDocuments.read("states").get(0))))
        .isEqualTo(state.stored());
    assertThat(LastRunDocument.run(GoldenDocuments.read("lastRuns").get(0))).isEqualTo(run);
    assertThat(refusal(() -> LastRunDocument.run(new Document(last, Map.of("run", "runs/key-1")))))
        .startsWith(last + " cannot be read, and may be deleted: ");
  }
}
